"""Pictures drawn on the server: the same on a page, in a report and on paper."""

from mes.svg.bars import against_plan, floating, gap_bar, month_bar, progress, share
from mes.svg.carton import carton_places
from mes.svg.glide import Glide, Span, glide_path
from mes.svg.hours import hour_bars
from mes.svg.limits import Scale, limit_band, limit_band_large
from mes.svg.marks import icon, shape
from mes.svg.strip import route_beads, station_strip

__all__ = [
    "Glide", "Scale", "Span", "against_plan", "carton_places", "floating", "gap_bar", "glide_path",
    "hour_bars", "icon", "limit_band", "limit_band_large", "month_bar", "progress", "route_beads",
    "shape", "share", "station_strip",
]  # fmt: skip
