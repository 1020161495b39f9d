"""The catalogue of faults: a code is entered, changed, or merged into another one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from mes.kernel.locks import alone
from mes.kernel.refusals import Refusal
from plants.models import Operation
from quality.models import DefectCode, FaultClass


@dataclass(frozen=True, slots=True)
class CodeWish:
    """A fault as it shall be; `operations` empty: it is seen anywhere."""

    code: str
    name: str
    name_ur: str
    grade: str
    icon: str
    operations: Sequence[Operation]
    returns_to: Operation | None
    fault_class: FaultClass | None
    active: bool


@transaction.atomic
def set_defect_code(*, wish: CodeWish) -> DefectCode:
    """Enter a code, or change the one that is there. Refuses `wrong_state` once it is merged."""
    code = wish.code.strip().upper()
    alone(f"quality: defect code {code}")  # no row to lock while it is new
    row = DefectCode.objects.select_for_update().filter(code=code).first()
    if row is not None and row.merged_into_id is not None:
        raise Refusal("wrong_state", what=code, state="merged")
    row = row or DefectCode(code=code)
    row.name, row.name_ur = wish.name.strip(), wish.name_ur.strip()
    row.grade, row.icon, row.active = wish.grade, wish.icon, wish.active
    row.returns_to, row.fault_class = wish.returns_to, wish.fault_class
    row.save()
    row.operations.set(wish.operations)
    return row


@transaction.atomic
def merge_defect_code(*, code: str, into: str) -> DefectCode:
    """Use `into` for `code` from now on; both by key order, so that two merges cannot cross.

    Faults keep the code they were found with. Refuses `unknown_thing`, `merge_needs_another` for
    the code itself and for one that is merged or out of use.
    """
    found = DefectCode.objects.select_for_update().filter(code__in=(code, into)).order_by("pk")
    rows = {row.code: row for row in found}
    for name in (code, into):
        if name not in rows:
            raise Refusal("unknown_thing", what="defect code", no=name)
    here, there = rows[code], rows[into]
    if here.pk == there.pk or here.merged_into_id is not None or not there.active:
        raise Refusal("merge_needs_another", no=code, into=into)
    here.merged_into, here.active = there, False
    here.save(update_fields=["merged_into", "active"])
    DefectCode.objects.filter(merged_into=here).update(merged_into=there)
    return there
