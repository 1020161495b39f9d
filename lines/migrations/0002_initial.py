from django.db import migrations


class Migration(migrations.Migration):
    """Empty: its columns and constraints stand in the first one, where they cost no time."""

    dependencies = [("lines", "0001_initial")]

    operations = []
