"""What the pages of all kinds with due process show alike."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.permissions.common import is_subject, sees_desk
from cases.registry import Block

# What whom it concerns takes out: what was served and delivered.
OF_SUBJECT = {"notice", "decision", "receipt"}


def statement(case):
    """[Block] of what was said in the hearing, or until when something may be said; [] before the facts are served."""
    if case.heard:
        rows = [(_("hearing"), case.get_heard_display())]
        return [Block(_("Statement"), rows=rows, text=case.statement)]
    if not case.served_at or not case.is_open:
        return []
    text = _("Nothing has been said yet. A statement may be made in one's own words; it is put before the meeting.")
    return [Block(_("Statement"), rows=[(_("until"), f"{case.until} 24:00")], text=text)]


def decision(case, *rows):
    """The Block of a case's decision: the meeting, rows of the kind's own, the delivery with the last days."""
    rows = [(_("decided by"), case.decision), (_("decided on"), case.decision.held_on), *rows]
    if case.delivered_at:
        rows += [
            (_("delivered on"), timezone.localdate(case.delivered_at)),
            (_("review can be asked for until"), case.review_until), (_("appeal until"), case.appeal_until),
        ]  # fmt: skip
    return Block(_("Decision"), rows=rows)


def papers_for(case, reader, forms):
    """Of the papers of due process those that `reader` may take out: whom it concerns what was served and delivered,
    the offices all."""
    if not is_subject(reader, case):
        return forms if sees_desk(reader) else []
    return [form for form in forms if form.code in OF_SUBJECT and (form.code != "decision" or case.delivered_at)]
