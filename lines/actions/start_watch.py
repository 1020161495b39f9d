"""What takes a first article's approval back by itself: a long stop, another lot of kits."""

from datetime import datetime

from django.db.models import Min

from lines.actions.start_checks import revoke_first_article
from lines.models import (
    FIRST_ARTICLE,
    CheckTrigger,
    Clearance,
    ClearanceSubject,
    KitEvent,
    KitEventKind,
    Move,
)
from lines.rules.starts import StartAsked, stood_too_long
from plants.models import StartRule


def revoke_lapsed(*, now: datetime) -> int:
    """Take back what lapsed; how many. Run twice, it finds nothing the second time."""
    open_ones = Clearance.objects.filter(
        subject=ClearanceSubject.ORDER, gate=FIRST_ARTICLE, revoked_at=None
    ).select_related("order__variant", "line")
    lapsed = 0
    for row in open_ones.order_by("pk"):
        trigger = _lapse(row, now)
        if trigger is None or row.line is None or row.order_id is None:
            continue
        lapsed += revoke_first_article(order_id=row.order_id, line=row.line, trigger=trigger)
    return lapsed


def _lapse(row: Clearance, now: datetime) -> CheckTrigger | None:
    if row.order is None or row.line_id is None:
        return None
    rules = StartRule.objects.filter(line_id=row.line_id, first_article=True)
    model_id = row.order.variant.model_id
    rule = rules.filter(model_id=model_id).first() or rules.filter(model=None).first()
    if rule is None:
        return None
    moves = Move.objects.filter(line_id=row.line_id)
    last = moves.order_by("-received_at").values_list("received_at", flat=True).first()
    heard = max(filter(None, (last, row.granted_at)))
    asked = StartAsked(first_article=True, stop_hours=rule.stop_hours)
    if stood_too_long(asked, last_move=heard, now=now):
        return CheckTrigger.LONG_STOP
    return CheckTrigger.KEY_LOT if _new_lot(row) else None


def _new_lot(row: Clearance) -> bool:
    """Sets of a lot that the order had none of were issued to it since the approval."""
    lots = KitEvent.objects.filter(order_id=row.order_id, kind=KitEventKind.ISSUED)
    firsts = list(lots.values("lot_id").annotate(first=Min("at")))
    before = [lot for lot in firsts if lot["first"] <= row.granted_at]
    return bool(before) and any(lot["first"] > row.granted_at for lot in firsts)
