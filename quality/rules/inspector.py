"""What an inspector may see of a device, and nothing else (MDM Regulations 2021)."""

from dataclasses import dataclass

COLUMNS = ("serial_number", "programmed_imei", "colour", "year", "model", "status")
MOST_A_MINUTE = 60
"""Questions of one person, exports among them."""
MOST_EXPORTED = 500_000
"""Devices in one export: about a month of a large plant."""


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """`programmed_imei` by slot, of numbers that were written; `year` in which it was made."""

    serial_number: str
    programmed_imei: tuple[str, ...]
    colour: str
    year: int
    model: str
    status: str

    def told(self) -> dict[str, object]:
        """The six fields as the API and the export carry them."""
        return {
            "serial_number": self.serial_number,
            "programmed_imei": list(self.programmed_imei),
            "colour": self.colour,
            "year": self.year,
            "model": self.model,
            "status": self.status,
        }


STATUS = {
    "in_process": "in production",
    "in_repair": "in production",
    "packed": "packed",
    "shipped": "shipped",
    "returned": "returned",
    "scrapped": "scrapped",
}
"""Where a device is, as far as a regulator asks; the line's own states stay inside."""
