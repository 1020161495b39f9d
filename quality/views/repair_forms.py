"""What the forms of the repair bench may hold."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from lines.models import RemovedTo
from quality.models import RepairMethod, RepairResult

_PLAIN = [ProhibitNullCharactersValidator()]


class CloseForm(forms.Form):
    event_id = forms.UUIDField()
    no = forms.CharField(max_length=24)
    result = forms.ChoiceField(choices=RepairResult.choices)
    cause = forms.CharField(max_length=24, required=False, validators=_PLAIN)
    action = forms.CharField(max_length=200, required=False, validators=_PLAIN)
    method = forms.ChoiceField(choices=RepairMethod.choices, required=False)
    location = forms.CharField(max_length=20, required=False, validators=_PLAIN)
    board = forms.CharField(max_length=40, required=False, validators=_PLAIN)
    badge = forms.CharField(max_length=24, required=False)
    pin = forms.CharField(max_length=12, required=False)


class OpenForm(forms.Form):
    event_id = forms.UUIDField()
    identifier = forms.CharField(max_length=60, validators=_PLAIN)
    defect = forms.CharField(max_length=24, required=False, validators=_PLAIN)
    location = forms.CharField(max_length=20, required=False, validators=_PLAIN)
    note = forms.CharField(max_length=200, required=False, validators=_PLAIN)


class PartForm(forms.Form):
    """Without a serial and a lot the part is only taken out."""

    event_id = forms.UUIDField()
    identifier = forms.CharField(max_length=60, validators=_PLAIN)
    position = forms.CharField(max_length=20, validators=_PLAIN)
    serial = forms.CharField(max_length=60, required=False, validators=_PLAIN)
    lot = forms.CharField(max_length=60, required=False, validators=_PLAIN)
    to = forms.ChoiceField(choices=RemovedTo.choices)
    reason = forms.CharField(max_length=200, required=False, validators=_PLAIN)
