from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lines", "0014_shipments")]

    operations = []
