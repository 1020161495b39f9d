"""The three-way check: what the phone says, its own label and the box's label are one phone's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lines.rules.labels.gs1 import parsed
from mes.kernel.refusals import Refusal

NAMES_OF_AIS = {"21": "sn", "8040": "imei1", "8041": "imei2", "8042": "eid", "01": "gtin"}
SOURCES = {"device": "phone", "device_label": "phone's label", "label": "box label"}
SOURCES_UR = {"device": "فون", "device_label": "فون کے لیبل", "label": "ڈبے کے لیبل"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was read, by identifier kind; empty where nothing was read from that source."""

    label: Mapping[str, str] = field(default_factory=dict)
    device_label: Mapping[str, str] = field(default_factory=dict)
    device: Mapping[str, str] = field(default_factory=dict)

    @property
    def sources(self) -> dict[str, Mapping[str, str]]:
        return {"device": self.device, "device_label": self.device_label, "label": self.label}


def differs(evidence: Evidence, known: Mapping[str, str]) -> tuple[str, str]:
    """The source and the name of the first value that is not the ledger's; else two blanks."""
    for source, said in evidence.sources.items():
        for name, value in said.items():
            if name == "gtin" and not known.get("gtin"):
                continue  # the variant has none to compare with
            if known.get(name) != value.strip():
                return source, name
    return "", ""


def check_every_slot(evidence: Evidence, *, imeis: int) -> None:
    """Refuse `slots_missing` for an IMEI that was not read from phone, phone's and box's label."""
    for source, said in evidence.sources.items():
        for slot in range(1, imeis + 1):
            if not said.get(f"imei{slot}"):
                raise Refusal(
                    "slots_missing", slot=slot, source=SOURCES[source], source_ur=SOURCES_UR[source]
                )


def read_from(code: str, known: Mapping[str, str]) -> dict[str, str]:
    """The values one scan says, by name: a GS1 symbol says several.

    A stranger's value gets the name it has the form of, so that it differs from what is known.

    >>> read_from("490154203237518", {"imei2": "490154203237518"})
    {'imei2': '490154203237518'}
    >>> read_from("(01)09506000134352(21)A1(8040)490154203237518", {})["imei1"]
    '490154203237518'
    """
    elements = parsed(code) if len(code) > 16 else {}
    said = {NAMES_OF_AIS[ai]: value for ai, value in elements.items() if ai in NAMES_OF_AIS}
    if said:
        return said
    names = {value: name for name, value in known.items()}
    return {names.get(code) or ("imei1" if len(code) == 15 and code.isdigit() else "sn"): code}


def name_of(code: str) -> str:
    """What to look a scan up by: the serial or IMEI inside a GS1 symbol, else the code itself.

    >>> name_of("]d2010950600013435221A1"), name_of("BX-A1")
    ('A1', 'BX-A1')
    """
    elements = parsed(code) if len(code) > 16 else {}
    return elements.get("21") or elements.get("8040") or code


def grouped(
    codes: Sequence[str], known: Mapping[str, str], *, imeis: int, every_slot: bool
) -> list[dict[str, str]]:
    """The scans of a packing table by socket, in order; the last may still lack an IMEI.

    A socket takes one scan, or with `every_slot` as many as it needs for all IMEIs.
    """
    sockets: list[dict[str, str]] = []
    whole = True
    for code in codes:
        said = read_from(code, known)
        if whole:
            sockets.append({})
        sockets[-1] = {**said, **sockets[-1]} if not _clash(sockets[-1], said) else said
        whole = not every_slot or is_whole(sockets[-1], imeis)
    return sockets


def is_whole(said: Mapping[str, str], imeis: int) -> bool:
    """Whether every IMEI was read."""
    return all(f"imei{slot}" in said for slot in range(1, imeis + 1))


def _clash(before: Mapping[str, str], said: Mapping[str, str]) -> bool:
    """A second value for a name: the newer one is kept, so that a stranger's is never hidden."""
    return any(before.get(name, value) != value for name, value in said.items())
