import django.db.models.deletion
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers


class Migration(migrations.Migration):
    dependencies = [("lines", "0004_report_indexes"), ("plants", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=40)),
                ("last", models.BigIntegerField()),
                (
                    "plant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.plant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plant", "series"),
                        name="lines_counter_series_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", 0)), name="lines_counter_last"
                    ),
                ],
            },
        ),
        ServerNumbers("lines", "counter"),
    ]
