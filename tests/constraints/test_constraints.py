"""Every constraint the models name is broken once, and the database says its name."""

import pytest
from django.apps import apps

from tests.constraints import (
    of_gates,
    of_kernel,
    of_labels,
    of_lines,
    of_material,
    of_mes,
    of_plants,
    of_quality,
)
from tests.constraints.twins import APPS, constraints, twin_refuses

PARTS = (
    of_kernel,
    of_plants,
    of_lines,
    of_labels,
    of_material,
    of_quality,
    of_gates,
    of_mes,
)
CASES = {name: rows for part in PARTS for name, rows in part.CASES.items()}


def choice_columns() -> dict[str, tuple[str, list[str]]]:
    """The CHECK that each choice column has by our naming, with the column and its choices."""
    return {
        f"{model._meta.db_table}_{field.name}_known": (
            field.column,
            [value for value, _ in field.flatchoices],
        )
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if field.choices
    }


CHOICES = choice_columns()


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_a_constraint_refuses_by_its_name(name):
    assert twin_refuses(name, *CASES[name]) == name


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_column_takes_its_choices_and_nothing_else(name):
    column, values = CHOICES[name]
    assert twin_refuses(name, *({column: value} for value in values)) is None
    assert twin_refuses(name, {column: "?"}) == name


def test_every_constraint_is_broken_by_a_case():
    assert set(constraints()) == set(CASES) | set(CHOICES)


@pytest.mark.parametrize("name", constraints())
def test_a_constraint_is_named_after_its_table(name):
    table, _ = constraints()[name]
    assert name.startswith(f"{table}_")
