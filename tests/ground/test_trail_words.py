"""Whoever reads the trail reads words: for every verb that is written, every move, every role."""

import ast
import importlib
import pkgutil

import pytest
from django.apps import apps
from django.conf import settings

from accounts.states import Administrator, Role
from zhangdian.trail import verbs
from zhangdian.workflow import Move

ROOMS = ("accounts", "cadres", "projects", "evaluations", "cases", "zhangdian")
WRITERS = {"record", "line", "_record", "_tell"}


def moves():
    """(where, Move) of every table of moves in the house."""
    for config in apps.get_app_configs():
        if config.name.split(".")[0] not in ROOMS:
            continue
        try:
            found = importlib.import_module(f"{config.name}.transitions")
        except ModuleNotFoundError:
            continue
        names = [found.__name__]
        if hasattr(found, "__path__"):
            names += [f"{found.__name__}.{each.name}" for each in pkgutil.iter_modules(found.__path__)]
        for name in names:
            for move in getattr(importlib.import_module(name), "MOVES", ()):
                yield name, move


def written():
    """(where, verb) of every line of the trail that the sources write with a verb spelt out."""
    for room in ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _writes(node):
                    for verb in _spelt(node.args[1]):
                        yield f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}", verb


def _writes(call):
    told = {each.arg for each in call.keywords} & {"actor", None}
    return len(call.args) > 1 and bool(told) and _name(call.func) in WRITERS


def _spelt(node):
    either = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return [each.value for each in either if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def _name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_every_move_of_every_table_has_words():
    tables = list(moves())
    assert len(tables) > 20
    for where, move in tables:
        assert isinstance(move, Move)
        assert str(move.label).strip(), f"{where}: {move.name} has no label"
        assert str(verbs.words(move.name)) != move.name, f"{where}: {move.name}"


def test_every_verb_that_is_written_has_words():
    found = list(written())
    assert len(found) > 40
    wordless = [f"{where} {verb}" for where, verb in found if str(verbs.words(verb)) == verb]
    assert not wordless


@pytest.mark.parametrize("code", [*Role.values, *(code for code in Administrator.values if code)])
def test_every_role_has_words(code):
    assert verbs.role_words(code) != code
    assert verbs.role_words(f"{code},planner").endswith("重点项目办")


def test_what_is_not_known_stays_as_it_was_written():
    assert verbs.role_words("") == ""
    assert verbs.role_words("gone,planner") == "gone、重点项目办"
