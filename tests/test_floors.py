"""What import-linter cannot see: no lower room leans on a higher one by accessor, template, URL name or long name."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLResolver, get_resolver

BASE = Path(__file__).resolve().parent.parent
FLOORS = ("ground", "accounts", "cadres", "projects", "evaluations", "cases", "roof")
ROOF = len(FLOORS) - 1
OWN = [app for app in apps.get_app_configs() if Path(app.path).is_relative_to(BASE) and ".venv" not in app.path]


def floor_of(path):
    """The number of the floor on which a Python file or module stands."""
    first, *rest = Path(path).parts
    if first in FLOORS:
        return FLOORS.index(first)
    return FLOORS.index("roof") if rest and rest[0] in ("pages", "urls.py", "urls", "demo") else 0


def app_floor(app):
    return floor_of(app.name.replace(".", "/"))


@cache
def sources():
    """[(relative path, floor, syntax tree)] of the house's Python files."""
    found = []
    for folder in ("zhangdian", *FLOORS[1:-1]):
        for path in sorted((BASE / folder).rglob("*.py")):
            relative = path.relative_to(BASE)
            if "migrations" not in relative.parts and relative.parts[:2] not in (("zhangdian", "settings.py"),):
                found.append((relative, floor_of(relative), ast.parse(path.read_text(encoding="utf-8"))))
    return found


@cache
def templates():
    """[(relative path, floor, text)]; what stands in no room's folder is the roof's."""
    found = []
    for path in sorted((BASE / "templates").rglob("*.html")):
        inside = path.relative_to(BASE / "templates")
        ground = len(inside.parts) > 1 and inside.parts[0] in ("admin", "unfold", "desk", "papers", "trail", "notices")
        floor = FLOORS.index(inside.parts[0]) if inside.parts[0] in FLOORS else (0 if ground else ROOF)
        found.append((path.relative_to(BASE), floor, path.read_text(encoding="utf-8")))
    return found


def fields_of(floor):
    """Names of fields, attributes and accessors that the rooms up to `floor` give their own models."""
    names = set()
    for app in OWN:
        if app_floor(app) <= floor:
            for model in app.get_models():
                names |= {name for name in vars(model) if not name.startswith("_")}
                names |= {
                    field.name for field in model._meta.get_fields(include_hidden=False) if not field.auto_created
                }
                for relation in model._meta.related_objects:
                    if floor_of(relation.related_model._meta.app_config.name.replace(".", "/")) <= floor:
                        names |= {relation.get_accessor_name(), relation.field.related_query_name()}
    return names


def upward():
    """{name: floor} of accessors and query names that a higher room's foreign key puts on a lower room's model."""
    names = {}
    for app in OWN:
        for model in app.get_models():
            for relation in model._meta.related_objects:
                owner = relation.related_model._meta.app_config
                if owner in OWN and app_floor(owner) > app_floor(app) and not relation.hidden:
                    for name in (relation.get_accessor_name(), relation.field.related_query_name()):
                        names[name] = app_floor(owner)
    return names


def words_of(tree):
    """Attribute names, keyword names and plain words in strings with `__` of a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.value.lineno, node.arg.split("__")[0]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"-?\w+__\w+", node.value):
            yield node.lineno, node.value.lstrip("-").split("__")[0]


def test_no_lower_room_uses_a_higher_rooms_accessor():
    names, faults = upward(), []
    known = [fields_of(floor) for floor in range(len(FLOORS))]
    for path, floor, tree in sources():
        for line, word in words_of(tree):
            if names.get(word, -1) > floor and word not in known[floor]:
                faults.append(f"{path}:{line}: “{word}” leads up to {FLOORS[names[word]]}")
    assert not faults, "\n".join(faults)


def url_owners(resolver=None, namespace="", floor=ROOF):
    """{full URL name: floor of the room whose urls module names it}."""
    owners = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            module = getattr(pattern.urlconf_module, "__name__", "")
            own = module.split(".")[0] in ("zhangdian", *FLOORS)
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if pattern.namespace != "admin":
                owners |= url_owners(pattern, inside, floor_of(module.replace(".", "/")) if own else 0)
        elif pattern.name:
            owners[namespace + pattern.name] = floor
    return owners


def test_no_lower_room_uses_a_higher_rooms_url_name():
    owners, faults = url_owners(), []
    for path, floor, tree in sources():
        for node in ast.walk(tree):
            calls = ("reverse", "reverse_lazy", "redirect", "resolve_url")
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in calls:
                name = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
                if owners.get(name, -1) > floor:
                    faults.append(f"{path}:{node.lineno}: “{name}” is {FLOORS[owners[name]]}'s")
    for path, floor, text in templates():
        for match in re.finditer(r"{%\s*url\s+[\"']([^\"']+)[\"']", text):
            if owners.get(match.group(1), -1) > floor:
                faults.append(f"{path}: “{match.group(1)}” is {FLOORS[owners[match.group(1)]]}'s")
    assert not faults, "\n".join(faults)


def test_no_lower_room_uses_a_higher_rooms_template():
    faults = []
    rooms = {name: floor for floor, name in enumerate(FLOORS)} | {"pages": ROOF}
    for path, floor, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html"):
                room = node.value.split("/")[0] if "/" in node.value else ""
                if rooms.get(room, -1) > floor:
                    faults.append(f"{path}:{node.lineno}: {node.value} is {room}'s")
    for path, floor, text in templates():
        for match in re.finditer(r"{%\s*(?:include|extends)\s+[\"']([^\"'/]+)/[^\"']+[\"']", text):
            if rooms.get(match.group(1), -1) > floor:
                faults.append(f"{path}: a template of {match.group(1)}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("app", OWN, ids=lambda app: app.label)
def test_names_in_the_database_have_at_most_thirty_characters(app):
    names = []
    for model in app.get_models(include_auto_created=True):
        meta = model._meta
        names.append(meta.db_table)
        names += [field.column for field in meta.local_fields]
        names += [thing.name for thing in (*meta.constraints, *meta.indexes)]
    assert [name for name in names if len(name) > 30] == []


def test_no_state_is_changed_past_the_moves():
    """`.update(state=…)` outside a transitions file would leave no trail."""
    faults = []
    stateful = {model for app in OWN for model in app.get_models() if hasattr(model, "BEGINS_AS")}
    assert all(isinstance(model._meta.get_field("state"), models.CharField) for model in stateful)
    for path, _floor, tree in sources():
        if "transitions" in path.parts or path.stem == "transitions":
            continue
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", "") == "update"
                and any(keyword.arg == "state" for keyword in node.keywords)
            ):
                faults.append(f"{path}:{node.lineno}: a state is changed by update()")
    assert not faults, "\n".join(faults)
