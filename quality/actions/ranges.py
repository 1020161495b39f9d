"""IMEI ranges come in whole: one statement makes a row for every number, or none."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import NumericRange

from mes.kernel.constraints import refusing
from mes.kernel.refusals import Malformed, Refusal
from plants.models import ProductModel
from quality.actions.imei.fences import fence_loaded
from quality.actions.imei.registers import check_not_elsewhere
from quality.models import ImeiEvent, ImeiEventKind, ImeiRange, Tac, TacShare
from quality.rules import imei as rules

PORTION = 100_000
"""Numbers added by one statement, in about two seconds."""
REFUSALS = {
    "quality_imeirange_no_overlap": Refusal("range_overlap"),
    "quality_imeirange_in_share": Refusal("range_not_ours"),
}

# Set `s` of a range takes `width` adjacent numbers; its number is the first one's `n14`. With a
# range for each slot, the set is numbered by the range of slot 1, so `shift` leads back to it.
_LOAD = """
INSERT INTO quality_imei
  (imei, n14, range_id, plant_id, model_id, set_no, slot, pos, state, void_reason)
SELECT public.imei_spelled(n), n, %(range)s, %(plant)s, %(model)s, set_no,
       CASE WHEN %(slot)s > 0 THEN %(slot)s ELSE n - set_no + 1 END, set_no, 'free', ''
  FROM (SELECT n, n - (n - %(begin)s) %% %(width)s - %(shift)s AS set_no
          FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n) AS numbers
"""


def load_tac(
    *,
    tac: str,
    model_id: int,
    owner: str,
    type_approval: str = "",
    allocated_on: date | None = None,
    demo: bool = False,
) -> Tac:
    """Register a TAC for its one model (TS.06 clause 5). Refuses a test TAC and one that exists."""
    if not owner.strip():
        raise Refusal("malformed", fault="A TAC needs its owner")
    with refusing({"quality_tac_tac_key": Refusal("exists", no=f"TAC {tac}")}):
        return Tac.objects.create(
            tac=rules.check_tac(tac),
            model_id=model_id,
            owner=owner.strip(),
            type_approval=type_approval,
            allocated_on=allocated_on,
            demo=demo,
        )


@transaction.atomic
def approve_tac(*, tac: str, type_approval: str) -> Tac:
    """Enter the type approval of a TAC that was registered without one. Refuses `wrong_state`.

    What a pack was sent with stays: an approval on file is not overwritten.
    """
    row = Tac.objects.select_for_update().select_related("model").get(tac=tac)
    if row.type_approval:
        raise Refusal("wrong_state", what=f"TAC {tac}", state=f"approved as {row.type_approval}")
    row.type_approval = type_approval.strip()
    row.save(update_fields=["type_approval"])
    return row


def add_share(
    *, tac: Tac, plant_id: int, run: rules.Run, reference: str, by: int | None
) -> TacShare:
    """Note which part of a TAC its owner handed to a plant. Refuses `range_overlap`.

    From the first share on, the TAC is loaded inside shares only.
    """
    if not run.of_its_tac:
        raise Malformed(f"The range is not of TAC {run.tac}")
    with refusing({"quality_tacshare_no_overlap": Refusal("range_overlap")}):
        return TacShare.objects.create(
            tac=tac,
            plant_id=plant_id,
            span=NumericRange(run.first, run.end, "[)"),
            reference=reference.strip()[:80],
            added_by_id=by,
        )


@transaction.atomic
def load_range(
    *,
    event_id: UUID,
    plant_id: int,
    model_id: int,
    runs: Sequence[rules.Run],
    person_id: int | None = None,
    body_hash: bytes = b"",
    tell: Callable[[int], None] = lambda _: None,
) -> list[ImeiRange]:
    """Load one run of adjacent sets, or one run for each IMEI slot of the model; all or nothing.

    A whole TAC takes under a minute; `tell` is called with the numbers loaded so far. Refuses
    `imei_none` for a model without IMEIs, `wrong_model` for another model's TAC, `range_overlap`
    with any loaded range, of any plant, `range_elsewhere` with another server's, `range_not_ours`
    outside the shares of its TAC. What the issue journal names of it is quarantined, and locks.
    """
    model, tacs, loads = _planned(model_id, runs)
    check_not_elsewhere((run.first, run.last) for run in runs)
    made = []
    with refusing(REFUSALS):
        for tac, load in zip(tacs, loads, strict=True):
            made.append(_add_range(plant_id, tac, load, person_id))
    width = model.imei_count if len(loads) == 1 else 1
    done = 0
    for row, load in zip(made, loads, strict=True):
        shift = load.run.first - loads[0].run.first
        for part in _portions(load.run, width):
            _add_numbers(row, load, part, model.pk, width, shift=shift)
            done += part.size
            tell(done)
    fence_loaded(made)
    _note_loading(event_id, made, loads, person_id, body_hash)
    return made


def check_load(*, model_id: int, runs: Sequence[rules.Run]) -> None:
    """Refuse what `load_range` would refuse at this moment, without loading anything."""
    _planned(model_id, runs)
    check_not_elsewhere((run.first, run.last) for run in runs)
    for run in runs:
        if ImeiRange.objects.filter(span__overlap=NumericRange(run.first, run.end)).exists():
            raise Refusal("range_overlap")


def _portions(run: rules.Run, width: int) -> Iterator[rules.Run]:
    """The run in parts of whole sets, so that somebody may be told how far it is."""
    step = PORTION // width * width
    for first in range(run.first, run.end, step):
        yield rules.Run(run.tac, first, min(first + step, run.end) - 1)


def _planned(
    model_id: int, runs: Sequence[rules.Run]
) -> tuple[ProductModel, list[Tac], list[rules.Loading]]:
    model = ProductModel.objects.get(pk=model_id)
    if not model.imei_count:
        raise Refusal("imei_none", model=model.name)
    for run in runs:
        if not run.of_its_tac:
            raise Malformed(f"The range is not of TAC {run.tac}")
    if len(runs) == 1:
        loads = [rules.adjacent_sets(runs[0], model.imei_count)]
    else:
        loads = rules.parallel_sets(list(runs), model.imei_count)
    return model, [tac_of_model(load.run.tac, model) for load in loads], loads


def tac_of_model(digits: str, model: ProductModel) -> Tac:
    """The TAC, when it is registered and of this model. Refuses `unknown_thing`, `wrong_model`."""
    tac = Tac.objects.select_related("model").filter(tac=rules.check_tac(digits)).first()
    if tac is None:
        raise Refusal("unknown_thing", what="TAC", no=digits)
    if tac.model_id != model.pk:
        raise Refusal("wrong_model", found=tac.model.name, wanted=model.name)
    return tac


def _add_range(plant_id: int, tac: Tac, load: rules.Loading, person_id: int | None) -> ImeiRange:
    return ImeiRange.objects.create(
        plant_id=plant_id,
        tac=tac,
        span=NumericRange(load.run.first, load.run.end, "[)"),
        slot=load.slot,
        sets=load.sets,
        loaded_by_id=person_id,
    )


def _add_numbers(
    row: ImeiRange,
    load: rules.Loading,
    part: rules.Run,
    model_id: int,
    width: int,
    *,
    shift: int,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _LOAD,
            {
                "range": row.pk,
                "plant": row.plant_id,
                "model": model_id,
                "slot": load.slot,
                "begin": load.run.first,
                "first": part.first,
                "last": part.last,
                "width": width,
                "shift": shift,
            },
        )


def _note_loading(
    event_id: UUID,
    made: list[ImeiRange],
    loads: list[rules.Loading],
    person_id: int | None,
    body_hash: bytes,
) -> None:
    spans = [[rules.imei_of(load.run.first), rules.imei_of(load.run.last)] for load in loads]
    ImeiEvent.objects.create(
        event_id=event_id,
        plant_id=made[0].plant_id,
        kind=ImeiEventKind.LOADED,
        range_id=made[0].pk,
        person_id=person_id,
        imeis=spans,
        at=made[0].loaded_at,
        body_hash=body_hash,
    )
