from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lines", "0012_line_running")]

    operations = []
