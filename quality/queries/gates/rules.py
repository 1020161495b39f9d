"""The rules that stop stations, for the page that sets them."""

from dataclasses import dataclass

from django.db.models import Count

from plants.models import Operation, OperationKind, Station
from quality.models import GateRule


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A test operation of the plant with its rule; `twins`: a line has two stations of it."""

    operation: Operation
    rule: GateRule | None
    twins: bool

    @property
    def stops(self) -> bool:
        """Whether anything stops its stations."""
        rule = self.rule
        return rule is not None and bool(rule.fails_in_row or rule.yield_floor or rule.stop_on_spc)

    @property
    def third_elsewhere(self) -> bool:
        """What the form begins with: A-A-B where a line can do it and nobody has said otherwise."""
        return self.rule.third_elsewhere if self.rule else self.twins


def rule_rows(plant_id: int) -> list[RuleRow]:
    """Every test operation that a station of the plant does, by code."""
    rules = {row.operation_id: row for row in GateRule.objects.filter(plant_id=plant_id)}
    stations = Station.objects.filter(
        line__plant_id=plant_id, active=True, operation__kind=OperationKind.TEST
    )
    counted = stations.values_list("operation_id", "line_id").annotate(n=Count("pk"))
    most: dict[int, int] = {}
    for operation_id, _, n in counted:
        most[operation_id] = max(n, most.get(operation_id, 0))
    operations = Operation.objects.filter(pk__in=most).order_by("code")
    return [RuleRow(row, rules.get(row.pk), most[row.pk] > 1) for row in operations]
