"""A certificate of conformity as a printed page and as a table."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from mes.kernel.pdf import MIME, pdf_of
from mes.kernel.tables import XLSX, Cell, Sheet, as_xlsx
from quality.models import Certificate

_CLOTHES = "quality/sampling/certificate_print.css"


def certificate_content(row: Certificate, kind: str) -> tuple[bytes, str]:
    """The certificate as `pdf` or `xlsx`, with its media type."""
    if kind == "pdf":
        return certificate_pdf(row), MIME
    return certificate_xlsx(row), XLSX


def certificate_pdf(row: Certificate) -> bytes:
    """The certificate to sign. Raises `pdf_unavailable` where Pango is not installed."""
    return pdf_of(certificate_page(row), render_to_string(_CLOTHES))


def certificate_page(row: Certificate) -> str:
    """The page as HTML, in English: it goes to a customer abroad."""
    context = {
        "row": row,
        "facts": row.facts,
        "inspections": [_classes(lot) for lot in row.facts["inspections"]],
        "tests": [_tested(test) for test in row.facts["tests"]],
    }
    with translation.override("en"):  # whatever the language of who asks
        return render_to_string("quality/sampling/certificate_print.html", context)


def certificate_xlsx(row: Certificate) -> bytes:
    """The same facts as sheets, and every unit."""
    return as_xlsx([_head(row), _inspections(row), _tests(row), _units(row)])


def _head(row: Certificate) -> Sheet:
    facts = row.facts
    rows: list[list[Cell]] = [
        ["Certificate", row.no],
        ["Made", row.made_at],
        ["Plant", facts["plant"]],
        *[[name.replace("_", " "), value] for name, value in facts["shipment"].items()],
        *[[name, facts[name]] for name in ("units", "cartons", "pallets")],
        *[[f"{one['code']} {one['sku']}", one["units"]] for one in facts["models"]],
    ]
    return Sheet("Certificate", ["What", "Value"], rows)


def _inspections(row: Certificate) -> Sheet:
    columns = (
        "Lot", "Kind", "Size", "Level", "Code letter", "Units here", "Class", "AQL", "Severity",
        "n", "Ac", "Re", "Found", "Decided", "Inspector",
    )  # fmt: skip
    rows = [
        [
            lot["no"], lot["kind"].upper(), lot["size"], lot["level"], lot["letter"], lot["units"],
            grade, one["aql"], one["severity"], one["n"], one["ac"], one["re"],
            lot["found"][grade], lot["decided_at"], lot["inspector"],
        ]
        for lot in row.facts["inspections"]
        for grade, one in ((row["grade"], row) for row in _classes(lot)["rows"])
    ]  # fmt: skip
    return Sheet("Inspection", columns, rows)


def _tests(row: Certificate) -> Sheet:
    columns = (
        "Model", "Step", "Name", "Plan", "Program", "Version", "Records", "Units passed",
        "First runs", "First runs passed",
    )  # fmt: skip
    return Sheet("Tests", columns, [list(test.values()) for test in map(_ordered, _all(row))])


_NAMES = (
    "model", "operation", "name", "plan_version", "program", "program_version", "records",
    "units_passed", "first_runs", "first_passed",
)  # fmt: skip


def _ordered(test: dict[str, Any]) -> dict[str, Any]:
    """JSON of the database keeps no order of keys."""
    return {name: test[name] for name in _NAMES}


def _all(row: Certificate) -> list[dict[str, Any]]:
    tests: list[dict[str, Any]] = row.facts["tests"]
    return tests


def _units(row: Certificate) -> Sheet:
    return Sheet("Units", ("Serial", "Carton", "Pallet", "Inspection lot"), row.facts["serials"])


def _classes(lot: dict[str, Any]) -> dict[str, Any]:
    order = [grade for grade in ("critical", "major", "minor") if grade in lot["classes"]]
    rows = [{"grade": g, "found": lot["found"][g], **lot["classes"][g]} for g in order]
    return {**lot, "rows": rows}


def _tested(test: dict[str, Any]) -> dict[str, Any]:
    runs = test["first_runs"]
    share = f"{100 * test['first_passed'] / runs:.1f} %" if runs else "no data"
    return {**test, "first_run": share}
