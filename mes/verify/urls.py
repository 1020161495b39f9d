"""The page that says whether the ledgers hold."""

from django.urls import URLPattern, URLResolver, include, path

from mes.verify import views

_pages: list[URLPattern] = [path("ledgers/<str:plant>/", views.ledgers, name="ledgers")]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_pages, "verify")))]
