import django.db.models.functions.datetime
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers, append_only


class Migration(migrations.Migration):
    """The queue of the ledgers that the chain takes by key, and the results of the checks."""

    dependencies = [("kernel", "0003_packed_leaves")]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.SmallIntegerField()),
                ("key", models.UUIDField()),
                ("plant_id", models.BigIntegerField()),
                ("received_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="CheckRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("asked", models.SmallIntegerField()),
                ("bad", models.JSONField(help_text="[[check, what is wrong], …]")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("asked__gt", 0)), name="kernel_checkrun_asked")
                ],
            },
        ),
        append_only("kernel_checkrun"),
        ServerNumbers("kernel", "seal"),
        ServerNumbers("kernel", "checkrun"),
    ]
