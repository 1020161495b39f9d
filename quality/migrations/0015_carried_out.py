from django.db import migrations, models


# Lots under inspection now: their cartons as they stand are as they were submitted.
SUBMITTED = """
UPDATE quality_inspectioncarton i SET closed_at = c.closed_at
FROM lines_handlingunit c WHERE c.id = i.carton_id AND i.live
"""


class Migration(migrations.Migration):
    dependencies = [
        ("quality", "0014_cheaper_guards_of_numbers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="ncrevent",
            name="quality_ncrevent_kind_known",
        ),
        migrations.AddField(
            model_name="inspectioncarton",
            name="closed_at",
            field=models.DateTimeField(help_text="When it was closed as submitted.", null=True),
        ),
        migrations.AlterField(
            model_name="ncrevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "Opened"),
                    ("changed", "Owner or due date changed"),
                    ("review", "Put before the board"),
                    ("action", "Action added"),
                    ("done", "Action done"),
                    ("decided", "Decided"),
                    ("carried", "Carried out"),
                    ("closed", "Closed"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="ncrevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "opened",
                            "changed",
                            "review",
                            "action",
                            "done",
                            "decided",
                            "carried",
                            "closed",
                        ],
                    )
                ),
                name="quality_ncrevent_kind_known",
            ),
        ),
        migrations.RunSQL(SUBMITTED, migrations.RunSQL.noop),
    ]
