from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_guards")]

    operations = [
        migrations.DeleteModel(name="ChainLeaf"),
        migrations.RemoveField(model_name="chainblock", name="leaves"),
        migrations.AddField(
            model_name="chainblock",
            name="count",
            field=models.IntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="chainblock",
            name="leaves",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="chainblock",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gt", 0)), name="kernel_chainblock_count"
            ),
        ),
        migrations.AddIndex(
            model_name="chainblock",
            index=models.Index(fields=["xid_below"], name="kernel_chainblock_xid_below"),
        ),
    ]
