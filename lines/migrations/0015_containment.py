from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lines", "0014_shipments")]

    operations = [
        migrations.AddIndex(
            model_name="installedpart",
            index=models.Index(
                condition=models.Q(
                    ("removed_at__isnull", True), models.Q(("lot", ""), _negated=True)
                ),
                fields=["lot"],
                name="lines_installedpart_lot",
            ),
        ),
    ]
