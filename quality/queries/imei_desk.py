"""What the IMEI desk shows beside the books: TACs, shares, loads, leases, voids, fences."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from lines.models import OrderState, Unit, WorkOrder
from mes.kernel.models import OutboxItem, OutboxState
from mes.kernel.signing import fingerprint
from plants.models import OperationKind, Person, Station
from quality.models import (
    DeviceLine,
    Fence,
    Imei,
    ImeiEvent,
    ImeiLease,
    RangeRegister,
    Tac,
    TacShare,
)
from quality.models.loads import KIND, progress_of
from quality.rules.imei import SNR_SPAN, imei_of

SHOWN = 30
RUNNING = (OrderState.RELEASED, OrderState.RUNNING)


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A load that waits, runs or failed; `done` is a hint, None when nobody knows."""

    first: str
    last: str
    numbers: int
    done: int | None
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class TacRow:
    """A TAC of the register and how much of it is handed to this plant; 0: all of it."""

    tac: str
    model: str
    owner: str
    type_approval: str
    allocated_on: object
    demo: bool
    shares: tuple[tuple[str, str, str], ...]

    @property
    def no_approval(self) -> bool:
        """Whether no pack may be made of its numbers: an approval is missing, no demonstration."""
        return not (self.type_approval or self.demo)


@dataclass(frozen=True, slots=True)
class LeaseRow:
    key: str
    device: str
    model: str
    sets: int
    left: int
    leased_at: datetime
    expires_at: datetime

    @property
    def expired(self) -> bool:
        return self.expires_at < timezone.now()


@dataclass(frozen=True, slots=True)
class VoidRow:
    """An act by which numbers were voided; `serial` is empty for numbers no phone had."""

    at: datetime
    count: int
    first: str
    last: str
    reason: str
    serial: str
    by: str
    second: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    server_no: int
    made_at: datetime
    ranges: int
    fingerprint: str


def loads_of(plant_id: int) -> list[LoadRow]:
    """Large loads of the last days that are not done."""
    items = OutboxItem.objects.filter(kind=KIND, payload__plant_id=plant_id)
    rows = []
    for item in items.exclude(state=OutboxState.SENT).order_by("-pk")[:5]:
        runs = item.payload["runs"]
        rows.append(
            LoadRow(
                first=imei_of(runs[0][1]),
                last=imei_of(runs[-1][2]),
                numbers=sum(last - first + 1 for _, first, last in runs),
                done=progress_of(item.key),
                state=item.state,
                reason=item.reason,
            )
        )
    return rows


def tacs_of(plant_id: int) -> list[TacRow]:
    """Every TAC of the register with this plant's shares of it."""
    shares: dict[int, list[tuple[str, str, str]]] = {}
    for share in TacShare.objects.filter(plant_id=plant_id).order_by("span"):
        names = (imei_of(share.span.lower), imei_of(share.span.upper - 1), share.reference)
        shares.setdefault(share.tac_id, []).append(names)
    return [
        TacRow(
            tac=row.tac,
            model=row.model.code,
            owner=row.owner,
            type_approval=row.type_approval,
            allocated_on=row.allocated_on,
            demo=row.demo,
            shares=tuple(shares.get(row.pk, ())),
        )
        for row in Tac.objects.select_related("model").order_by("tac")[:SNR_SPAN]
    ]


def leases_of(plant_id: int) -> list[LeaseRow]:
    """The newest leases and what their devices have not used."""
    leases = ImeiLease.objects.select_related("token", "model").filter(plant_id=plant_id)
    found = list(leases.order_by("-pk")[:SHOWN])
    events = ImeiEvent.objects.filter(event_id__in=[row.event_id for row in found])
    first = {e.event_id: [one[0] for one in e.imeis if one] for e in events}
    lent = Imei.objects.filter(
        imei__in=[imei for imeis in first.values() for imei in imeis], state="leased"
    )
    left = set(lent.values_list("imei", flat=True))
    return [
        LeaseRow(
            key=str(row.event_id),
            device=row.token.name,
            model=row.model.code,
            sets=row.sets,
            left=sum(imei in left for imei in first.get(row.event_id, ())),
            leased_at=row.leased_at,
            expires_at=row.expires_at,
        )
        for row in found
    ]


def voids_of(plant_id: int) -> list[VoidRow]:
    """The newest acts of voiding, with who agreed."""
    from_events = ImeiEvent.objects.filter(plant_id=plant_id, kind="voided").order_by("-xid")
    events = list(from_events[:SHOWN])
    names = _names([e.person_id for e in events] + [e.second_id for e in events])
    serials = _serials([e.unit_id for e in events])
    return [
        VoidRow(
            at=e.at,
            count=len(e.imeis),
            first=e.imeis[0] if e.imeis else "",
            last=e.imeis[-1] if e.imeis else "",
            reason=e.reason,
            serial=serials.get(e.unit_id or 0, ""),
            by=names.get(e.person_id or 0, ""),
            second=names.get(e.second_id or 0, ""),
        )
        for e in events
    ]


def orders_with_imeis(plant_id: int) -> list[tuple[str, str]]:
    """Orders under way whose phones carry IMEIs, by number, with the model."""
    rows = WorkOrder.objects.filter(
        plant_id=plant_id, state__in=RUNNING, variant__model__imei_count__gt=0
    )
    return list(rows.order_by("no").values_list("no", "variant__model__code")[:SHOWN])


def stations_of(plant_id: int) -> list[str]:
    """Where a phone may stand whose numbers are voided: stations that write or check them first."""
    rows = Station.objects.filter(line__plant_id=plant_id, active=True)
    kinds = (OperationKind.IMEI_WRITE, OperationKind.IMEI_CHECK)
    return list(
        rows.filter(operation__kind__in=kinds).order_by("code").values_list("code", flat=True)
    )


def lines_left(plant_id: int) -> list[tuple[str, int]]:
    """Models without IMEIs and how many lines of their owner's list no device has yet."""
    free = DeviceLine.objects.filter(plant_id=plant_id, set_no__isnull=True, unit__isnull=True)
    counted = free.values_list("model__code").annotate(n=Count("pk"))
    return list(counted.order_by("model__code"))


def fences() -> list[Fence]:
    """The newest fences of the installation, the open one first."""
    rows = Fence.objects.select_related("opened_by", "closed_by", "second", "reconciled_by")
    return list(rows.filter(locks=True).order_by("-pk")[:SHOWN])


def registers() -> list[RegisterRow]:
    """The newest register of each other server."""
    newest = RangeRegister.objects.exclude(server_no=settings.SERVER_NO)
    rows = newest.order_by("server_no", "-made_at").distinct("server_no")
    return [
        RegisterRow(row.server_no, row.made_at, len(row.ranges), fingerprint(row.key))
        for row in rows
    ]


def _names(keys: list[int | None]) -> dict[int, str]:
    wanted = {key for key in keys if key}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _serials(keys: list[int | None]) -> dict[int, str]:
    wanted = {key for key in keys if key}
    return dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "serial"))
