"""The IMEI stations, for tests: issues, writes and confirms as their devices would."""

from lines.models import Unit
from quality.models import Imei
from tests.plant import PlantAtWork, a_unit
from tests.scanning import Answer, Scanner


class Writer(Scanner):
    """Speaks for the IMEI stations."""

    def issue(self, unit: Unit, **extra: object) -> Answer:
        return self.post("imeis/issue", self.event("IMEIW", unit.serial, **extra))

    def written(self, unit: Unit, read_back: object, **extra: object) -> Answer:
        body = self.event("IMEIW", unit.serial, read_back=read_back, **extra)
        return self.post("imeis/written", body)

    def confirm(self, unit: Unit, read_back: object, label: object, **extra: object) -> Answer:
        body = self.event("IMEIC", unit.serial, read_back=read_back, label=label, **extra)
        return self.post("imeis/confirm", body)


def numbers(answer: Answer) -> list[str]:
    return [row["imei"] for row in answer.body["imeis"]]


def states() -> list[str]:
    return list(Imei.objects.order_by("n14").values_list("state", flat=True))


def a_confirmed_unit(works: PlantAtWork, writer: Writer) -> tuple[Unit, list[str]]:
    unit = a_unit(works, past="CPL")
    imeis = numbers(writer.issue(unit))
    assert writer.written(unit, imeis).status == 201
    assert writer.confirm(unit, imeis, imeis).status == 201
    unit.refresh_from_db()
    return unit, imeis
