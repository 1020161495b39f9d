from django.db import migrations

from mes.kernel.sql import ServerNumbers


class Migration(migrations.Migration):
    dependencies = [("plants", "0001_initial")]

    operations = [ServerNumbers("plants")]
