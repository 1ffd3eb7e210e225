"""What `manage.py verify` asks of the persons of batches of honours: their states and stamps against the lines of the
trail, and against their batch. Two statements."""

from collections import defaultdict

from django.utils.translation import gettext as _

from cases.models import Honouree
from cases.states.honours import HONOUREE_EFFECTIVE, HonoureeState
from zhangdian.trail.models import Entry

STAMPS = {"out_at": "take-out", "honoured_at": "award-honour", "withdrawn_at": "withdraw-honour"}
COLUMNS = ("pk", "name", "state", *STAMPS, "honour__number_text", "honour__drawn_at", "honour__published_at")


def verify():
    """Yield a sentence for every person of a batch who stands otherwise than lines and batch say."""
    lines = defaultdict(set)
    moved = Entry.objects.filter(label=Honouree._meta.label_lower).exclude(from_state="")
    for key, verb, at in moved.values_list("key", "verb", "at").iterator(chunk_size=2000):
        lines[key].add((verb, at))
    for row in Honouree.objects.order_by("pk").values(*COLUMNS).iterator(chunk_size=2000):
        words = {"number": row["honour__number_text"], "name": row["name"]}
        for column, verb in STAMPS.items():
            at = row[column]
            # Whom a period kept off was out from the drawing on: the batch's own line says it.
            was_drawn = column == "out_at" and at == row["honour__drawn_at"]
            if at is not None and not was_drawn and (verb, at) not in lines[str(row["pk"])]:
                words["field"] = Honouree._meta.get_field(column).verbose_name
                yield _("%(number)s %(name)s: no line of the trail stands behind “%(field)s”.") % words
        published_at = row["honour__published_at"]
        if row["state"] in HONOUREE_EFFECTIVE and row["honoured_at"] != published_at:
            yield _("%(number)s %(name)s: honoured, but not with the publication of the batch.") % words
        if row["state"] == HonoureeState.CANDIDATE and published_at is not None:
            yield _("%(number)s %(name)s: neither honoured nor taken out, though the batch is published.") % words
