"""The one page that is open while nobody exists: it asks for the first administrator."""

from django import forms
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from mes.kernel.refusals import Refusal
from plants.actions.first_run import make_first_admin, nobody_yet


class FirstAdminForm(forms.Form):
    plant_code = forms.CharField(
        label=_("Plant code"), max_length=8, validators=[RegexValidator(r"^[A-Z][A-Z0-9]{1,7}$")]
    )
    plant_name = forms.CharField(label=_("Plant"), max_length=80)
    name = forms.CharField(label=_("Your name"), max_length=80)
    username = forms.CharField(label=_("User name"), max_length=60)
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class FirstRun(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, FirstAdminForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = FirstAdminForm(request.POST)
        if not form.is_valid():
            return self._page(request, form)
        try:
            person = make_first_admin(**form.cleaned_data)
        except ValidationError as error:
            form.add_error("password", error)
            return self._page(request, form)
        except Refusal:
            return redirect("plants:sign_in")
        login(request, person, backend="plants.queries.backend.PeopleBackend")
        return redirect("/")

    def _page(self, request: HttpRequest, form: FirstAdminForm) -> HttpResponse:
        if not nobody_yet():
            return redirect("plants:sign_in")
        status = 422 if form.is_bound else 200
        return render(request, "plants/first_run.html", {"form": form}, status=status)


first_run = sensitive_post_parameters("password")(FirstRun.as_view())
