"""What the code says to people: every msgid of the Python files and templates below a folder."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

# name of the function: (place of the context, place of the singular, place of the plural)
FUNCTIONS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
TEMPLATE_CALL = re.compile(r"\b(_|n?p?gettext(?:_lazy|_noop)?)\(")
LEFT_OUT = {"tests", "bench", "node_modules", "migrations", "var", "staticfiles", "build", "dist"}
FLOORS = ("accounts", "cadres", "projects", "evaluations", "cases")


@dataclass(frozen=True)
class Word:
    """A msgid as found: where, in which context, and whether the file could be understood there at all."""

    path: Path
    line: int
    context: str
    msgid: str
    fault: str = ""


def room_of(path, base):
    """The room whose catalogue keeps the words of a file."""
    parts = Path(path).relative_to(base).parts
    if parts[0] in FLOORS:
        return parts[0]
    if "templates" in parts:
        folder = parts[parts.index("templates") + 1 :]
        if len(folder) > 1 and folder[0] in (*FLOORS, "desk"):
            return folder[0]
        return "desk" if len(folder) > 1 and folder[0] in ("admin", "unfold") else "pages"
    if parts[:2] == ("zhangdian", "desk"):
        return "desk"
    return "pages" if parts[:2] in (("zhangdian", "pages"), ("zhangdian", "urls.py")) else "ground"


def files(base):
    """The Python files and templates that speak to people."""
    for path in sorted(Path(base).rglob("*")):
        parts = path.relative_to(base).parts
        if any(part in LEFT_OUT or part.startswith(".") for part in parts[:-1]) or not path.is_file():
            continue
        if path.suffix == ".py" or (path.suffix in {".html", ".txt", ".xml"} and "templates" in parts):
            yield path


def words(base):
    """Yield a Word for every msgid below `base`."""
    for path in files(base):
        source = path.read_text(encoding="utf-8")
        found = from_python(source) if path.suffix == ".py" else from_template(source)
        for line, context, msgid, fault in found:
            yield Word(path, line, context, msgid, fault)


def from_python(source):
    """Yield (line, context, msgid, fault) of every call of a gettext function, whatever it was imported as."""
    tree = ast.parse(source)
    names = {name: name for name in FUNCTIONS} | {"_": "gettext"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                if alias.name in FUNCTIONS:
                    names[alias.asname or alias.name] = alias.name
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called in names:
            yield from _of_call(names[called], node, node.lineno)


def from_template(source):
    """The same of a template, by way of Django's own reading of it."""
    code = templatize(source)
    for match in TEMPLATE_CALL.finditer(code):
        text = _call_text(code, match.start())
        line = code.count("\n", 0, match.start()) + 1
        try:
            node = ast.parse(text, mode="eval").body
        except SyntaxError:
            yield line, "", text, "cannot be read"
            continue
        name = "gettext" if match.group(1) == "_" else match.group(1)
        yield from _of_call(name, node, line)


def _call_text(code, start):
    depth, quote, position = 0, "", start
    while position < len(code):
        char = code[position]
        if quote:
            if char == "\\":
                position += 1
            elif char == quote:
                quote = ""
        elif char in "'\"":
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                return code[start : position + 1]
        position += 1
    return code[start:]


def _of_call(name, node, line):
    context_at, single_at, _plural_at = FUNCTIONS[name]
    if len(node.args) <= single_at:
        return
    msgid = node.args[single_at]
    context = node.args[context_at] if context_at is not None else None
    if isinstance(msgid, ast.JoinedStr | ast.BinOp):
        yield line, "", ast.unparse(msgid), "is put together at run time: use one text with %(name)s in it"
    elif isinstance(msgid, ast.Constant) and isinstance(msgid.value, str) and msgid.value:
        yield line, context.value if isinstance(context, ast.Constant) else "", msgid.value, ""
