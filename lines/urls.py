"""Pages of the floor: a line now, its hours, its wall screen."""

from django.urls import URLPattern, URLResolver, include, path

from lines.api import floor
from lines.views import andon, calls, devices, enrol, line_pages, packing, station
from lines.views.labels import urls as label_urls
from lines.views.line_side import urls as line_side_urls
from lines.views.material import urls as material_urls
from lines.views.orders import urls as order_urls
from lines.views.running import urls as running_urls
from lines.views.shipping import urls as shipping_urls

_pages: list[URLPattern] = [
    path("station/<str:code>/", station.station, name="station"),
    path("station/<str:code>/pace/", station.pace, name="station_pace"),
    path("station/<str:code>/scan/", floor.station_scan, name="station_scan"),
    path("station/<str:code>/pack/", packing.pack, name="pack"),
    path("station/<str:code>/pack/scan/", floor.station_pack, name="pack_post"),
    path("station/<str:code>/carton/", packing.carton_part, name="carton_part"),
    path("station/<str:code>/carton/close/", packing.close, name="close_carton"),
    path("station/<str:code>/carton/reopen/", packing.reopen, name="reopen_carton"),
    path("lines/<str:code>/", line_pages.line_now, name="line_now"),
    path("lines/<str:code>/now/", line_pages.line_now_part, name="line_now_part"),
    path("lines/<str:code>/hours/", line_pages.hours, name="hours"),
    path("lines/<str:code>/hours/now/", line_pages.hours_part, name="hours_part"),
    path("lines/<str:code>/hours/reason/", calls.hour_reason, name="hour_reason"),
    path("lines/<str:code>/calls/", calls.call, name="call"),
    path("lines/<str:code>/calls/answer/", calls.answer, name="answer"),
    path("boards/plant/<str:plant>/calls/", andon.calls_board, name="calls_board"),
    path("boards/plant/<str:plant>/calls/now/", andon.calls_board_part, name="calls_board_part"),
    path("boards/<str:code>/", andon.andon, name="andon"),
    path("boards/<str:code>/now/", andon.andon_part, name="andon_part"),
]
_pages += [
    path("enrol/", enrol.enrol_page, name="enrol"),
    path("devices/<str:plant>/", devices.devices, name="devices"),
]
_pages += label_urls.urlpatterns
_pages += material_urls.urlpatterns
_pages += line_side_urls.urlpatterns
_pages += order_urls.urlpatterns
_pages += running_urls.urlpatterns
_pages += shipping_urls.urlpatterns
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_pages, "lines")))]
