"""The database counts as numbers move: the sums are those of the rows, at every moment."""

from collections import Counter

import pytest
from django.db import IntegrityError, connection, transaction

from quality.actions.imei.counts import count_places, fold_counts
from quality.models import Fence, Imei, ImeiCount, ImeiDelta
from quality.queries.books import imei_books, order_books, range_books, tac_books
from quality.rules.imei import imei_of
from tests.plant import PlantAtWork, a_unit
from tests.quality.imeis import make_range
from tests.quality.writing import Writer, a_confirmed_unit


def counted() -> Counter[str]:
    """By what the sums and the differences say, folded or not."""
    found: Counter[str] = Counter()
    for table in (ImeiCount, ImeiDelta):
        for what, n in table.objects.values_list("what", "n"):
            found[what] += n
    return found


def standing() -> Counter[str]:
    rows = Imei.objects.values_list("state", "fence_id")
    return Counter("fenced" if state == "free" and fence else state for state, fence in rows)


def test_the_sums_are_those_of_the_rows_before_and_after_folding(works: PlantAtWork) -> None:
    make_range(works.plant, works.model, sets=10)
    writer = Writer(works)
    a_confirmed_unit(works, writer)
    writer.issue(a_unit(works, past="CPL"))
    Imei.objects.filter(n14__gte=35693803000018).update(fence_id=1)
    before = counted()
    assert {k: n for k, n in before.items() if n and k != "issued"} == dict(standing())
    assert before["issued"] == 4
    books = imei_books(plant_ids=[works.plant.pk])
    assert fold_counts()
    assert not ImeiDelta.objects.exists()
    assert counted() == before
    assert [(b.loaded, b.free, b.today) for b in imei_books(plant_ids=[works.plant.pk])] == [
        (b.loaded, b.free, b.today) for b in books
    ]


def test_days_long_past_are_one_sum(works: PlantAtWork) -> None:
    make_range(works.plant, works.model, sets=3)
    fold_counts()
    ImeiCount.objects.update(day="2020-05-05")
    Writer(works).issue(a_unit(works, past="CPL"))
    before = counted()
    fold_counts()
    fold_counts()
    assert counted() == before
    assert not ImeiCount.objects.filter(day="2020-05-05").exists()


def test_a_change_that_is_undone_counts_nothing(works: PlantAtWork) -> None:
    make_range(works.plant, works.model, sets=2)
    before = counted()
    with transaction.atomic():
        Imei.objects.update(fence_id=7)
        assert counted() != before
        transaction.set_rollback(True)
    assert counted() == before


def test_one_statement_may_give_out_write_and_void_and_each_is_counted_once(works) -> None:
    make_range(works.plant, works.model, sets=4)
    had, gets = a_unit(works), a_unit(works)
    numbers = Imei.objects.order_by("n14")
    first, third, fourth = (list(numbers[n : n + 2]) for n in (0, 4, 6))
    Imei.objects.filter(pk__in=[n.pk for n in first]).update(state="reserved", unit=had)
    Imei.objects.filter(pk__in=[n.pk for n in third]).update(fence_id=1)
    before = counted()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE quality_imei SET state = CASE state WHEN 'reserved' THEN 'written'"
            " WHEN 'free' THEN CASE WHEN fence_id IS NULL THEN 'reserved' ELSE 'voided' END END,"
            " unit_id = CASE WHEN state = 'free' AND fence_id IS NULL THEN %s ELSE unit_id END,"
            " void_reason = CASE WHEN fence_id IS NULL THEN '' ELSE 'lost' END"
            " WHERE imei <> ALL(%s)",
            [gets.pk, [number.pk for number in fourth]],
        )
    assert before == {"free": 4, "fenced": 2, "reserved": 2, "issued": 2}
    assert {k: n for k, n in counted().items() if n} == {
        "free": 2, "written": 2, "reserved": 2, "voided": 2, "issued": 4,
    }  # fmt: skip


def test_an_open_fence_lets_no_number_out_whoever_asks(works: PlantAtWork) -> None:
    make_range(works.plant, works.model, sets=1)
    unit = a_unit(works)
    Fence.objects.create(no="F1", kind="restore", locks=True, reason="Restored")
    with pytest.raises(IntegrityError, match="while a fence is open"), transaction.atomic():
        Imei.objects.update(state="reserved", unit=unit)
    assert standing() == {"free": 2}


def test_the_books_by_range_tac_and_order_are_the_same_numbers(works: PlantAtWork) -> None:
    make_range(works.plant, works.model, sets=5)
    make_range(works.plant, works.model, sets=5, first=500)
    a_confirmed_unit(works, Writer(works))
    plants = [works.plant.pk]
    (whole,) = imei_books(plant_ids=plants)
    ranges, (tac,) = range_books(plant_ids=plants), tac_books(plant_ids=plants)
    (order,) = order_books(plant_ids=plants)
    assert sum(r.free for r in ranges) == tac.free == whole.free == 18
    assert sum(r.confirmed for r in ranges) == tac.confirmed == whole.confirmed == 2
    assert all(row.balanced for row in (whole, tac, order, *ranges))
    assert (tac.room, ranges[0].first, ranges[0].last) == (
        999_980, imei_of(35693803000500), imei_of(35693803000509),
    )  # fmt: skip
    assert (order.confirmed, order.in_line) == (2, 2)
    assert (whole.today, whole.days_left, whole.phones_left) == (2, 9, 9)


def test_of_very_many_numbers_the_last_count_of_places_is_told(works, monkeypatch) -> None:
    make_range(works.plant, works.model, sets=5)
    unit, _ = a_confirmed_unit(works, Writer(works))
    assert count_places() == 1
    unit.state = "scrapped"
    unit.save()
    monkeypatch.setattr("quality.queries.books.COUNTED_LIVE", 1)
    (kept,) = imei_books(plant_ids=[works.plant.pk])
    assert (kept.in_line, kept.scrapped, kept.balanced) == (2, 0, True)
    count_places()
    (fresh,) = imei_books(plant_ids=[works.plant.pk])
    assert (fresh.in_line, fresh.scrapped, fresh.balanced) == (0, 2, True)
