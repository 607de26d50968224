"""Choosing a member of staff for a task, by the name people use."""

from django import forms
from django.db.models import Q, QuerySet

from cms.models.users import User


class PersonField(forms.ModelChoiceField):
    """Those who hold a permission, and who has the task now: saving takes it from nobody by the way."""

    @classmethod
    def in_place_of(cls, old: forms.Field, permission: str, *, also: int | None) -> "PersonField":
        """The field for a form's own; ``also`` is the number of the person who has the task, if anybody has."""
        return cls(
            queryset=who_may(permission, also),
            label=old.label,
            help_text=old.help_text,
            required=old.required,
            initial=old.initial,
        )

    def label_from_instance(self, user: User) -> str:
        return user.shown_name


def who_may(permission: str, also: int | None = None) -> QuerySet[User]:
    """Active staff who hold a permission and the one person besides, by name."""
    able = User.objects.with_perm(permission).values("pk")
    return User.objects.filter(Q(pk__in=able) | Q(pk=also)).order_by("last_name", "first_name", "username")
