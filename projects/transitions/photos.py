"""Adding a photo to a report and taking one out, under the lock of the report.

Until a report is handed in, and until as many photos have come as it announced, a photo belongs to the version in
hand. Beyond that a change of the photos is a change of the report: a new version.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from projects import options
from projects.models import Photo
from projects.states import Channel
from projects.states import ReportState as S
from projects.transitions import day as moves
from zhangdian.options import queries as settings
from zhangdian.prepared import Prepared, insert
from zhangdian.workflow import MoveRefused


def rows_for(user, day):
    """What is locked: as for a move on the report, with the count of its photos and their limit."""
    return (
        moves.rows_to_write(user, day)
        .with_photo_count()
        .annotate(photo_limit=settings.stored(options.PHOTO_LIMIT, "day"))
    )


_LOCK = Prepared(
    lambda asker, day, pk: rows_for(User(pk=asker), day).filter(pk=pk).order_by().select_for_update(of=("self",))
)


def attach(report, photo, *, actor, at, channel=Channel.WEB):
    """Add `photo`, an unsaved row of `services.photos.prepare`; returns (stored row, True when it is new).

    The same picture sent again is not stored again. The caller removes the file where it is not new or refused.
    """
    with transaction.atomic():
        row = _locked(report, actor, at)
        if row.photo_count:
            same = row.photos.current().filter(sha256=photo.sha256).first()
            if same:
                return same, False
        limit = settings.read(options.PHOTO_LIMIT, row.photo_limit)
        if row.photo_count >= limit:
            raise MoveRefused(
                _("At most %(limit)s photos belong to a report. Take one out first.") % {"limit": limit},
                MoveRefused.MISSING,
            )
        photo.report, photo.uploaded_by, photo.uploaded_at = row, actor, at
        if row.state == S.SUBMITTED and row.photo_count >= row.photos_expected:
            row = _new_version(row, row.photo_count + 1, actor=actor, at=at, channel=channel)
            photo.report, photo.since_version = row, row.version
        else:
            photo.since_version = row.version if row.state == S.SUBMITTED else row.version + 1
        insert(photo)
    return photo, True


def detach(photo, *, actor, at, channel=Channel.WEB):
    """Take a photo out of its report; versions that showed it go on showing it. Returns the report."""
    with transaction.atomic():
        row = _locked(photo.report, actor, at)
        photo = Photo.objects.select_for_update().get(pk=photo.pk)
        if photo.until_version is not None:
            return row
        if row.state == S.SUBMITTED:
            row = _new_version(row, max(row.photo_count - 1, 0), actor=actor, at=at, channel=channel)
            photo.until_version = row.version
        else:
            photo.until_version = row.version + 1
        photo.save(update_fields=["until_version"])
    return row


def _locked(report, actor, at):
    """The report's row under lock, where `actor` may change its photos."""
    row = _LOCK.get(asker=actor.pk, day=timezone.localdate(at), pk=report.pk)
    if not moves.may_report(actor, row):
        raise MoveRefused(_("Photos are added by the liaison of the project."), MoveRefused.WRONG_PERSON)
    if row.state == S.EXEMPT:
        raise MoveRefused(_("No report is due for this day."), MoveRefused.WRONG_STATE)
    return row


def _new_version(row, photos, *, actor, at, channel):
    content = moves.content_of(row)
    content["photos_expected"] = photos
    return moves.revise(row, content, actor=actor, at=at, channel=channel)
