"""Pages of the judges: a unit's history and the way to it."""

from django.urls import URLPattern, URLResolver, include, path

from quality.views import unit

_pages: list[URLPattern] = [
    path("units/", unit.find, name="find"),
    path("units/<str:identifier>/", unit.unit, name="unit"),
    path("units/<str:identifier>/hold/", unit.hold, name="unit_hold"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_pages, "quality")))]
