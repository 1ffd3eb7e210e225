"""Every floor declares the forms that people on the sites fill in: what for, on what basis, where it is used again."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Form:
    """A form. least, most: fields typed when there is least and most to say. path: where it is filled in."""

    code: str
    label: Any
    least: int
    most: int
    purpose: Any
    basis: Any
    reuse: Any
    path: str = ""


FORMS: dict[str, Form] = {}


def code(*words):
    """A form's code from its parts: code("order", "report-done")."""
    return ".".join(words)


def declare(code, label, *, least, most, purpose, basis, reuse, path=""):
    """Add a form, where the form itself is written; a second declaration is an error."""
    if code in FORMS:
        raise ValueError(f"{code} is declared twice")
    FORMS[code] = Form(code, label, least, most, purpose, basis, reuse, path)
    return code
