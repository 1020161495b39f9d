from django.db import migrations

from mes.kernel.sql import ServerNumbers, append_only


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        append_only("kernel_refusal"),
        append_only("kernel_deadletter"),
        append_only("kernel_chainblock"),
        append_only("kernel_chainleaf"),
        ServerNumbers("kernel"),
    ]
