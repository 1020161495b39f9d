from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lines", "0013_labels")]

    operations = []
