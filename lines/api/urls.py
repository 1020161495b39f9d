from django.urls import URLPattern, URLResolver, path

from lines.api import boards, order_urls, scan_urls, work_urls
from lines.api.labels import urls as label_urls
from lines.api.line_side import urls as line_side_urls
from lines.api.material import urls as material_urls
from lines.api.running import urls as running_urls
from lines.api.shipping import urls as shipping_urls

urlpatterns: list[URLPattern | URLResolver] = [
    *scan_urls.urlpatterns,
    *work_urls.urlpatterns,
    *material_urls.urlpatterns,
    *label_urls.urlpatterns,
    *line_side_urls.urlpatterns,
    *running_urls.urlpatterns,
    *order_urls.urlpatterns,
    *shipping_urls.urlpatterns,
    path("lines/<str:code>/board", boards.BoardView.as_view(), name="line-board"),
]
