"""The files of a pack. The same lot gives the same bytes, whoever asks and whenever.

`drs-tsv`   what a manufacturer uploads: no header, a row a device, a column an IMEI, tab and LF.
`core-csv`  the registration list of DIRBS-Core: nine columns, a row an IMEI, 14 digits each.
`core-zip`  the same list as DIRBS-Core takes it: a zip of one CSV of the zip's own name.
`plain-csv` the list of only IMEIs, one a line, 15 digits.
`dereg`     one IMEI a line, of units that leave the country.
"""

import csv
import hashlib
import io
import zipfile
from dataclasses import dataclass

from quality.rules.registration.checks import device_id
from quality.rules.registration.facts import Device, Form

CORE_COLUMNS = (
    "APPROVED_IMEI", "make", "model", "status", "model_number", "brand_name", "device_type",
    "radio_interface", "device_id",
)  # fmt: skip
ENDS = {
    "drs-tsv": "drs.tsv", "core-csv": "core.csv", "core-zip": "core.zip", "plain-csv": "imei.csv",
    "dereg": "dereg.txt",
}  # fmt: skip
PROFILES = tuple(ENDS)
CHANGES = ("add", "remove", "update")
CORE = ("core-csv", "core-zip")
KIND_PROFILES = {"register": ("drs-tsv", *CORE, "plain-csv"), "deregister": ("dereg",)}
TYPES = {
    "tsv": "text/tab-separated-values", "csv": "text/csv", "txt": "text/plain",
    "zip": "application/zip",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file: its name of 30 characters at most, its bytes, and how many data rows it has."""

    profile: str
    name: str
    content: bytes
    rows: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def content_type(self) -> str:
        return TYPES[self.name.rpartition(".")[2]]

    def told(self) -> dict[str, object]:
        """As the manifest names it."""
        return {
            "name": self.name,
            "rows": self.rows,
            "bytes": len(self.content),
            "sha256": self.sha256,
        }


def file_name(no: str, profile: str, *, demo: bool, change: str = "") -> str:
    """`RG26-00001-drs.tsv`; of a demonstration `DEMO-RG26-00001-drs.tsv`."""
    mark = "DEMO-" if demo else ""
    delta = f"{change[:3]}-" if change else ""
    return f"{mark}{no}-{delta}{ENDS[profile]}"


def pack_file(
    profile: str,
    devices: tuple[Device, ...],
    form: Form,
    *,
    no: str,
    demo: bool,
    change: str = "",
) -> PackFile:
    """The file of a profile; `change` (add, remove, update) makes DIRBS-Core's a delta list."""
    name = file_name(no, profile, demo=demo, change=change)
    if profile in CORE:
        text, rows = _core(devices, form, change)
    elif profile == "drs-tsv":
        text = "".join("\t".join(device.imeis) + "\n" for device in devices)
        rows = len(devices)
    else:
        lines = [imei for device in devices for imei in device.imeis]
        text, rows = "".join(f"{imei}\n" for imei in lines), len(lines)
    content = text.encode("utf-8")
    if profile == "core-zip":
        content = _zipped(name.replace(".zip", ".csv"), content)
    return PackFile(profile, name, content, rows)


def _zipped(name: str, content: bytes) -> bytes:
    """One file in a zip; stored as it is and without a time, so that the bytes stay the same."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def _core(devices: tuple[Device, ...], form: Form, change: str) -> tuple[str, int]:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*CORE_COLUMNS, *(["change_type"] if change else [])])
    radio = ",".join(form.technologies)
    rows = 0
    for device in devices:
        handset = device_id(device.serial)
        for imei in device.imeis:
            writer.writerow(
                [
                    imei[:14],
                    form.brand,
                    form.model_name,
                    "whitelist",
                    form.model_num,
                    form.brand,
                    form.device_type,
                    radio,
                    handset,
                    *([change] if change else []),
                ]
            )
            rows += 1
    return text.getvalue(), rows
