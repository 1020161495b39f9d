"""The only door to this app's models."""

from plants.models.calendars import (
    CalendarDay,
    DayKind,
    PatternBreak,
    Shift,
    ShiftPattern,
    ShiftState,
)
from plants.models.devices import DeviceToken
from plants.models.people import Language, Membership, Person, PinGuard, Presence, Role
from plants.models.products import (
    Category,
    KitType,
    ProductModel,
    ProductVariant,
    Route,
    RouteState,
    RouteStep,
)
from plants.models.sites import (
    Area,
    Line,
    OfflinePolicy,
    Operation,
    OperationKind,
    Plant,
    Station,
)
from plants.models.targets import AnnualTarget, MonthTarget, OpeningOutput

__all__ = [
    "AnnualTarget",
    "Area",
    "CalendarDay",
    "Category",
    "DayKind",
    "DeviceToken",
    "KitType",
    "Language",
    "Line",
    "Membership",
    "MonthTarget",
    "OfflinePolicy",
    "OpeningOutput",
    "Operation",
    "OperationKind",
    "PatternBreak",
    "Person",
    "PinGuard",
    "Plant",
    "Presence",
    "ProductModel",
    "ProductVariant",
    "Role",
    "Route",
    "RouteState",
    "RouteStep",
    "Shift",
    "ShiftPattern",
    "ShiftState",
    "Station",
]
