"""Rules of the house that no linter holds."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import get_args

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

APPS = ("mes", "plants", "lines", "quality")
LABELS = ("kernel", "plants", "lines", "quality", "mes")
MOST_LINES = 300
# Values that two of a kind could be swapped of, unnoticed, when they are given by position.
BARE = {"str", "int", "bool", "float", "bytes", "UUID", "datetime", "date", "Any", "object"}
# What several actions are built of; an event of the floor is never called through these alone.
BUILDING_BLOCKS = {
    "lines.actions.standing",
    "quality.actions.imei_acts",
    "quality.actions.records_again",
}
NO_HOME = {"utils", "helpers", "common", "services", "misc", "tools"}


def files(*parts: str) -> list[Path]:
    """Python files of the project but migrations; `parts` must occur in the path."""
    found = [
        path
        for top in (*APPS, "tests", "bench")
        for path in sorted((settings.BASE_DIR / top).rglob("*.py"))
        if not {"migrations", "node_modules"} & set(path.parts)
    ]
    return [path for path in found if all(part in path.parts for part in parts)]


def said(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules(*parts: str) -> Iterator[ModuleType]:
    for path in files(*parts):
        if path.name != "__init__.py" and "tests" not in path.parts:
            yield import_module(said(path).removesuffix(".py").replace("/", "."))


def public_functions(module: ModuleType) -> Iterator[FunctionType]:
    for name, one in inspect.getmembers(module, inspect.isfunction):
        if not name.startswith("_") and one.__module__ == module.__name__:
            yield one


def bare_by_position(function: FunctionType) -> list[str]:
    """Parameters of a bare type that may be given by position."""
    return [
        parameter.name
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        and {
            getattr(part, "__name__", "")
            for part in (parameter.annotation, *get_args(parameter.annotation))
        }
        & BARE
    ]


def test_a_file_is_short_enough_to_be_read_in_one_go():
    long = {said(path): len(path.read_text("utf-8").splitlines()) for path in files()}
    assert {path: count for path, count in long.items() if count > MOST_LINES} == {}


def test_nothing_lives_in_a_place_without_a_noun():
    assert [said(path) for path in files() if NO_HOME & {path.stem, *path.parts}] == []


def test_an_action_is_called_by_the_names_of_what_it_is_given():
    """One bare value may stand alone; two could be swapped."""
    wrong = {
        f"{module.__name__}.{function.__name__}": bare_by_position(function)
        for module in modules("actions")
        for function in public_functions(module)
        if len(bare_by_position(function)) > 1 and module.__name__ not in BUILDING_BLOCKS
    }
    assert wrong == {}


def test_the_look_for_bare_parameters_sees_one():
    def hold(unit_id: int, *, reason: str) -> None: ...

    assert bare_by_position(hold) == ["unit_id"]


def test_nothing_is_deleted_in_cascade():
    cascades = [
        f"{model._meta.db_table}.{field.name}"
        for label in LABELS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is not models.PROTECT
    ]
    assert cascades == []


def test_nobody_listens_to_signals():
    listeners = [
        said(path)
        for path in files()
        if any(
            word in path.read_text("utf-8")
            for word in ("django.dispatch", "models.signals", "signals.post_", "signals.pre_")
        )
        and path.name != "test_architecture.py"
    ]
    assert listeners == []


IMPURE = {"now", "today", "utcnow", "time", "monotonic", "urandom", "open", "getenv", "uuid4"}


def impure_calls(tree: ast.Module) -> set[str]:
    """Calls of a clock, a file, the environment or chance; a bare `time()` is midnight."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    asked = {call.attr for call in calls if isinstance(call, ast.Attribute)}
    named = {call.id for call in calls if isinstance(call, ast.Name)} - {"time"}
    return (asked | named) & IMPURE


def test_rules_ask_no_clock_no_file_and_no_chance():
    wrong = {said(path): impure_calls(tree_of(path)) for path in files("rules")}
    assert {path: calls for path, calls in wrong.items() if calls} == {}


def test_the_look_for_impure_calls_sees_one():
    assert impure_calls(ast.parse("x = timezone.now()")) == {"now"}


@pytest.mark.parametrize("app", ["lines", "plants", "quality"])
def test_models_are_imported_through_their_one_door(app):
    """Other modules beside the models, such as cached readings, may be named."""
    strangers = []
    for path in files():
        if {app, "models"} <= set(path.parts):
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                f"{app}.models."
            ):
                module = import_module(node.module or "")
                found = (getattr(module, alias.name) for alias in node.names)
                if any(inspect.isclass(one) and issubclass(one, models.Model) for one in found):
                    strangers.append(said(path))
    assert strangers == []


def test_every_test_is_named_by_a_sentence():
    short = [
        f"{said(path)}::{node.name}"
        for path in files("tests")
        if path.name.startswith("test_")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and len(node.name.split("_")) < 4
    ]
    assert short == []


def test_every_module_says_what_it_is_for():
    silent = [
        said(path)
        for path in files()
        if path.name != "__init__.py"
        and "tests" not in path.parts
        and ast.get_docstring(tree_of(path)) is None
        and path.name not in {"apps.py", "urls.py", "wsgi.py", "manage.py"}
    ]
    assert silent == []
