"""Drawing a list of faster projects from published bulletins; nothing but their frozen lines is read."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations import options
from evaluations.models import Batch, BatchLine, Bulletin, BulletinLine
from evaluations.permissions import bulletins as may
from evaluations.rules import bulletins as rules
from evaluations.services.bulletin_words import month_words
from evaluations.states.bulletins import PUBLIC, BatchState
from zhangdian.options.queries import value
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused


def valid(first, last):
    """{month: the bulletin that holds for it}: the newest published one, the correction before what it corrects."""
    rows = Bulletin.objects.filter(state__in=PUBLIC, month__gte=first, month__lte=last)
    return {row.month: row for row in rows.order_by("month", "published_at", "pk")}


def draw(first, last, *, actor, at):
    """Draw up a list over the months from `first` to `last` (their first days); returns the Batch."""
    if not may.drafts(actor):
        raise MoveRefused(_("Lists are drawn up by the key project office."), MoveRefused.WRONG_PERSON)
    if last < first:
        raise ValidationError({"last": _("The last month is not before the first.")})
    sources = valid(first, last)
    if not sources:
        raise ValidationError({"first": _("No bulletin of these months is published.")})
    asked = value(options.bulletins.BATCH_MONTHS, timezone.localdate(at))
    needed = min(asked, len(sources))
    lines = BulletinLine.objects.filter(bulletin__in=[row.pk for row in sources.values()])
    by_project, faster = {}, {}
    for line in lines.order_by("bulletin__month", "pk"):
        by_project[line.project_id] = line
        faster[line.project_id] = faster.get(line.project_id, 0) + line.is_faster
    found = [
        rules.Candidate(key, faster[key], line.deviation, line.colour)
        for key, line in by_project.items()
        if faster[key]
    ]
    proposed = rules.proposed(found, months=needed)
    with transaction.atomic():
        batch = Batch.objects.create(
            first_month=first, last_month=last, drafted_at=at, drafted_by=actor,
            title=f"{month_words(first)}至{month_words(last)}进度较快项目" if first != last
            else f"{month_words(first)}进度较快项目",
            criteria={"months": needed, "of": len(sources), "by_month": next(reversed(sources.values())).criteria},
            sources=[{"pk": row.pk, "number": row.number_text, "title": row.title} for row in sources.values()],
        )  # fmt: skip
        BatchLine.objects.bulk_create([
            BatchLine(
                batch=batch, project_id=one.project, code=by_project[one.project].code,
                name=by_project[one.project].name, unit_names=by_project[one.project].unit_names,
                track=by_project[one.project].track, months=one.months, deviation=one.deviation,
                is_proposed=one.project in proposed, is_listed=one.project in proposed,
            )
            for one in found
        ])  # fmt: skip
        trail.record(batch, "draft", actor=actor, at=at, to_state=BatchState.DRAFT)
    return batch


def put(line, *, listed, reason, actor, at):
    """Put a project on the list or leave it out; what departs from the criteria needs a reason."""
    reason = reason.strip()[:200]
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=line.batch_id)
        if batch.state != BatchState.DRAFT:
            raise MoveRefused(_("This list is no longer a draft."), MoveRefused.WRONG_STATE)
        if not may.drafts(actor):
            raise MoveRefused(_("Lists are drawn up by the key project office."), MoveRefused.WRONG_PERSON)
        row = BatchLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
        if listed != row.is_proposed and not reason:
            raise ValidationError({"reason": _("What departs from the criteria needs a reason.")})
        before = {"listed": row.is_listed}
        row.is_listed, row.reason = listed, reason
        row.save(update_fields=["is_listed", "reason"])
        trail.record(batch, "edit_line", actor=actor, at=at, reason=f"{row.name}：{reason}", before=before,
                     after={"listed": listed})  # fmt: skip
    return row
