"""The only door to this app's models."""

from quality.models.defects import Defect, DefectClass, DefectCode, Repair, RepairResult
from quality.models.fences import Fence, FenceKind, ImeiLease
from quality.models.imei import Imei, ImeiEvent, ImeiEventKind, ImeiRange, ImeiState, Tac
from quality.models.imei_counts import CountOf, ImeiCount, ImeiDelta, ImeiPlaces
from quality.models.imei_register import DeviceLine, RangeRegister, TacShare
from quality.models.inspections import (
    Certificate,
    InspectionCarton,
    InspectionLot,
    InspectionSample,
    InspectionState,
    ItemResult,
    SampleDefect,
)
from quality.models.plans import PlanState, PlanStep, StepKind, TestPlan
from quality.models.raw import RawPayload
from quality.models.records import Outcome, TestRecord
from quality.models.regulator import (
    AnswerVerdict,
    InspectorLook,
    LineState,
    LookKind,
    Registration,
    RegistrationAnswer,
    RegistrationEvent,
    RegistrationKind,
    RegistrationLine,
    RegistrationState,
)
from quality.models.sampling import (
    Aql,
    InspectionKind,
    InspectionLevel,
    SamplingPlan,
    Severity,
    SeveritySwitch,
    SwitchRule,
)

__all__ = [
    "AnswerVerdict",
    "Aql",
    "Certificate",
    "CountOf",
    "Defect",
    "DefectClass",
    "DefectCode",
    "DeviceLine",
    "Fence",
    "FenceKind",
    "Imei",
    "ImeiCount",
    "ImeiDelta",
    "ImeiEvent",
    "ImeiEventKind",
    "ImeiLease",
    "ImeiPlaces",
    "ImeiRange",
    "ImeiState",
    "InspectionCarton",
    "InspectionKind",
    "InspectionLevel",
    "InspectionLot",
    "InspectionSample",
    "InspectionState",
    "InspectorLook",
    "ItemResult",
    "LineState",
    "LookKind",
    "Outcome",
    "PlanState",
    "PlanStep",
    "RangeRegister",
    "RawPayload",
    "Registration",
    "RegistrationAnswer",
    "RegistrationEvent",
    "RegistrationKind",
    "RegistrationLine",
    "RegistrationState",
    "Repair",
    "RepairResult",
    "SampleDefect",
    "SamplingPlan",
    "Severity",
    "SeveritySwitch",
    "StepKind",
    "SwitchRule",
    "Tac",
    "TacShare",
    "TestPlan",
    "TestRecord",
]
