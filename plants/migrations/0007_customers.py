import django.db.models.deletion
from django.db import migrations, models

from mes.kernel.sql import ServerNumbers


class Migration(migrations.Migration):
    dependencies = [("plants", "0006_equipment")]

    operations = [
        migrations.CreateModel(
            name="ChangeoverTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "from_model",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productmodel",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changeover_times",
                        to="plants.line",
                    ),
                ),
                (
                    "to_model",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productmodel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "from_model", "to_model"),
                        name="plants_changeovertime_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 720)),
                        name="plants_changeovertime_minutes",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=80)),
                (
                    "country",
                    models.CharField(
                        default="PK",
                        help_text="ISO 3166 alpha-2; PK: domestic, else export.",
                        max_length=2,
                    ),
                ),
                (
                    "over_build_percent",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="How much of an order may be built beyond it; 0: nothing.",
                    ),
                ),
                (
                    "asn",
                    models.CharField(
                        choices=[("none", "None"), ("csv", "CSV"), ("xlsx", "XLSX")],
                        default="none",
                        max_length=4,
                    ),
                ),
                (
                    "pallet_labels",
                    models.BooleanField(
                        default=True, help_text="Pallets carry an SSCC label of their own."
                    ),
                ),
                ("label_note", models.CharField(blank=True, max_length=200)),
                ("shipping_note", models.CharField(blank=True, max_length=200)),
                ("active", models.BooleanField(default=True)),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="plants.plant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asn__in", ["none", "csv", "xlsx"])),
                        name="plants_customer_asn_known",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "code"), name="plants_customer_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("over_build_percent__lte", 20)),
                        name="plants_customer_over_build",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="StartRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_clearance", models.BooleanField(default=False)),
                ("first_article", models.BooleanField(default=False)),
                (
                    "articles",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="Units that are built to be judged: 1 to 5."
                    ),
                ),
                (
                    "stop_hours",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="A longer stop asks for a new first article.",
                        null=True,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="start_rules",
                        to="plants.line",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productmodel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "model"), name="plants_startrule_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("articles__gte", 1), ("articles__lte", 5)),
                        name="plants_startrule_articles",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stop_hours__isnull", True), ("stop_hours__gte", 1), _connector="OR"
                        ),
                        name="plants_startrule_stop_hours",
                    ),
                ]
            },
        ),
        ServerNumbers("plants", "customer"),
        ServerNumbers("plants", "startrule"),
        ServerNumbers("plants", "changeovertime"),
    ]
