from django.db import migrations

from mes.kernel.sql import ServerNumbers, append_only, write_once


class Migration(migrations.Migration):
    dependencies = [("lines", "0002_initial"), ("kernel", "0002_guards")]

    operations = [
        append_only("lines_move"),
        append_only("lines_kitevent"),
        append_only("lines_hourreason"),
        write_once(
            "lines_stop",
            fixed=["plant_id", "no", "line_id", "station_id", '"group"', "started_at"],
            once=["reason_id", "acknowledged_at", "acknowledged_by_id", "ended_at", "ended_by_id"],
        ),
        write_once(
            "lines_hold",
            fixed=["plant_id", "no", "subject", "unit_id", "order_id", "cause", "placed_at"],
            once=["released_at", "released_by_id", "release_reason"],
        ),
        ServerNumbers("lines"),
    ]
