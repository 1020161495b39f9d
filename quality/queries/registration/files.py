"""A pack's files and manifest: the same bytes each time, judged again before each download."""

from dataclasses import replace

import orjson

from mes.kernel.refusals import Refusal
from quality.models import LineState, Registration, RegistrationKind, Tac
from quality.models.packed_lots import form_of, lot_of, sent_devices
from quality.rules.registration.checks import BadPack, Fault, check_pack, rows_of_change
from quality.rules.registration.facts import Device
from quality.rules.registration.profiles import KIND_PROFILES, PackFile, pack_file
from quality.rules.registration.states import OPEN

DEMO_MARK = "DEMO: numbers for demonstration, not for submission"


def registration_file(registration: Registration, *, profile: str, change: str = "") -> PackFile:
    """The file of a profile. Refuses BadPack when a rule is broken by now.

    With `change` a delta list of the rows it means alone: only they are judged.
    `dereg` of a pack made to register asks that every unit of it was approved.
    """
    _check_profile(registration, profile)
    devices = sent_devices(registration)
    form = form_of(registration)
    if change:
        states = dict(registration.lines.values_list("unit_id", "state"))
        devices = rows_of_change(change, devices, states)
        form = replace(form, device_count=len(devices))
    if registration.state in OPEN:
        check_pack(lot_of(model=registration.model.code, form=form, devices=devices))
    if profile == "dereg":
        _check_approved(registration, devices)
    file = pack_file(
        profile, devices, form, no=registration.no, demo=registration.demo, change=change
    )
    _check_digest(registration, file, change)
    return file


def registration_manifest(registration: Registration) -> bytes:
    """JSON with sorted keys: what was sent, from where, and the digest of each file."""
    if registration.files is None:
        raise Refusal("registration_not_ready", no=registration.no, state=registration.state)
    lines = registration.lines.order_by("n").values_list("imeis", flat=True)
    tacs = {imei[:8] for imeis in lines for imei in imeis}
    known = Tac.objects.filter(tac__in=tacs).order_by("tac")
    said = {
        "registration": registration.no,
        "kind": registration.kind,
        "plant": registration.plant.code,
        "made_at": registration.made_at.isoformat(timespec="seconds"),
        "demo": registration.demo,
        "mark": DEMO_MARK if registration.demo else "",
        "form": registration.form,
        "devices": len(lines),
        "imeis": sum(len(imeis) for imeis in lines),
        "sources": {
            k: v for k, v in registration.sources.items() if not k.endswith(("_id", "_ids"))
        },
        "files": registration.files,
        "tacs": [
            {"tac": row.tac, "owner": row.owner, "type_approval": row.type_approval}
            for row in known
        ],
    }
    return orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def _check_profile(registration: Registration, profile: str) -> None:
    known = KIND_PROFILES[registration.kind]
    if registration.kind == RegistrationKind.REGISTER:
        known = (*known, "dereg")
    if profile not in known:
        raise Refusal(
            "registration_profile", no=registration.no, profile=profile, known=", ".join(known)
        )
    if registration.files is None:
        raise Refusal("registration_not_ready", no=registration.no, state=registration.state)


def _check_approved(registration: Registration, devices: tuple[Device, ...]) -> None:
    if registration.kind == RegistrationKind.DEREGISTER:
        return
    waiting = registration.lines.exclude(state=LineState.APPROVED).order_by("n")
    faults = [Fault("pack_not_registered", row.n, row.serial) for row in waiting]
    if faults or not devices:
        raise BadPack(faults or [Fault("pack_empty")])


def _check_digest(registration: Registration, file: PackFile, change: str) -> None:
    """The bytes must be those that were announced; a change of the rows would show here."""
    told = (registration.files or {}).get(file.profile)
    if told is not None and not change and told["sha256"] != file.sha256:
        raise Refusal("pack_changed", no=registration.no, found=file.name)
