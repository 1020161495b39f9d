"""Addresses of registration and of the inspector."""

from django.urls import URLPattern, path

from quality.api import inspector, registrations
from quality.api import registration_files as files

urlpatterns: list[URLPattern] = [
    path("inspector/devices", inspector.DevicesView.as_view(), name="inspector-devices"),
    path("inspector/export", inspector.ExportView.as_view(), name="inspector-export"),
    path("registrations", registrations.RegistrationsView.as_view(), name="registrations"),
    path("registrations/<str:no>", registrations.RegistrationView.as_view(), name="registration"),
    path(
        "registrations/<str:no>/lines",
        registrations.RegistrationLines.as_view(),
        name="registration-lines",
    ),
    path(
        "registrations/<str:no>/state", registrations.StateView.as_view(), name="registration-state"
    ),
    path("registrations/<str:no>/file", files.FileView.as_view(), name="registration-file"),
    path(
        "registrations/<str:no>/manifest",
        files.ManifestView.as_view(),
        name="registration-manifest",
    ),
    path(
        "registrations/<str:no>/answers", files.AnswersView.as_view(), name="registration-answers"
    ),
]
