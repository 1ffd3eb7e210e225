"""Photos: taken in, taken out, and served only through the question who may see them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from projects.models import DailyReport, Photo
from projects.permissions.day import may_see_wall
from projects.services import photos
from projects.states import ReportState
from projects.transitions import photos as photo_moves
from zhangdian.workflow import MoveRefused


def seen_photo(user, pk, day):
    """The photo that `user` may see: on the wall everybody's, otherwise those of the reports one sees; else 404."""
    photo = get_object_or_404(Photo.objects.select_related("report"), pk=pk)
    on_wall = photo.report.state == ReportState.SUBMITTED and photo.until_version is None
    if on_wall and may_see_wall(user, day):
        return photo
    if DailyReport.objects.visible_to(user, day).filter(pk=photo.report_id).exists():
        return photo
    raise Http404


@require_safe
@login_required
def show(request, pk, size):
    """The clean copy of a photo, or its thumbnail. The file that was sent is never served."""
    photo = seen_photo(request.user, pk, timezone.localdate())
    if not photo.thumb and not photo.failed:
        photos.make_shown(photo)
    if photo.failed:
        return redirect(static("day/no-photo.svg"))
    answer = FileResponse((photo.thumb if size == "thumb" else photo.shown).open("rb"), content_type="image/webp")
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@require_POST
@login_required
def take_out(request, pk):
    """Take a photo out of its report."""
    at = timezone.now()
    photo = seen_photo(request.user, pk, timezone.localdate(at))
    try:
        photo_moves.detach(photo, actor=request.user, at=at)
    except MoveRefused as refusal:
        if refusal.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refusal)) from None
        messages.error(request, str(refusal))
    return redirect("projects:daily_fill", pk=photo.report_id)


@require_POST
@login_required
def add(request, pk):
    """Add photos to a report with a plain form."""
    at = timezone.now()
    report = DailyReport(pk=pk)
    files = request.FILES.getlist("photos")
    if not files:
        report = get_object_or_404(DailyReport.objects.visible_to(request.user, timezone.localdate(at)), pk=pk)
    for file in files:
        try:
            photo_moves.attach(report, photos.prepare(file), actor=request.user, at=at)
        except ValidationError as wrong:
            messages.error(request, f"{file.name}: {'; '.join(wrong.messages)}")
        except MoveRefused as refusal:
            if refusal.why == MoveRefused.WRONG_PERSON:
                get_object_or_404(DailyReport.objects.visible_to(request.user, timezone.localdate(at)), pk=pk)
                raise PermissionDenied(str(refusal)) from None
            messages.error(request, str(refusal))
            break
        except DailyReport.DoesNotExist:
            raise Http404 from None
    return redirect(report)
