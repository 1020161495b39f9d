"""Ranges: every number a row, sets whole, nothing doubled."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from django.db import connection

from mes.kernel.refusals import Refusal
from quality.actions.ranges import load_range, load_tac
from quality.models import Imei, ImeiEvent, ImeiEventKind, ImeiRange
from quality.rules.imei import Run, imei_of, is_imei, parse_run
from tests import factories
from tests.plant import PlantAtWork
from tests.quality.imeis import make_range, make_tac


def load(works: PlantAtWork, runs: Sequence[Run], model_id: int | None = None) -> list[ImeiRange]:
    return load_range(
        event_id=uuid4(), plant_id=works.plant.pk, model_id=model_id or works.model.pk, runs=runs
    )


def test_a_range_of_pairs_makes_a_row_for_every_number_in_sets_of_two(works: PlantAtWork) -> None:
    made = make_range(works.plant, works.model, sets=3)
    rows = list(Imei.objects.order_by("n14"))
    assert [row.imei for row in rows] == [imei_of(35693803000000 + n) for n in range(6)]
    assert [row.slot for row in rows] == [1, 2, 1, 2, 1, 2]
    first = 35693803000000
    assert [row.set_no - first for row in rows] == [0, 0, 2, 2, 4, 4]
    assert {(row.pos == row.set_no, row.state, row.range_id) for row in rows} == {
        (True, "free", made.pk)
    }
    event = ImeiEvent.objects.get(kind=ImeiEventKind.LOADED)
    assert (event.range_id, event.imeis) == (made.pk, [[rows[0].imei, rows[-1].imei]])


def test_a_range_for_each_slot_pairs_the_nth_of_each(works: PlantAtWork) -> None:
    make_tac(works.model)
    runs = [
        parse_run("35693803", "000000", "000002"),
        parse_run("35693803", "500000", "500002"),
    ]
    assert [row.slot for row in load(works, runs)] == [1, 2]
    sets = {}
    for row in Imei.objects.all():
        sets.setdefault(row.set_no, {})[row.slot] = row.n14 - 35693803000000
    assert sorted(sets.values(), key=lambda s: s[1]) == [
        {1: 0, 2: 500000},
        {1: 1, 2: 500001},
        {1: 2, 2: 500002},
    ]


def test_numbers_that_are_loaded_are_refused_also_for_another_plant(
    works: PlantAtWork, other_works: PlantAtWork
) -> None:
    make_range(works.plant, works.model, sets=3)
    for plant in (works, other_works):
        with pytest.raises(Refusal) as refused:
            load(plant, [parse_run("35693803", "000005", "000008")])
        assert refused.value.code == "range_overlap"
    assert (ImeiRange.objects.count(), Imei.objects.count()) == (1, 6)


def test_ranges_of_one_load_may_not_overlap_each_other(works: PlantAtWork) -> None:
    make_tac(works.model)
    runs = [parse_run("35693803", "000000", "000002"), parse_run("35693803", "000002", "000004")]
    with pytest.raises(Refusal) as refused:
        load(works, runs)
    assert refused.value.code == "range_overlap"
    assert not ImeiRange.objects.exists()


def test_another_models_tac_a_test_tac_and_an_unknown_tac_are_refused(works: PlantAtWork) -> None:
    make_tac(works.model)
    other = factories.make_model("FEAT-1", imei_count=2)
    book = factories.make_model("BOOK-1", imei_count=0)
    run = parse_run("35693803", "000000", "000001")
    with pytest.raises(Refusal) as refused:
        load(works, [run], other.pk)
    assert refused.value.code == "wrong_model"
    with pytest.raises(Refusal) as refused:
        load(works, [run], book.pk)
    assert refused.value.code == "imei_none"
    with pytest.raises(Refusal) as refused:
        load(works, [parse_run("35693899", "000000", "000001")])
    assert refused.value.code == "unknown_thing"
    with pytest.raises(Refusal) as refused:
        load_tac(tac="00101234", model_id=works.model.pk, owner="Lab")
    assert refused.value.code == "test_tac"
    with pytest.raises(Refusal) as refused:
        load_tac(tac="35693803", model_id=other.pk, owner="Other")
    assert refused.value.code == "exists"
    assert not ImeiRange.objects.exists()


def test_numbers_of_another_tac_are_no_range_of_this_one(works: PlantAtWork) -> None:
    make_tac(works.model)
    with pytest.raises(Refusal) as refused:
        load(works, [Run("35693803", 0, 9)])
    assert refused.value.code == "malformed"
    assert not ImeiRange.objects.exists()


def test_sql_and_python_agree_on_fifty_thousand_numbers(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, public.imei_spelled(n) FROM"
            " (SELECT (99999999999999::numeric * k / 49999)::bigint AS n"
            "    FROM generate_series(0, 49999) k) AS spread"
        )
        rows = cursor.fetchall()
    assert len(rows) == 50_000
    assert (rows[0][0], rows[-1][0]) == (0, 99_999_999_999_999)
    assert all(spelt == imei_of(n14) for n14, spelt in rows)


def test_sql_and_python_refuse_the_same_wrong_digits_of_fifty_thousand(db: None) -> None:
    """Each number once with its digit and once with another of the nine."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT text, public.imei_sound(text) FROM (SELECT lpad(n::text, 14, '0') ||"
            " ((right(public.imei_spelled(n), 1)::int + off) % 10)::text AS text FROM"
            " (SELECT (99999999999999::numeric * k / 49999)::bigint AS n,"
            "         CASE WHEN k % 2 = 0 THEN 0 ELSE 1 + (k / 2) % 9 END AS off"
            "    FROM generate_series(0, 49999) k) AS spread) AS spelt"
        )
        rows = cursor.fetchall()
    assert len({text for text, _ in rows}) == 50_000
    assert sum(ok for _, ok in rows) == 25_000
    assert all(ok == is_imei(text) for text, ok in rows)
    assert {text[14] for text, ok in rows if not ok} == set("0123456789")
