from django.db import migrations

from mes.kernel.sql import ServerNumbers, append_only


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial"), ("lines", "0003_guards")]

    operations = [
        append_only("quality_testrecord"),
        append_only("quality_imeievent"),
        ServerNumbers("quality"),
    ]
