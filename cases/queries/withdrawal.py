"""Reading the withdrawals of honours: which honours may be proposed, what a block rests on, the points of an honour."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cadres.queries import blocks
from cadres.states import Purpose
from cases.models import Honouree, HonourWithdrawal
from cases.queries.evidence import Evidence
from cases.queries.periods import case_of
from cases.states.honours import HonoureeState as R
from cases.states.honours import HonourState
from cases.states.withdrawal import WithdrawalState as S
from evaluations.models import ScoreEntry


def proposable(user, day):
    """The honours whose withdrawal `user` may propose: in force, of people `user` is free of, none running yet."""
    running = HonourWithdrawal.objects.running().filter(honouree=OuterRef("pk"))
    rows = Honouree.objects.standing(user, day).filter(
        ~Exists(running), state=R.RECIPIENT, honour__state=HonourState.PUBLISHED, is_subject=False,
        speaks=False, is_recused=False,
    )  # fmt: skip
    return rows.select_related("honour", "cadre", "unit").order_by("-honour__published_at", "-honour_id", "id")


def of_batch(honour, reader, day):
    """{honouree pk: [HonourWithdrawal, the newest first]} of a batch, those that `reader` may see; one statement."""
    rows = HonourWithdrawal.objects.visible_to(reader, day).filter(honouree__honour=honour)
    found = defaultdict(list)
    for row in rows.select_related("cadre", "handler"):
        found[row.honouree_id].append(row)
    return dict(found)


def noticed(honouree, day):
    """The Evidence of what blocks honours of the person on the day: the case that began the period, or the period; None
    where nothing does."""
    period = blocks(honouree.cadre, Purpose.HONOUR, day)
    return None if period is None else Evidence.of(case_of(period) or period)


def facts_of(honouree):
    """A first draft of the facts: the honour, and what was noticed after it."""
    honour = honouree.honour
    said = _("%(name)s was honoured in “%(title)s” on %(day)s (%(number)s).") % {
        "name": honouree.name, "title": honour.title, "day": date_format(timezone.localdate(honour.published_at)),
        "number": honour.decision.document_no,
    }  # fmt: skip
    return f"{said}\n{honouree.flagged_why}" if honouree.flagged_why else said


def entries_of(honouree):
    """The entries of points that stand for an honour: its own, and those by which a revoked withdrawal gave them back;
    reversed ones among them."""
    keys = [str(key) for key in honouree.withdrawals.values_list("pk", flat=True)]
    own = Q(source_label=Honouree._meta.label_lower, source_key=str(honouree.pk))
    back = Q(source_label=HonourWithdrawal._meta.label_lower, source_key__in=keys)
    return ScoreEntry.objects.filter(own | back, reverses__isnull=True)


def strayed():
    """The honourees that are withdrawn without a delivered withdrawal, or that have one and are not."""
    delivered = Exists(HonourWithdrawal.objects.filter(honouree=OuterRef("pk"), state=S.DELIVERED))
    rows = Honouree.objects.annotate(is_taken=delivered).select_related("honour")
    return rows.filter(Q(state=R.WITHDRAWN, is_taken=False) | Q(is_taken=True) & ~Q(state=R.WITHDRAWN))


def points():
    """{(honouree pk, cadre pk): points} that the entries of every honour and of its withdrawals come to; two
    statements."""
    of_case = {str(pk): honouree for pk, honouree in HonourWithdrawal.objects.values_list("pk", "honouree_id")}
    own, found = Honouree._meta.label_lower, defaultdict(Decimal)
    rows = ScoreEntry.objects.filter(source_label__in=[own, HonourWithdrawal._meta.label_lower])
    for label, key, cadre, value in rows.values_list("source_label", "source_key", "cadre_id", "points"):
        found[int(key) if label == own else of_case.get(key), cadre] += value
    return found
