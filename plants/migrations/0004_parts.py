from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plants", "0003_frozen_routes")]

    operations = []
