"""What a registration pack is made of, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_DEVICES = 1_000_000
"""Devices of one request, and IMEIs of one file (DRS: `max_imei_per_file`)."""
MOST_PER_DEVICE = 5
"""IMEIs of one device (DRS: `max_imei_per_device`)."""
IN_PLANT = frozenset({"in_process", "in_repair", "packed", "returned"})
PACKED = frozenset({"packed", "shipped"})

DEVICE_TYPES = {"smartphone": "Smartphone", "feature_phone": "Feature phone"}
"""Our categories as the register's seeded device types; others carry no IMEI."""
SYSTEMS = {"smartphone": "Android", "feature_phone": "Proprietary"}
"""The operating system where the request does not name one."""
KNOWN_TYPES = frozenset(
    {
        "Smartphone", "Tablet", "Feature phone", "Computer", "Dongle", "Router", "Vehicle",
        "Other",
    }
)  # fmt: skip
TECHNOLOGIES = ("2G", "3G", "4G", "5G")


@dataclass(frozen=True, slots=True)
class Tac:
    """What the plant's register says of a Type Allocation Code."""

    model: str
    demo: bool = False
    type_approval: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """A unit as it would stand in row `row` of the file.

    `imeis` by slot, empty where none is programmed; `states` of the same numbers. `sent_in` is
    the live request that already holds the unit; `approved_in` the one in which it was approved.
    """

    row: int
    unit_id: int
    serial: str
    model: str
    state: str
    imeis: tuple[str, ...]
    states: tuple[str, ...]
    held: bool = False
    carton: str = ""
    carton_closed: bool = True
    sent_in: str = ""
    approved_in: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of the request beside its file (DRS `POST /registration` and `/device`)."""

    brand: str
    model_name: str
    model_num: str
    device_type: str
    operating_system: str
    technologies: tuple[str, ...]
    imei_per_device: int
    device_count: int
    user_id: str
    user_name: str
    m_location: str = "local"


@dataclass(frozen=True, slots=True)
class Lot:
    """Everything the rules judge: one model's units, the form and the TACs in use.

    `elsewhere` holds the IMEIs, by their 14 digits, that are approved for another unit.
    """

    model: str
    form: Form
    devices: tuple[Device, ...]
    tacs: Mapping[str, Tac] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()

    @property
    def demo(self) -> bool:
        """Whether a number comes from a TAC that is for demonstration only."""
        used = {imei[:8] for device in self.devices for imei in device.imeis}
        return any(self.tacs[tac].demo for tac in used if tac in self.tacs)

    @property
    def unapproved(self) -> tuple[str, ...]:
        """TACs in use whose type approval is not on file; a demonstration needs none."""
        used = {imei[:8] for device in self.devices for imei in device.imeis}
        known = {tac: self.tacs[tac] for tac in used if tac in self.tacs}
        return tuple(sorted(t for t, row in known.items() if not (row.type_approval or row.demo)))
