"""Who sat in a meeting, read from lines as people type them, and found on the roster."""

import re

from django.utils.translation import gettext as _

from cadres.models import Cadre, Unit

# “王志远（北岭镇），回避：亲属关系”: a name, perhaps a unit in brackets, perhaps why the person was recused.
LINE = re.compile(r"^(?P<name>[^（(,，:：]+?)\s*(?:[（(]\s*(?P<unit>[^）)]+?)\s*[）)])?\s*(?P<rest>[,，;；].*)?$")
RECUSED = re.compile(r"^[,，;；]\s*(?:回避|recused)\s*(?:[:：]\s*(?P<why>.*))?$", re.IGNORECASE)
# Written in the brackets for somebody of that name who is not on the roster.
OUTSIDE = ("外", "系统外", "not on the roster")
NAME, MOST = 40, 60


def read(text):
    """([(name, Cadre or None, why recused or "")], [sentence]) of the lines of `text`.

    A name that one cadre of the roster bears is that cadre; where several do, the line must say the unit. A
    statement for the names and one for each unit in brackets.
    """
    lines, wrong = _lines(text)
    same = {}
    for cadre in Cadre.objects.filter(name__in={name for name, *_rest in lines}).select_related("unit").order_by("id"):
        same.setdefault(cadre.name, []).append(cadre)
    named = {unit for _name, unit, _why in lines if unit and unit not in OUTSIDE}
    units = {name: set(Unit.objects.named(name).values_list("pk", flat=True)) for name in sorted(named)[:MOST]}
    found, seen = [], set()
    for name, unit, why in lines:
        cadre, sentence = _match(name, unit, same.get(name, []), units)
        if sentence:
            wrong.append(sentence)
            continue
        if (name, cadre) in seen:
            wrong.append(_("“%(name)s” stands there twice: delete one of the lines.") % {"name": name})
        seen.add((name, cadre))
        found.append((name if cadre or not unit or unit in OUTSIDE else f"{name}（{unit}）"[:NAME], cadre, why))
    return found, wrong


def _lines(text):
    lines, wrong = [], []
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            continue
        read_as = LINE.match(line)
        rest = RECUSED.match(read_as["rest"]) if read_as and read_as["rest"] else None
        if read_as is None or (read_as["rest"] and rest is None) or len(read_as["name"]) > NAME:
            wrong.append(
                _("“%(line)s” cannot be read: write a name, or “name, recused: reason” (姓名，回避：理由).")
                % {"line": line[:60]}
            )
            continue
        why = (rest["why"] or "").strip() if rest else ""
        if rest and not why:
            wrong.append(_("“%(name)s”: say why the person was recused, behind a colon.") % {"name": read_as["name"]})
        lines.append((read_as["name"].strip(), (read_as["unit"] or "").strip(), why))
    return lines, wrong


def _match(name, unit, same, units):
    """(Cadre or None, sentence or "") for a line."""
    if not same or unit in OUTSIDE:
        return None, ""
    if not unit:
        return (same[0], "") if len(same) == 1 else (None, _ask(name, same))
    here = [cadre for cadre in same if cadre.unit_id in units.get(unit, ())]
    return (here[0], "") if len(here) == 1 else (None, _ask(name, same))


def _ask(name, same):
    words = {"name": name, "who": "、".join(f"{cadre.name}（{cadre.unit}）" for cadre in same[:6]), "out": OUTSIDE[0]}
    return (
        _(
            "Who is “%(name)s”? On the roster there is %(who)s: write the unit in brackets behind the name, or "
            "（%(out)s） for somebody who is not on the roster."
        )
        % words
    )
