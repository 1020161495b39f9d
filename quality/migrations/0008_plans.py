from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("quality", "0007_raw_payloads_by_age"), ("lines", "0015_containment")]

    operations = []
