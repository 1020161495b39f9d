"""The only door to this app's models."""

from lines.models.holds import Hold, HoldSubject
from lines.models.kits import Consignment, KitEvent, KitEventKind, KitLot, PackingLine
from lines.models.moves import Move, MoveKind
from lines.models.numbers import Counter
from lines.models.orders import OrderPlace, OrderState, WorkOrder
from lines.models.packing import HandlingKind, HandlingState, HandlingUnit
from lines.models.stops import HourReason, Stop, StopGroup, StopReason
from lines.models.tallies import Tally, TallyMark
from lines.models.units import (
    Clearance,
    ClearanceSubject,
    Identifier,
    IdentifierKind,
    InstalledPart,
    Unit,
    UnitState,
)

__all__ = [
    "Clearance",
    "ClearanceSubject",
    "Consignment",
    "Counter",
    "HandlingKind",
    "HandlingState",
    "HandlingUnit",
    "Hold",
    "HoldSubject",
    "HourReason",
    "Identifier",
    "IdentifierKind",
    "InstalledPart",
    "KitEvent",
    "KitEventKind",
    "KitLot",
    "Move",
    "MoveKind",
    "OrderPlace",
    "OrderState",
    "PackingLine",
    "Stop",
    "StopGroup",
    "StopReason",
    "Tally",
    "TallyMark",
    "Unit",
    "UnitState",
    "WorkOrder",
]
