"""Pages of the floor: a line now, its hours, its wall screen."""

from django.urls import URLPattern, URLResolver, include, path

from lines.views import andon, calls, line_pages

_pages: list[URLPattern] = [
    path("lines/<str:code>/", line_pages.line_now, name="line_now"),
    path("lines/<str:code>/now/", line_pages.line_now_part, name="line_now_part"),
    path("lines/<str:code>/hours/", line_pages.hours, name="hours"),
    path("lines/<str:code>/hours/now/", line_pages.hours_part, name="hours_part"),
    path("lines/<str:code>/hours/reason/", calls.hour_reason, name="hour_reason"),
    path("lines/<str:code>/calls/", calls.call, name="call"),
    path("lines/<str:code>/calls/answer/", calls.answer, name="answer"),
    path("boards/<str:code>/", andon.andon, name="andon"),
    path("boards/<str:code>/now/", andon.andon_part, name="andon_part"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_pages, "lines")))]
