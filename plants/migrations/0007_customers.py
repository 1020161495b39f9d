from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plants", "0006_equipment")]

    operations = []
