"""Every master table there is. A new one is one entry here; a test names the models without one."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lines.models import (
    Accessory,
    EscalationLevel,
    LabelLayout,
    LabelSetting,
    LineSideRule,
    PackingRule,
    Printer,
    ShippingPolicy,
    StockPlace,
    StopReason,
    WeightLimit,
    WorkOrder,
)
from mes.tables.added import LayoutsTable, SamplingTable, TrainingsTable, WeightsTable
from mes.tables.orders import OrdersTable
from mes.tables.table import ADMINS, LOOKERS, PLANNERS, Table, Tables
from mes.tables.targets import TargetsTable
from plants.models import (
    AnnualTarget,
    Area,
    Bom,
    BomAlternate,
    BomLine,
    CalendarDay,
    ChangeoverTime,
    Customer,
    Instruction,
    Line,
    Membership,
    OpeningOutput,
    Operation,
    Part,
    PatternBreak,
    Person,
    PhysicalAsset,
    Plant,
    ProductModel,
    ProductVariant,
    Role,
    Route,
    RouteStep,
    ShiftPattern,
    Skill,
    SkillNeed,
    StartRule,
    Station,
    Training,
)
from quality.models import DefectCode, FaultClass, GateRule, PlanStep, SamplingPlan, Tac, TestPlan

STATE = frozenset({"state"})
HEADER = frozenset(
    {"operation_id", "model_id", "version", "state", "title", "title_ur", "required", "kind"}
)
"""What an instruction says of itself: written with its file, and never without it."""
TEACHERS = ADMINS | {Role.MANAGER.value, Role.SUPERVISOR.value, Role.QA_LEAD.value}
COUNTED = frozenset({"crew_version"})
"""Raised by the server itself."""


def _people_here(plant_id: int) -> Q:
    """Who belongs to the plant, and who belongs to none yet."""
    return Q(memberships__plant=plant_id) | Q(memberships=None)


_SECRETS = frozenset({"password", "pin", "is_staff", "is_superuser", "last_login"})

TABLES: tuple[Table, ...] = (
    Table("plants", _("Plants"), Plant, ("code",), plant="pk", grows=False, skip=COUNTED),
    Table("areas", _("Areas"), Area, ("code",), plant="plant"),
    Table("lines", _("Lines"), Line, ("code",), plant="plant"),
    Table("operations", _("Operations"), Operation, ("code",)),
    Table("stations", _("Stations"), Station, ("code",), plant="line__plant"),
    Table("models", _("Models"), ProductModel, ("code",)),
    Table("variants", _("Variants"), ProductVariant, ("sku",)),
    Table("routes", _("Routes"), Route, ("model", "kit_type", "version"), fixed=STATE),
    Table("route-steps", _("Route steps"), RouteStep, ("route", "position")),
    Table("parts", _("Parts"), Part, ("part_no",)),
    Table("boms", _("Bills of materials"), Bom, ("variant", "revision"), fixed=STATE),
    Table("bom-lines", _("Lines of bills"), BomLine, ("bom", "part")),
    Table("bom-alternates", _("Alternates"), BomAlternate, ("line", "part")),
    Table(
        "people",
        _("People"),
        Person,
        ("username",),
        scope=_people_here,
        skip=_SECRETS,
        readers=ADMINS,
    ),
    Table("memberships", _("Roles"), Membership, ("person",), plant="plant", readers=ADMINS),
    Table("skills", _("Skills"), Skill, ("code",), plant="plant"),
    Table(
        "skill-needs",
        _("Skills asked for"),
        SkillNeed,
        ("operation", "model", "skill"),
        plant="plant",
    ),
    TrainingsTable(
        "trainings",
        _("Trainings and certificates"),
        Training,
        ("person", "skill", "given_on", "result"),
        plant="plant",
        readers=LOOKERS | TEACHERS,
        writers=TEACHERS,
    ),
    Table(
        "instructions",
        _("Work instructions, without their files"),
        Instruction,
        ("no",),
        plant="plant",
        grows=False,
        fixed=HEADER,
        skip=frozenset({"size", "sha256"}),
    ),
    Table("shift-patterns", _("Shift patterns"), ShiftPattern, ("code",), plant="plant"),
    Table(
        "breaks",
        _("Breaks"),
        PatternBreak,
        ("pattern", "name", "starts"),
        plant="pattern__plant",
    ),
    Table("calendar", _("Calendar days"), CalendarDay, ("first", "kind"), plant="plant"),
    TargetsTable("targets", _("Targets"), AnnualTarget, ("model", "year"), plant="plant"),
    Table(
        "opening-output",
        _("Output before go-live"),
        OpeningOutput,
        ("model", "month"),
        plant="plant",
    ),
    Table("customers", _("Customers"), Customer, ("code",), plant="plant"),
    Table(
        "start-rules", _("Rules of the start"), StartRule, ("line", "model"), plant="line__plant"
    ),
    Table(
        "changeover-times",
        _("Changeover times"),
        ChangeoverTime,
        ("line", "from_model", "to_model"),
        plant="line__plant",
    ),
    Table("stop-reasons", _("Stop reasons"), StopReason, ("code",)),
    Table("fault-classes", _("Fault classes"), FaultClass, ("code",)),
    Table(
        "defect-codes",
        _("Defect codes"),
        DefectCode,
        ("code",),
        many=("operations",),
        skip=frozenset({"merged_into"}),
    ),
    Table("test-plans", _("Test plans"), TestPlan, ("model", "operation", "version"), fixed=STATE),
    Table("test-steps", _("Steps of test plans"), PlanStep, ("plan", "seq")),
    Table("tacs", _("TACs"), Tac, ("tac",)),
    SamplingTable(
        "sampling-plans",
        _("Sampling plans"),
        SamplingPlan,
        ("kind", "subject"),
        plant="plant",
        skip=frozenset({"version"}),
    ),
    Table("gate-rules", _("Rules that stop a station"), GateRule, ("operation",), plant="plant"),
    Table(
        "equipment",
        _("Calibration and fixtures"),
        PhysicalAsset,
        ("code",),
        plant="plant",
        skip=frozenset({"due_on"}),
    ),
    Table(
        "printers",
        _("Printers"),
        Printer,
        ("code",),
        plant="plant",
        skip=frozenset({"state", "fails"}),
    ),
    Table(
        "label-settings",
        _("Labels by line"),
        LabelSetting,
        ("line", "kind"),
        plant="line__plant",
    ),
    Table("packing-rules", _("Packing rules"), PackingRule, ("line",), plant="line__plant"),
    WeightsTable(
        "weight-limits",
        _("Weights by order"),
        WeightLimit,
        ("order", "kind"),
        plant="order__plant",
    ),
    LayoutsTable(
        "label-layouts",
        _("Label layouts"),
        LabelLayout,
        ("code",),
        plant="plant",
        skip=frozenset({"version", "state"}),
    ),
    Table("accessories", _("Accessories"), Accessory, ("variant", "code")),
    Table("shipping-policies", _("Shipping rules"), ShippingPolicy, ("plant",), plant="plant"),
    Table("stock-places", _("Stock places"), StockPlace, ("code",), plant="plant"),
    Table(
        "line-side-rules",
        _("Line-side stock"),
        LineSideRule,
        ("line", "part"),
        plant="line__plant",
    ),
    Table(
        "escalation-levels",
        _("Escalation"),
        EscalationLevel,
        ("line", "group", "level"),
        plant="plant",
    ),
    OrdersTable(
        "work-orders",
        _("Orders"),
        WorkOrder,
        ("no",),
        plant="plant",
        fixed=STATE,
        skip=frozenset({"kit_lot", "route", "bom", "split_from", "held_from"}),
        writers=PLANNERS,
    ),
)

BY_MODEL: Tables = {table.model: table for table in TABLES}
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
