"""Addresses of the pages about labels, printers and packing rules."""

from django.urls import URLPattern, path

from lines.views.labels import books, desk

urlpatterns: list[URLPattern] = [
    path("label-layouts/<str:plant>/", desk.layouts, name="label_layouts"),
    path("label-layouts/<str:plant>/<str:code>/<int:version>/", desk.layout, name="label_layout"),
    path("labels/<str:plant>/<str:no>/", desk.sheet, name="label_sheet"),
    path("labels/<str:plant>/<str:no>/size.css", desk.size, name="label_size"),
    path("orders/<str:plant>/<str:no>/label-books/", books.order_labels, name="order_labels"),
    path("printers/<str:plant>/", desk.printers, name="printers"),
    path("packing/<str:plant>/", desk.packing_rules, name="packing_rules"),
]
