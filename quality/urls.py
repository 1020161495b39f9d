"""Pages of the judges: a unit's history and the way to it."""

from django.urls import URLPattern, URLResolver, include, path

from quality.views import (
    bench_sheet,
    catalogue,
    containment,
    equipment,
    file_records,
    first_articles,
    imei_bench,
    imei_desk,
    inspector,
    names_bench,
    plans,
    registration,
    repair_bench,
    station_sheet,
    test_entry,
    unit,
)
from quality.views.gates import causes, nonconformances, now, spc, yields
from quality.views.sampling import desk as sampling
from quality.views.sampling import lot as sampling_lot

_pages: list[URLPattern] = [
    path("inspection/<str:plant>/", sampling.desk, name="inspection"),
    path("inspection/<str:plant>/submit/", sampling.submit, name="inspection_submit"),
    path("inspection/<str:plant>/severity/", sampling.severity, name="inspection_severity"),
    path("inspection/<str:plant>/severity/resume/", sampling.go_on, name="inspection_resume"),
    path("inspection/<str:plant>/plans/", catalogue.sampling_plans, name="sampling_plans"),
    path("inspection/<str:plant>/certify/", sampling.certificate, name="certify"),
    path(
        "inspection/<str:plant>/certificates/<str:no>/<str:kind>/",
        sampling.certificate_download,
        name="certificate_file",
    ),
    path("inspection/<str:plant>/<str:no>/", sampling_lot.lot, name="inspection_lot"),
    path("inspection/<str:plant>/<str:no>/inspect/", sampling_lot.inspect, name="inspection_item"),
    path("inspection/<str:plant>/<str:no>/again/", sampling_lot.again, name="inspection_again"),
    path("registrations/<str:plant>/", registration.registrations, name="registrations"),
    path("registrations/<str:plant>/make/", registration.make, name="registration_make"),
    path("registrations/<str:plant>/<str:no>/", registration.registration, name="registration"),
    path(
        "registrations/<str:plant>/<str:no>/file/<str:profile>/",
        registration.file,
        name="registration_file",
    ),
    path(
        "registrations/<str:plant>/<str:no>/decide/",
        registration.decide,
        name="registration_decide",
    ),
    path("containments/<str:plant>/", containment.containments, name="containments"),
    path("containments/<str:plant>/<str:no>/", containment.containment, name="containment"),
    path("quality/<str:plant>/", now.now, name="quality_now"),
    path("quality/<str:plant>/now/", now.now_part, name="quality_now_part"),
    path("quality/<str:plant>/yields/", yields.yields, name="yields"),
    path("quality/<str:plant>/units/", yields.units, name="yield_units"),
    path("quality/<str:plant>/causes/", causes.causes, name="causes"),
    path("quality/<str:plant>/faults/", causes.faults, name="faults"),
    path("quality/<str:plant>/catalogue/", catalogue.defect_codes, name="defect_codes"),
    path("quality/<str:plant>/stops/", catalogue.gate_rules, name="gate_rules"),
    path("quality/<str:plant>/spc/", spc.spc, name="spc"),
    path("quality/<str:plant>/nonconformances/", nonconformances.nonconformances, name="ncrs"),
    path(
        "quality/<str:plant>/nonconformances/<str:no>/", nonconformances.nonconformance, name="ncr"
    ),
    path("records/<str:plant>/", file_records.file_records, name="file_records"),
    path("plans/<str:plant>/", plans.plans, name="plans"),
    path("plans/<str:plant>/draft/", plans.draft, name="plan_draft"),
    path("plans/<str:plant>/<str:model>/<str:operation>/<int:version>/", plans.plan, name="plan"),
    path(
        "plans/<str:plant>/<str:model>/<str:operation>/<int:version>/release/",
        plans.release,
        name="plan_release",
    ),
    path("equipment/<str:plant>/", equipment.equipment, name="equipment"),
    path("equipment/<str:plant>/enter/", equipment.enter, name="equipment_enter"),
    path("equipment/<str:plant>/record/", equipment.record, name="equipment_record"),
    path("first-articles/<str:plant>/", first_articles.first_articles, name="first_articles"),
    path("first-articles/<str:plant>/open/", first_articles.open_one, name="first_article_open"),
    path(
        "first-articles/<str:plant>/<str:no>/", first_articles.first_article, name="first_article"
    ),
    path(
        "first-articles/<str:plant>/<str:no>/inspect/",
        first_articles.inspect,
        name="first_article_inspect",
    ),
    path(
        "first-articles/<str:plant>/<str:no>/judge/",
        first_articles.judge,
        name="first_article_judge",
    ),
    path("inspector/", inspector.inspector, name="inspector"),
    path("inspector/export/", inspector.inspector_export, name="inspector_export"),
    path("station/<str:code>/sheet/", station_sheet.station_sheet, name="station_sheet"),
    path("station/<str:code>/test/", test_entry.test_entry, name="test_entry"),
    path("station/<str:code>/imeis/", imei_bench.imei_bench, name="imei_bench"),
    path("station/<str:code>/names/", names_bench.names_bench, name="names_bench"),
    path("imei/<str:plant>/", imei_desk.ranges, name="imei_ranges"),
    path("imei/<str:plant>/books/", imei_desk.books, name="imei_books"),
    path("imei/<str:plant>/voids/", imei_desk.voids, name="imei_voids"),
    path("imei/<str:plant>/fence/", imei_desk.fence, name="imei_fence"),
    path("station/<str:code>/repair/", repair_bench.repair_bench, name="repair_bench"),
    path("station/<str:code>/repair/sheet/", bench_sheet.bench_sheet, name="repair_sheet"),
    path("station/<str:code>/repair/open/", repair_bench.open_, name="repair_open"),
    path("station/<str:code>/repair/parts/", repair_bench.parts, name="repair_parts"),
    path("station/<str:code>/repair/close/", repair_bench.close, name="repair_close"),
    path("units/", unit.find, name="find"),
    # A brand owner's serial may hold a slash.
    path("units/<path:identifier>/hold/", unit.hold, name="unit_hold"),
    path("units/<path:identifier>/", unit.unit, name="unit"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_pages, "quality")))]
