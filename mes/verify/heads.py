"""Is the chain still the one whose heads were written down elsewhere?"""

from django.utils import timezone

from mes.kernel.anchors import compare_heads, first_anchor_fault
from mes.kernel.faults import Fault
from mes.models import ShiftReport


def anchored() -> str | None:
    """The first anchor outside the database that does not hold."""
    return _said(first_anchor_fault(now=timezone.now()))


def printed() -> str | None:
    """The first head printed on a shift report that the chain does not hold."""
    rows = ShiftReport.objects.filter(figures__has_key="chain").order_by("pk")
    told = [
        (head["plant"], head["seq"], head["hash"], f"{when:%Y-%m-%d %H:%M}")
        for head, when in rows.values_list("figures__chain", "made_at").iterator()
        if head
    ]
    return _said(compare_heads(told, kind="shift report"))


def _said(fault: Fault | None) -> str | None:
    return f"{fault.where} {fault.what}" if fault else None
