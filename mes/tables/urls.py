"""Pages of data in and out."""

from django.urls import URLPattern, URLResolver, include, path

from mes.tables import views

_pages: list[URLPattern] = [
    path("data/<str:plant>/", views.data, name="data"),
    path("data/<str:plant>/<str:name>/", views.table, name="table"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_pages, "tables")))]
