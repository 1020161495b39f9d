"""Addresses of the planner's pages and of the changeover."""

from django.urls import URLPattern, path

from lines.views.orders import boms, changeover, desk, month

urlpatterns: list[URLPattern] = [
    path("orders/<str:plant>/", desk.orders, name="orders"),
    path("orders/<str:plant>/month/", month.plan_month, name="plan_month"),
    path("orders/<str:plant>/<str:no>/", desk.order, name="order"),
    path("boms/<str:plant>/", boms.boms, name="boms"),
    path("boms/<str:plant>/<str:sku>/<int:revision>/", boms.bom, name="bom"),
    path("lines/<str:code>/changeover/", changeover.changeover, name="changeover"),
]
