"""Pages of the desk and the plant's wall screen."""

from django.urls import URLPattern, URLResolver, include, path

from mes.reports.views import handovers, pages, period, production, shifts

_pages: list[URLPattern] = [
    path("today/<str:plant>/", pages.today, name="today"),
    path("today/<str:plant>/now/", pages.today_part, name="today_part"),
    path("year/<str:plant>/", pages.year, name="year"),
    path("period/<str:plant>/", period.period, name="period"),
    path("losses/<str:plant>/", period.losses, name="losses"),
    path("production/<str:plant>/", production.production, name="production"),
    path("shifts/<str:plant>/", shifts.shift_reports, name="shift_reports"),
    path(
        "reports/shift/<str:line>/<str:day>/<str:shift>/",
        shifts.shift_report,
        name="shift_report",
    ),
    path("lines/<str:code>/end/", handovers.end_shift, name="end_shift"),
    path("handovers/<str:plant>/", handovers.handovers, name="handovers"),
    path("handover/<str:no>/", handovers.handover, name="handover"),
    path("boards/plant/<str:plant>/", pages.plant_board, name="plant_board"),
    path("boards/plant/<str:plant>/now/", pages.plant_board_part, name="plant_board_part"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_pages, "reports")))]
