import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("city", models.CharField(blank=True, max_length=60)),
                ("timezone", models.CharField(default="Asia/Karachi", max_length=40)),
                (
                    "day_rating",
                    models.PositiveIntegerField(
                        blank=True, help_text="Units a single shift is rated for, a day.", null=True
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=80)),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="plants.plant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plant", "code"), name="plants_area_code_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("username", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("name_ur", models.CharField(blank=True, max_length=80)),
                ("badge", models.CharField(blank=True, max_length=24, null=True, unique=True)),
                ("pin", models.CharField(blank=True, max_length=128)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("ur", "اردو")], default="en", max_length=2
                    ),
                ),
                ("is_staff", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "people",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "ur"])),
                        name="plants_person_language_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("name_ur", models.CharField(blank=True, max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("start", "Line input"),
                            ("move", "Assembly or check by scan"),
                            ("test", "Test with a record"),
                            ("imei_write", "IMEI write"),
                            ("imei_check", "IMEI confirm"),
                            ("box", "Gift box"),
                            ("carton", "Carton"),
                        ],
                        max_length=12,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "start",
                                    "move",
                                    "test",
                                    "imei_write",
                                    "imei_check",
                                    "box",
                                    "carton",
                                ],
                            )
                        ),
                        name="plants_operation_kind_known",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="PinGuard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("device", models.CharField(max_length=64)),
                ("wrong", models.PositiveSmallIntegerField(default=0)),
                ("window_start", models.DateTimeField()),
                ("locked_until", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "device"),
                        name="plants_pinguard_once",
                        nulls_distinct=False,
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("operator", "Operator"),
                                ("supervisor", "Supervisor"),
                                ("qa", "QA"),
                                ("qa_lead", "QA lead"),
                                ("store", "Store keeper"),
                                ("planner", "Planner"),
                                ("manager", "Plant manager"),
                                ("inspector", "Inspector"),
                                ("admin", "Administrator"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="plants.plant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "plant"), name="plants_membership_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "roles__contained_by",
                                [
                                    "operator",
                                    "supervisor",
                                    "qa",
                                    "qa_lead",
                                    "store",
                                    "planner",
                                    "manager",
                                    "inspector",
                                    "admin",
                                ],
                            )
                        ),
                        name="plants_membership_roles_known",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=16, unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "uph",
                    models.PositiveIntegerField(
                        help_text="Planned good units an hour of working time."
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="plants.area",
                    ),
                ),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="plants.plant",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("uph__gt", 0)), name="plants_line_uph_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("holiday", "Holiday"),
                            ("shutdown", "Shutdown"),
                            ("ramadan", "Ramadan hours"),
                            ("working", "Extra working day"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("tentative", models.BooleanField(default=False)),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar",
                        to="plants.plant",
                    ),
                ),
            ],
            options={
                "ordering": ["first"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["holiday", "shutdown", "ramadan", "working"])
                        ),
                        name="plants_calendarday_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first"))),
                        name="plants_calendarday_order",
                    ),
                    models.UniqueConstraint(
                        fields=("plant", "first", "kind"), name="plants_calendarday_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("brand", models.CharField(max_length=60)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("smartphone", "Smartphone"),
                            ("feature_phone", "Feature phone"),
                            ("chromebook", "Chromebook"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "technologies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "imei_count",
                    models.PositiveSmallIntegerField(help_text="0 to 4; not always the SIM slots."),
                ),
                ("carton_size", models.PositiveSmallIntegerField()),
                ("serial_prefix", models.CharField(max_length=8, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("category__in", ["smartphone", "feature_phone", "chromebook"])
                        ),
                        name="plants_productmodel_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("imei_count__gte", 0), ("imei_count__lte", 4)),
                        name="plants_productmodel_imei_count",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("carton_size__gt", 0)),
                        name="plants_productmodel_carton_size",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="AnnualTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("units", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("set_at", models.DateTimeField(auto_now=True)),
                (
                    "set_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="plants.plant",
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
                        fields=("plant", "model", "year"),
                        name="plants_annualtarget_once",
                        nulls_distinct=False,
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="MonthTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.PositiveSmallIntegerField()),
                ("units", models.PositiveIntegerField()),
                (
                    "annual",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="months",
                        to="plants.annualtarget",
                    ),
                ),
            ],
            options={
                "ordering": ["month"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("annual", "month"), name="plants_monthtarget_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__gte", 1), ("month__lte", 12)),
                        name="plants_monthtarget_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningOutput",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(help_text="First day of the month.")),
                ("units", models.PositiveIntegerField()),
                ("note", models.CharField(blank=True, max_length=120)),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="plants.plant",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.productmodel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plant", "model", "month"), name="plants_openingoutput_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="plants_openingoutput_first_day"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ProductVariant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sku", models.CharField(max_length=32, unique=True)),
                ("colour", models.CharField(max_length=40)),
                ("colour_ur", models.CharField(blank=True, max_length=40)),
                (
                    "kit_type",
                    models.CharField(choices=[("skd", "SKD"), ("ckd", "CKD")], max_length=4),
                ),
                (
                    "market",
                    models.CharField(default="PK", help_text="ISO 3166 alpha-2.", max_length=2),
                ),
                ("gtin", models.CharField(blank=True, max_length=14)),
                ("active", models.BooleanField(default=True)),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variants",
                        to="plants.productmodel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kit_type__in", ["skd", "ckd"])),
                        name="plants_productvariant_kit_type_known",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kit_type",
                    models.CharField(choices=[("skd", "SKD"), ("ckd", "CKD")], max_length=4),
                ),
                ("version", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("released", "Released"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routes",
                        to="plants.productmodel",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "released", "retired"])),
                        name="plants_route_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kit_type__in", ["skd", "ckd"])),
                        name="plants_route_kit_type_known",
                    ),
                    models.UniqueConstraint(
                        fields=("model", "kit_type", "version"), name="plants_route_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), ("released_at__isnull", False), _connector="OR"
                        ),
                        name="plants_route_released_when",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="RouteStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "gates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("grants", models.CharField(blank=True, max_length=16)),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("retest_limit", models.PositiveSmallIntegerField(default=3)),
                ("repair_limit", models.PositiveSmallIntegerField(default=3)),
                (
                    "is_output",
                    models.BooleanField(
                        default=False, help_text="A unit counts as made when it passes here."
                    ),
                ),
                ("cycle_seconds", models.DecimalField(decimal_places=2, default=20, max_digits=7)),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.operation",
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="plants.route",
                    ),
                ),
            ],
            options={
                "ordering": ["route", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("route", "position"), name="plants_routestep_position_once"
                    ),
                    models.UniqueConstraint(
                        fields=("route", "operation"), name="plants_routestep_operation_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_output", True)),
                        fields=("route",),
                        name="plants_routestep_one_output",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__gt", 0)),
                        name="plants_routestep_position_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("retest_limit__gte", 1)),
                        name="plants_routestep_retest_limit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftPattern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=60)),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        help_text="ISO weekdays it is worked: 1 Monday, 7 Sunday.",
                        size=None,
                    ),
                ),
                (
                    "ramadan",
                    models.BooleanField(
                        default=False,
                        help_text="Used on Ramadan days in place of the patterns that are not.",
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patterns",
                        to="plants.plant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plant", "code"), name="plants_shiftpattern_code_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("date", models.DateField()),
                ("span", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("breaks", models.JSONField(default=list)),
                (
                    "target",
                    models.PositiveIntegerField(help_text="Good units planned for the shift."),
                ),
                ("overtime", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("open", "Open"), ("closed", "Closed")],
                        default="planned",
                        max_length=8,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="plants.line",
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plants.shiftpattern",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "open", "closed"])),
                        name="plants_shift_state_known",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("line", "="), ("span", "&&")], name="plants_shift_no_overlap"
                    ),
                    models.UniqueConstraint(
                        fields=("line", "date", "code"), name="plants_shift_once_a_day"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="PatternBreak",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("starts", models.TimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "except_weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breaks",
                        to="plants.shiftpattern",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 240)),
                        name="plants_patternbreak_minutes",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True)),
                ("name", models.CharField(blank=True, max_length=80)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "external_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "offline_policy",
                    models.CharField(
                        choices=[
                            ("block", "Stop when the server is away"),
                            ("buffer", "Save and check later"),
                        ],
                        default="buffer",
                        max_length=8,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="plants.line",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="plants.operation",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("offline_policy__in", ["block", "buffer"])),
                        name="plants_station_offline_policy_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("device", models.CharField(max_length=64)),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="plants.station",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person", "station"),
                        name="plants_presence_open_once",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="DeviceToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("secret_hash", models.BinaryField(max_length=32)),
                ("plant_wide", models.BooleanField(default=False)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "plant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="plants.plant",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="plants.station",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("plant_wide", True), ("station__isnull", False), _connector="OR"
                        ),
                        name="plants_devicetoken_scope",
                    )
                ]
            },
        ),
    ]
