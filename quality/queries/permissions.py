"""Who may write what in quality: one table, read by every call and page and by the tests."""

from lines.queries.permissions import FLOOR, JUDGES, LEADERS, PLANNERS, Allowed, judge
from mes.kernel.refusals import Refusal
from plants.api.callers import Caller
from plants.models import Role

_REGISTRAR = Allowed(
    frozenset({Role.PLANNER.value, Role.QA_LEAD.value, Role.MANAGER.value, Role.ADMIN.value}),
    "the planner",
    gateway=True,
)
_QUALITY = frozenset({Role.QA.value, Role.QA_LEAD.value, Role.MANAGER.value, Role.ADMIN.value})

_LEADING_QUALITY = Allowed(
    frozenset({Role.QA_LEAD.value, Role.MANAGER.value, Role.ADMIN.value}), "the QA lead"
)

_FENCERS = Allowed(
    frozenset({Role.QA_LEAD.value, Role.PLANNER.value, Role.MANAGER.value, Role.ADMIN.value}),
    "the manager",
)

ALLOWED: dict[str, Allowed] = {
    "repair.open": Allowed(FLOOR, "the supervisor", device=True, gateway=True),
    "repair.close": Allowed(FLOOR, "the supervisor", device=True, gateway=True),
    "containment.read": Allowed(JUDGES | {Role.PLANNER.value}, "the QA lead"),
    "containment.open": Allowed(_QUALITY | {Role.SUPERVISOR.value}, "the QA lead"),
    "containment.inspect": Allowed(JUDGES, "QA"),
    "containment.release": Allowed(
        frozenset({Role.QA_LEAD.value, Role.MANAGER.value, Role.ADMIN.value}), "the QA lead"
    ),
    "containment.close": Allowed(
        frozenset({Role.QA_LEAD.value, Role.MANAGER.value, Role.ADMIN.value}), "the QA lead"
    ),
    "repair.scrap": Allowed(LEADERS | {Role.QA_LEAD.value}, "the supervisor"),
    "test_plan.draft": Allowed(_QUALITY, "the QA lead"),
    "test_plan.release": Allowed(
        frozenset({Role.QA_LEAD.value, Role.MANAGER.value, Role.ADMIN.value}), "the QA lead"
    ),
    "equipment.enter": Allowed(_QUALITY, "the QA lead"),
    "equipment.record": Allowed(_QUALITY, "the QA lead"),
    "first_article.open": Allowed(_QUALITY | LEADERS, "QA"),
    "first_article.inspect": Allowed(_QUALITY, "QA"),
    "first_article.judge": Allowed(
        frozenset({Role.QA_LEAD.value, Role.MANAGER.value, Role.ADMIN.value}), "the QA lead"
    ),
    "first_article.revoke": Allowed(_QUALITY | LEADERS, "QA"),
    "test_record.read": Allowed(FLOOR | PLANNERS, "the supervisor", gateway=True),
    "test_record.upload": Allowed(_QUALITY | {Role.SUPERVISOR.value}, "the QA lead"),
    "test_record.raw": Allowed(_QUALITY | LEADERS, "the QA lead"),
    "plans.read": Allowed(_QUALITY | LEADERS | PLANNERS, "the QA lead"),
    "tac.load": Allowed(
        frozenset({Role.PLANNER.value, Role.MANAGER.value, Role.ADMIN.value}),
        "the planner",
        gateway=True,
    ),
    "tac.approve": Allowed(
        frozenset({Role.PLANNER.value, Role.QA_LEAD.value, Role.MANAGER.value, Role.ADMIN.value}),
        "the planner",
        gateway=True,
    ),
    "imei_range.load": Allowed(
        frozenset({Role.PLANNER.value, Role.MANAGER.value, Role.ADMIN.value}),
        "the planner",
        gateway=True,
    ),
    "imei.void": Allowed(JUDGES, "QA"),
    "imei.batch": Allowed(LEADERS | PLANNERS, "the planner", gateway=True),
    "imei.lease": Allowed(frozenset(), "the device itself", device=True, gateway=True),
    "imei.return": _FENCERS,
    "imei_lease.void": _FENCERS,
    "imei_register.read": _FENCERS,
    "tac.share": Allowed(PLANNERS, "the planner"),
    "fence.open": _FENCERS,
    "fence.reconcile": _FENCERS,
    "fence.close": _FENCERS,
    "device.name": Allowed(FLOOR, "the supervisor", device=True, gateway=True),
    "defect_code.set": _LEADING_QUALITY,
    "defect_code.merge": _LEADING_QUALITY,
    "sampling_plan.add": _LEADING_QUALITY,
    "severity.resume": _LEADING_QUALITY,
    "inspection.open": Allowed(_QUALITY, "QA", gateway=True),
    "inspection.inspect": Allowed(_QUALITY, "QA"),
    "inspection.resubmit": Allowed(_QUALITY, "QA"),
    "inspection.read": Allowed(JUDGES | {Role.PLANNER.value, Role.STORE.value}, "QA"),
    "certificate.make": _LEADING_QUALITY,
    "ncr.open": Allowed(LEADERS | _QUALITY, "the supervisor"),
    "ncr.write": Allowed(LEADERS | _QUALITY, "the supervisor"),
    "ncr.action": Allowed(LEADERS | _QUALITY, "the supervisor"),
    "ncr.done": Allowed(LEADERS | _QUALITY, "the supervisor"),
    "ncr.review": Allowed(LEADERS | _QUALITY, "the supervisor"),
    "ncr.carry": Allowed(LEADERS | _QUALITY, "the supervisor"),
    "ncr.close": Allowed(_QUALITY, "the QA lead"),
    "ncr.decide": Allowed(
        frozenset({Role.QA_LEAD.value, Role.QA.value, Role.MANAGER.value}), "the QA lead"
    ),
    "gate.set": Allowed(
        frozenset({Role.QA_LEAD.value, Role.MANAGER.value, Role.ADMIN.value}), "the QA lead"
    ),
    "registration.make": _REGISTRAR,
    "registration.read": _REGISTRAR,
    "registration.state": _REGISTRAR,
    "registration.answer": _REGISTRAR,
}


def check_allowed(caller: Caller, plant_id: int, act: str) -> None:
    """Refuse `not_allowed` unless the caller may do `act` in the plant."""
    judge(caller, plant_id, ALLOWED[act])


def plant_where(caller: Caller, act: str) -> int:
    """A plant in which the caller may do an act on what all plants share. Refuses `not_allowed`."""
    for plant_id in sorted(caller.plant_ids):
        try:
            check_allowed(caller, plant_id, act)
        except Refusal:
            continue
        return plant_id
    raise Refusal("not_allowed", who=ALLOWED[act].who)
