"""Every floor declares its keys, kinds and defaults here; the rows only override them."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def _as_time(text):
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _as_bool(text):
    return {"1": True, "true": True, "yes": True, "是": True, "0": False, "false": False, "no": False, "否": False}[
        text.lower()
    ]


KINDS = {"int": int, "decimal": Decimal, "time": _as_time, "bool": _as_bool, "text": str}


@dataclass(frozen=True)
class Declared:
    """A key with its kind, default, words, and for numbers the range it may take."""

    key: str
    kind: str
    default: Any
    title: Any
    help: Any = ""
    low: Any = None
    high: Any = None

    def read(self, text):
        """The value of a stored text; a ValidationError says what is wrong with it."""
        try:
            value = KINDS[self.kind](str(text).strip())
        except (ValueError, KeyError, InvalidOperation):
            raise ValidationError(
                _("“%(text)s” is not a value of this kind (%(kind)s).") % {"text": text, "kind": self.kind}
            ) from None
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            raise ValidationError(
                _("The value must lie between %(low)s and %(high)s.") % {"low": self.low, "high": self.high}
            )
        return value


DECLARED: dict[str, Declared] = {}


def declare(key, kind, default, title, help="", low=None, high=None):
    """Add a key to the list (at import of the floor's `options.py`); a second declaration is an error."""
    if key in DECLARED:
        raise ValueError(f"{key} is declared twice")
    DECLARED[key] = Declared(key, kind, default, title, help, low, high)
    return key
