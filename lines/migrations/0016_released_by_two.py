import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mes.kernel.sql import write_once

FIXED = ["plant_id", "no", "subject", "unit_id", "order_id", "cause", "placed_at"]
ONCE = ["released_at", "released_by_id", "release_reason"]
before = write_once("lines_hold", fixed=FIXED, once=ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("lines", "0015_containment"),
        ("plants", "0007_customers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="hold",
            name="released_with",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_with__isnull", True),
                    models.Q(
                        ("released_by__isnull", False),
                        models.Q(("released_with", models.F("released_by")), _negated=True),
                        models.Q(
                            ("placed_by__isnull", True),
                            models.Q(("released_with", models.F("placed_by")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="lines_hold_released_by_two",
            ),
        ),
        migrations.RunSQL(before.reverse_sql, before.sql),
        write_once("lines_hold", fixed=FIXED, once=[*ONCE, "released_with_id"]),
    ]
