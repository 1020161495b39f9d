"""The admin edits defect codes and shows the rest."""

import pytest
from django.test import Client

from plants.models import Person
from quality.models import DefectCode, Imei
from tests.plant import PlantAtWork
from tests.quality.api.test_unit_history import lived

SHOWN = ["testplan", "tac", "imeirange", "imei", "imeievent", "testrecord", "defect", "repair"]


@pytest.fixture
def admin_client(works: PlantAtWork) -> Client:
    client = Client()
    client.force_login(Person.objects.create_superuser("root", "a long pass phrase", name="Root"))
    return client


def test_ledgers_are_shown_and_offer_no_change(works: PlantAtWork, admin_client: Client) -> None:
    lived(works)
    for name in SHOWN:
        page = admin_client.get(f"/admin/quality/{name}/")
        assert page.status_code == 200, name
        assert page.context["cl"].result_count >= 1, name
        assert admin_client.get(f"/admin/quality/{name}/add/").status_code == 403, name
    imei = Imei.objects.first()
    assert imei is not None
    path = f"/admin/quality/imei/{imei.pk}/change/"
    assert admin_client.get(path).status_code == 200
    assert admin_client.post(path, {"state": "free"}).status_code == 403


def test_a_defect_code_is_added_and_switched_off_but_never_deleted(
    works: PlantAtWork, admin_client: Client
) -> None:
    wish = {"code": "LCD-1", "name": "Dead pixel", "grade": "minor", "active": "on"}
    assert admin_client.post("/admin/quality/defectcode/add/", wish).status_code == 302
    code = DefectCode.objects.get(code="LCD-1")
    assert admin_client.post(f"/admin/quality/defectcode/{code.pk}/delete/").status_code == 403
