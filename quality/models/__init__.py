"""The only door to this app's models."""

from quality.models.defects import Defect, DefectClass, DefectCode, Repair, RepairResult
from quality.models.imei import Imei, ImeiEvent, ImeiEventKind, ImeiRange, ImeiState, Tac
from quality.models.plans import PlanState, PlanStep, StepKind, TestPlan
from quality.models.raw import RawPayload
from quality.models.records import Outcome, TestRecord

__all__ = [
    "Defect",
    "DefectClass",
    "DefectCode",
    "Imei",
    "ImeiEvent",
    "ImeiEventKind",
    "ImeiRange",
    "ImeiState",
    "Outcome",
    "PlanState",
    "PlanStep",
    "RawPayload",
    "Repair",
    "RepairResult",
    "StepKind",
    "Tac",
    "TestPlan",
    "TestRecord",
]
