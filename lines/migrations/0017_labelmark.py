from django.db import migrations, models

import mes.kernel.fields

# What was passed until now was labelled by hand.
MARK = """
INSERT INTO public.lines_labelmark (id, xid_below)
SELECT 1, pg_snapshot_xmin(pg_current_snapshot())::text::xid8
"""


class Migration(migrations.Migration):
    dependencies = [
        ("lines", "0016_released_by_two"),
    ]

    operations = [
        migrations.CreateModel(
            name="LabelMark",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("xid_below", mes.kernel.fields.XidField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="lines_labelmark_one_row"
                    )
                ],
            },
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
