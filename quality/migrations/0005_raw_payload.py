import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quality", "0004_settled_rows")]

    operations = [
        migrations.CreateModel(
            name="RawPayload",
            fields=[
                ("event_id", models.UUIDField(primary_key=True, serialize=False)),
                ("body", models.BinaryField()),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
        ),
    ]
