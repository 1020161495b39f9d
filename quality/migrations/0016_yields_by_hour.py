from django.db import migrations, models

from mes.kernel.sql import ServerNumbers


class Migration(migrations.Migration):
    dependencies = [
        ("quality", "0015_carried_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="yieldsum",
            name="closed",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="yieldsum",
            name="fails",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="yieldsum",
            name="ntf",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="yieldsum",
            name="runs",
            field=models.IntegerField(default=0),
        ),
        migrations.CreateModel(
            name="YieldHour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("plant_id", models.BigIntegerField()),
                ("line_id", models.BigIntegerField()),
                ("station_id", models.BigIntegerField()),
                ("order_id", models.BigIntegerField()),
                ("shift_id", models.BigIntegerField(default=0)),
                ("day", models.DateField()),
                ("entered", models.IntegerField(default=0)),
                ("first_run", models.IntegerField(default=0)),
                ("before_repair", models.IntegerField(default=0)),
                ("final", models.IntegerField(default=0)),
                ("retested", models.IntegerField(default=0)),
                ("reworked", models.IntegerField(default=0)),
                ("scrapped", models.IntegerField(default=0)),
                ("runs", models.IntegerField(default=0)),
                ("fails", models.IntegerField(default=0)),
                ("closed", models.IntegerField(default=0)),
                ("ntf", models.IntegerField(default=0)),
                ("hour", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plant_id", "hour", "day", "station_id", "order_id", "shift_id"),
                        name="quality_yieldhour_once",
                    )
                ],
            },
        ),
        ServerNumbers("quality", "yieldhour"),
        # The sums of before know neither hours nor repairs: the folds count all moves again.
        migrations.RunSQL(
            "DELETE FROM quality_yieldsum; DELETE FROM quality_yieldmark WHERE id = 1",
            migrations.RunSQL.noop,
        ),
    ]
