from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lines", "0010_line_side")]

    operations = []
