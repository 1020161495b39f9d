"""Who a session stands for, read together with whether they are here only to inspect."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from plants.models import Membership, Person, Role

ONLY = [Role.INSPECTOR.value]
_OWN = Membership.objects.filter(person=OuterRef("pk"))
_INSPECTS_ONLY = ExpressionWrapper(
    Q(Exists(_OWN.filter(roles=ONLY)))
    & ~Q(Exists(_OWN.exclude(roles=ONLY)))
    & Q(is_staff=False, is_superuser=False),
    output_field=BooleanField(),
)


class PeopleBackend(ModelBackend):
    """Django's own, but one statement also says whether every role of the person is inspector."""

    def get_user(self, user_id: int) -> Person | None:
        rows = Person.objects.annotate(inspects_only=_INSPECTS_ONLY)
        person = rows.filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None


def inspects_only(user: object) -> bool:
    """Whether the person of this session may open nothing but the inspector's pages."""
    return bool(getattr(user, "inspects_only", False))
