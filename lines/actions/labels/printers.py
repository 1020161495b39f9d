"""Printers and where each line prints its labels."""

from typing import Any

from django.db import transaction

from lines.models import LabelSetting, Printer, PrinterState
from mes.kernel.refusals import Refusal


@transaction.atomic
def save_printer(*, plant_id: int, code: str, fields: dict[str, Any]) -> Printer:
    """A printer by its code, made or changed; after a change it is asked anew."""
    if fields.get("kind") != "browser" and not fields.get("host"):
        raise Refusal("malformed", fault="host: a label printer needs its address")
    printer, _ = Printer.objects.update_or_create(
        plant_id=plant_id,
        code=code,
        defaults={**fields, "state": PrinterState.UNKNOWN, "fails": 0, "retry_at": None},
    )
    return printer


@transaction.atomic
def save_setting(*, line_id: int, kind: str, printer: Printer, automatic: bool) -> LabelSetting:
    """Where the line's labels of the kind are printed, and whether by themselves."""
    setting, _ = LabelSetting.objects.update_or_create(
        line_id=line_id, kind=kind, defaults={"printer": printer, "automatic": automatic}
    )
    return setting
