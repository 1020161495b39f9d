"""Who may write what: one table, read by the API, by the pages and by their tests."""

from dataclasses import dataclass

from mes.kernel.refusals import Refusal
from plants.api.callers import Caller
from plants.models import Role

LEADERS = frozenset({Role.SUPERVISOR.value, Role.MANAGER.value, Role.ADMIN.value})
PLANNERS = frozenset({Role.PLANNER.value, Role.MANAGER.value, Role.ADMIN.value})
KEEPERS = frozenset({Role.STORE.value, Role.PLANNER.value, Role.ADMIN.value})
JUDGES = LEADERS | {Role.QA.value, Role.QA_LEAD.value}
FLOOR = JUDGES | {Role.OPERATOR.value}
MANAGERS = frozenset({Role.MANAGER.value, Role.ADMIN.value})
READERS = frozenset(Role.values)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Roles of people; `device` a token of the station named; `gateway` a plant-wide token.

    `who` is whom to ask, as the refusal says it.
    """

    roles: frozenset[str]
    who: str
    device: bool = False
    gateway: bool = False


_PLANNING = Allowed(PLANNERS, "the planner", gateway=True)
_STORE = Allowed(KEEPERS, "the store keeper", gateway=True)
_FLOOR = Allowed(FLOOR, "the supervisor", device=True, gateway=True)
_LEADING = Allowed(LEADERS, "the supervisor")
_TEACHING = Allowed(LEADERS | {Role.QA_LEAD.value}, "the supervisor")
_DOCK = Allowed(KEEPERS | FLOOR, "the store keeper", gateway=True)
_LOAD = Allowed(KEEPERS | {Role.MANAGER.value}, "the store keeper", gateway=True)

ALLOWED: dict[str, Allowed] = {
    "device.enrol": Allowed(MANAGERS, "the manager"),
    "work_order.create": _PLANNING,
    "work_order.release": _PLANNING,
    "work_order.hold": Allowed(PLANNERS | JUDGES, "the supervisor"),
    "work_order.unhold": Allowed(PLANNERS | LEADERS, "the planner"),
    "work_order.close": _PLANNING,
    "work_order.quantity": _PLANNING,
    "work_order.over_build": Allowed(PLANNERS, "the planner"),
    "work_order.split": _PLANNING,
    "work_order.queue": Allowed(PLANNERS | LEADERS, "the planner"),
    "work_order.days": _PLANNING,
    "changeover.begin": _LEADING,
    "changeover.tick": Allowed(JUDGES, "the supervisor"),
    "changeover.end": _LEADING,
    "line.clear": Allowed(JUDGES, "the supervisor"),
    "consignment.create": _STORE,
    "consignment.list": _STORE,
    "consignment.count": _STORE,
    "consignment.close": _STORE,
    "receipt.take_back": _STORE,
    "receipt.photo": _STORE,
    "claim.send": _STORE,
    "claim.settle": _STORE,
    "part.save": Allowed(KEEPERS, "the planner", gateway=True),
    "bom.draft": Allowed(PLANNERS, "the planner", gateway=True),
    "bom.release": Allowed(PLANNERS, "the planner"),
    "place.add": _STORE,
    "stock.purchase": _STORE,
    "stock.move": _STORE,
    "stock.scrap": _STORE,
    "stock.send_back": _STORE,
    "stock.count": _STORE,
    "lot.judge": Allowed(JUDGES, "quality"),
    "lot.floor_life": Allowed(KEEPERS | FLOOR, "the store keeper", gateway=True),
    "kit.receive": _STORE,
    "kit.issue": _STORE,
    "kit.return": _STORE,
    "pick_list.create": _STORE,
    "pick_list.cancel": _STORE,
    "pick.confirm": _STORE,
    "pick.short": _STORE,
    "supply.call": Allowed(FLOOR | KEEPERS, "the supervisor", device=True, gateway=True),
    "supply.acknowledge": _STORE,
    "supply.fill": _STORE,
    "supply.call_off": Allowed(LEADERS | KEEPERS, "the supervisor", gateway=True),
    "line_side.return": Allowed(LEADERS | KEEPERS, "the supervisor", gateway=True),
    "line_side.scrap": Allowed(JUDGES | KEEPERS, "the supervisor", gateway=True),
    "line_side.rule": Allowed(LEADERS | KEEPERS, "the store keeper", gateway=True),
    "unit.start": _FLOOR,
    "unit.scrap": Allowed(LEADERS | {Role.QA_LEAD.value}, "the supervisor"),
    "part.bind": _FLOOR,
    "part.replace": _FLOOR,
    "part.remove": _FLOOR,
    "handling_unit.create": _FLOOR,
    "handling_unit.add": _FLOOR,
    "handling_unit.remove": _FLOOR,
    "handling_unit.close": _FLOOR,
    "handling_unit.reopen": _LEADING,
    "pallet.create": _DOCK,
    "pallet.add": _DOCK,
    "pallet.remove": Allowed(KEEPERS | LEADERS, "the store keeper"),
    "pallet.close": _DOCK,
    "pallet.reopen": Allowed(KEEPERS | LEADERS, "the store keeper"),
    "pallet.place": _DOCK,
    "shipment.create": _LOAD,
    "shipment.papers": _LOAD,
    "shipment.pick": _LOAD,
    "shipment.drop": _LOAD,
    "shipment.check": _LOAD,
    "shipment.ship": Allowed(KEEPERS | {Role.MANAGER.value}, "the store keeper"),
    "shipment.cancel": Allowed(PLANNERS, "the planner"),
    "shipping.policy": Allowed(
        frozenset({Role.MANAGER.value, Role.ADMIN.value}), "the plant manager"
    ),
    "return.take": Allowed(KEEPERS | JUDGES, "the store keeper"),
    "return.decide": Allowed(JUDGES, "the supervisor"),
    "label_layout.draft": Allowed(PLANNERS | JUDGES, "the supervisor"),
    "label_layout.release": Allowed(PLANNERS | LEADERS | {Role.QA_LEAD.value}, "the QA lead"),
    "label.print": Allowed(FLOOR, "the supervisor", gateway=True),  # names no station
    "label.reprint": Allowed(JUDGES | PLANNERS, "the supervisor"),
    "label.cancel": _LEADING,
    "label.printed": Allowed(FLOOR, "the supervisor"),
    "label.fate": Allowed(FLOOR | PLANNERS, "the supervisor"),
    "labels.settle": Allowed(LEADERS | PLANNERS, "the supervisor"),
    "printer.save": Allowed(LEADERS | PLANNERS, "the supervisor"),
    "label_setting.save": Allowed(LEADERS | PLANNERS, "the supervisor"),
    "packing_rule.save": Allowed(LEADERS | {Role.QA_LEAD.value}, "the supervisor"),
    "accessory.save": Allowed(PLANNERS | LEADERS | {Role.QA_LEAD.value}, "the planner"),
    "weight.read": _FLOOR,
    "weight.limit": Allowed(LEADERS | {Role.QA_LEAD.value}, "the QA lead"),
    "weight.learn": Allowed(LEADERS | {Role.QA_LEAD.value}, "the QA lead"),
    "hold.place": Allowed(JUDGES | PLANNERS, "the supervisor"),
    "hold.release": Allowed(LEADERS | {Role.QA_LEAD.value}, "the supervisor"),
    "stop.raise": _FLOOR,
    "stop.acknowledge": Allowed(FLOOR | KEEPERS, "the supervisor"),
    "stop.reason": Allowed(FLOOR, "the supervisor"),
    "stop.end": _FLOOR,
    "hour.reason": _LEADING,
    "skill.make": _TEACHING,
    "skill.need": _TEACHING,
    "skill.unneed": _TEACHING,
    "training.record": _TEACHING,
    "crew.assign": _LEADING,
    "crew.leave": _LEADING,
    "crew.override": Allowed(FLOOR | KEEPERS, "the supervisor"),
    "shift.begin": _LEADING,
    "instruction.make": Allowed(JUDGES | PLANNERS, "the supervisor"),
    "instruction.release": _TEACHING,
    "instruction.retire": _TEACHING,
    "instruction.read": Allowed(FLOOR | KEEPERS | PLANNERS, "the supervisor"),
    "escalation.set": Allowed(MANAGERS, "the plant manager"),
    "escalation.unset": Allowed(MANAGERS, "the plant manager"),
    "outage.make": Allowed(PLANNERS | LEADERS, "the planner"),
    "outage.import": Allowed(PLANNERS | LEADERS, "the planner"),
    "outage.withdraw": Allowed(PLANNERS | LEADERS, "the planner"),
    "retest.mark": Allowed(JUDGES, "the supervisor"),
    "unit.look": Allowed(FLOOR, "the supervisor"),
    "handover.sign": _LEADING,
    "outbox.hand": Allowed(FLOOR | KEEPERS, "the supervisor"),
    "outbox.settle": _LEADING,
}


def check_allowed(caller: Caller, plant_id: int, act: str) -> None:
    """Refuse `not_allowed` unless the caller may do `act` in the plant.

    A device is judged for its station beside this, by `may_speak_for`.
    """
    judge(caller, plant_id, ALLOWED[act])


def judge(caller: Caller, plant_id: int, allowed: Allowed) -> None:
    """Refuse `not_allowed` unless the caller is one of the allowed in the plant."""
    if caller.token_id is not None:
        if (allowed.gateway and caller.plant_wide) or (allowed.device and not caller.plant_wide):
            return
    elif caller.has_role(plant_id, *allowed.roles):
        return
    raise Refusal("not_allowed", who=allowed.who)
