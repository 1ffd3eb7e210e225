"""The report a day: doors for browsers."""

import json
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from projects import options
from projects.forms.day import DAILY, NO_CHANGE, ReasonForm, ReportForm, initial_of
from projects.models import DailyReport
from projects.permissions.day import may_fill, may_report, may_review
from projects.queries import day as queries
from projects.services import photos, receipts
from projects.transitions import day as moves
from projects.transitions import photos as photo_moves
from zhangdian.burden import services as burden
from zhangdian.burden.doors import timed
from zhangdian.options.queries import value
from zhangdian.trail.queries import timeline
from zhangdian.workflow import MoveRefused, open_to

BY_BUTTON = (moves.READ, moves.RETURN, moves.EXEMPT, moves.REOPEN)


def find(request, pk, rows=None):
    """The report that the person may see, or 404."""
    rows = DailyReport.objects.all() if rows is None else rows
    return get_object_or_404(rows.visible_to(request.user, timezone.localdate()), pk=pk)


@require_safe
@login_required
def mine(request):
    """What the liaison has to report today; who reports nothing is led to the list of what came in."""
    at = timezone.now()
    day = timezone.localdate(at)
    page = queries.liaison_day(request.user, day=day, at=at)
    if not (page.today or page.owed or page.recent) and not queries.is_liaison(request.user, day):
        return redirect("projects:daily_review")
    return render(request, "projects/day/mine.html", {"page": page, "day": day, "left": left(page.due_at, at)})


def left(due_at, at):
    """How much time is left, in words; empty when nothing is due or time is up."""
    if due_at is None or at >= due_at:
        return ""
    minutes = int((due_at - at).total_seconds() // 60)
    if minutes < 60:
        return _("%(minutes)s minutes left") % {"minutes": max(minutes, 1)}
    return _("%(hours)s hours left") % {"hours": minutes // 60}


@require_safe
@login_required
def detail(request, pk):
    """One report as it stands, with its versions, its way and what may be done with it."""
    at = timezone.now()
    day = timezone.localdate(at)
    rows = queries.with_unit(DailyReport.objects.standing(request.user, day).with_photo_count(), day)
    report = find(
        request,
        pk,
        rows.select_related("project", "reporter", "read_by", "milestone").prefetch_related(
            queries.current_photos(), queries.amounts_in_words()
        ),
    )
    return render(
        request,
        "projects/day/detail.html",
        {
            "report": report,
            "moves": open_to(request.user, report, BY_BUTTON),
            "may_fill": may_fill(request.user, report, at),
            "versions": report.versions.select_related("by"),
            "entries": timeline(report, moves=moves.MOVES),
            "alike": queries.alike_photos(report) if may_review(request.user, report) else {},
        },
    )


@require_safe
@login_required
def version(request, pk, number):
    """An earlier version of a report, as it was handed in."""
    report = find(request, pk, DailyReport.objects.select_related("project"))
    row = get_object_or_404(report.versions.select_related("by"), number=number)
    amounts = row.content.get("amounts", {})
    said = [(target, amounts[str(target.pk)]) for target in queries.targets_of(report) if str(target.pk) in amounts]
    return render(
        request,
        "projects/day/version.html",
        {
            "report": report,
            "version": row,
            "said": said,
            "photos": report.photos.of_version(number),
            "milestone": report.project.milestones.filter(pk=row.content.get("milestone")).first(),
        },
    )


@require_safe
@login_required
def fill(request, pk):
    """The form, for the one who reports."""
    at = timezone.now()
    report = _to_fill(request, pk)
    if not may_fill(request.user, report, at):
        messages.info(request, _("This report cannot be written in now."))
        return redirect(report)
    progress = report.progress.values_list("target_id", "amount")
    return _form_page(request, report, initial=initial_of(report, progress), at=at)


def _to_fill(request, pk):
    rows = DailyReport.objects.standing(request.user, timezone.localdate()).with_photo_count()
    return find(request, pk, rows.select_related("project").prefetch_related(queries.current_photos()))


def _form_page(request, report, *, at, form=None, initial=None, wrong_photos=(), status=200):
    targets, milestones = queries.targets_of(report), queries.open_milestones(report)
    if form is None:
        offered = queries.suggestions(report)
        taken = request.GET.get("use")
        for one in offered:
            if one["kind"] == taken:
                initial["text"] = one["text"]
        form = ReportForm(initial=initial, targets=targets, milestones=milestones)
    else:
        offered = queries.suggestions(report)
        form = form.dressed(targets, milestones)
    if offered and not report.version:
        form.fields["text"].widget.attrs["placeholder"] = offered[0]["text"]
    photo_limit = value(options.PHOTO_LIMIT, report.day)
    return render(
        request,
        "projects/day/fill.html",
        {
            "report": report,
            "form": form,
            "offered": offered,
            "left": left(report.due_at, at),
            "key": uuid.uuid4().hex,
            "photo_limit": photo_limit,
            "photo_room": max(photo_limit - report.photo_count, 0),
            "wrong_photos": wrong_photos,
            # Kept over a refusal: the time runs from the first opening.
            "opened": request.POST.get(burden.FIELD) or burden.stamp(DAILY, at),
            "act": "revise" if report.version and report.state == "SUBMITTED" else "submit",
        },
        status=status,
    )


@login_required
def submit(request, pk):
    """Hand in a report."""
    return _hand_in(request, pk, "submit")


@login_required
def revise(request, pk):
    """Hand in a changed version of a report."""
    return _hand_in(request, pk, "revise")


def _hand_in(request, pk, verb):
    if request.method != "POST":
        # Where a person comes back to after signing in again; what was typed waits in the browser.
        return redirect("projects:daily_fill", pk=pk)
    at = timezone.now()
    form = ReportForm(request.POST)
    pictures, wrong_photos = _pictures(request)
    if not form.is_valid() or wrong_photos:
        report = _to_fill(request, pk)
        if not may_report(request.user, report):
            raise PermissionDenied(_("Reports are handed in by the liaison of the project."))
        return _form_page(request, report, form=form, at=at, wrong_photos=wrong_photos, status=422)
    content = form.content()
    content["photos_expected"] += len(pictures)
    try:
        report = hand_in(
            DailyReport(pk=pk), content, verb=verb, actor=request.user, at=at, base=_number(request.POST.get("base")),
            key=request.POST.get("key", "")[:80],
        )  # fmt: skip
    except ValidationError as wrong:
        form.refuse(wrong)
        return _form_page(request, _to_fill(request, pk), form=form, at=at, status=422)
    except DailyReport.DoesNotExist:
        raise Http404 from None
    except moves.AlreadyStored as stored:
        messages.success(request, str(stored))
        return redirect("projects:daily_report", pk=pk)
    except MoveRefused as refusal:
        refused_by_person(request, pk, refusal)
        form.add_error(None, str(refusal))
        return _form_page(request, _to_fill(request, pk), form=form, at=at, status=409)
    _attach(request, report, pictures, at)
    burden.count(DAILY, request.POST.get(burden.FIELD), at=at)
    messages.success(request, stored_words(report, at))
    return redirect("projects:daily_report", pk=pk)


def hand_in(report, content, *, verb, actor, at, base=None, key="", **words):
    """Make the move `submit` or `revise` and keep the answer under the sender's `key` in the same transaction.

    A key used before: the same content is AlreadyStored, other content is refused.
    """
    found = receipts.digest(verb, report.pk, moves.snapshot(content)) if key else ""

    def keep(row):
        receipts.keep(actor, key, found, at=at, status=201, body=json.dumps(queries.answer_of(row)))

    words["then"] = keep if key else None
    if verb == "revise":
        words["base"] = base
    move = {"submit": moves.submit, "revise": moves.revise}[verb]
    try:
        return move(report, content, actor=actor, at=at, **words)
    except IntegrityError:
        known = receipts.look(actor, key, found) if key else None
        if known is None:
            raise
        if known.other:
            raise MoveRefused(
                _("Something else was sent from this page before. What you typed is still here: hand in once more."),
                MoveRefused.WRONG_STATE,
            ) from None
        raise moves.AlreadyStored(DailyReport.objects.get(pk=report.pk)) from None


def refused_by_person(request, pk, refusal):
    """Answer 403 where the person may see but not act, 404 where not even see."""
    if refusal.why == MoveRefused.WRONG_PERSON:
        find(request, pk)
        raise PermissionDenied(str(refusal))


def _number(text):
    return int(text) if text and text.isdigit() else None


def _pictures(request):
    """(checked photos, sentences about those that cannot be taken) of the files that came with the form."""
    good, wrong = [], []
    for file in request.FILES.getlist("photos"):
        try:
            good.append(photos.prepare(file))
        except ValidationError as refusal:
            wrong.append(f"{file.name}: {'; '.join(refusal.messages)}")
    return good, wrong


def _attach(request, report, pictures, at):
    for picture in pictures:
        try:
            photo_moves.attach(report, picture, actor=request.user, at=at)
        except MoveRefused as refusal:
            messages.warning(request, str(refusal))
            break


def stored_words(report, at):
    """The one line that says what was stored and when."""
    time = date_format(timezone.localtime(at), "H:i")
    if report.version > 1:
        return _("%(project)s: version %(number)s was stored at %(time)s.") % {
            "project": report.project, "number": report.version, "time": time,
        }  # fmt: skip
    late = _("late") if report.is_late else _("in time")
    return _("%(project)s: received at %(time)s, %(late)s.") % {"project": report.project, "time": time, "late": late}


@login_required
@timed(NO_CHANGE)
def no_change(request, pk):
    """今日无变化: one tap."""
    if request.method != "POST":
        return redirect("projects:daily_reports")
    at = timezone.now()
    try:
        report = hand_in(DailyReport(pk=pk), moves.nothing_changed(), verb="submit", actor=request.user, at=at)
        messages.success(request, stored_words(report, at))
    except moves.AlreadyStored as stored:
        messages.success(request, str(stored))
    except MoveRefused as refusal:
        refused_by_person(request, pk, refusal)
        messages.error(request, str(refusal))
    except DailyReport.DoesNotExist:
        raise Http404 from None
    return redirect(_back(request, "/daily-reports/"))


def _back(request, default):
    """Where the form said to go back to: an address of our own, else `default`."""
    there = request.POST.get("next", "")
    return there if there.startswith("/") and not there.startswith(("//", "/\\")) else default


def _by_button(request, pk, act):
    report = find(request, pk)
    try:
        return act(report)
    except MoveRefused as refusal:
        if refusal.why == MoveRefused.WRONG_PERSON:
            raise PermissionDenied(str(refusal)) from None
        messages.error(request, str(refusal))
    return None


def _reason(request):
    form = ReasonForm(request.POST)
    form.is_valid()
    return form.cleaned_data.get("reason", "")


@require_POST
@login_required
def read(request, pk):
    """Stamp as read."""
    _by_button(request, pk, lambda report: moves.read(report, actor=request.user, at=timezone.now()))
    return redirect(_back(request, f"/daily-reports/{pk}/"))


@require_POST
@login_required
def give_back(request, pk):
    """Return to the liaison with a reason."""
    reason = _reason(request)
    _by_button(request, pk, lambda report: moves.return_(report, actor=request.user, at=timezone.now(), reason=reason))
    return redirect(_back(request, f"/daily-reports/{pk}/"))


@require_POST
@login_required
def exempt(request, pk):
    """Excuse the day with a reason."""
    reason = _reason(request)
    _by_button(request, pk, lambda report: moves.exempt(report, actor=request.user, at=timezone.now(), reason=reason))
    return redirect(_back(request, f"/daily-reports/{pk}/"))


@require_POST
@login_required
def reopen(request, pk):
    """Ask for an excused day again."""
    reason = _reason(request)
    _by_button(request, pk, lambda report: moves.reopen(report, actor=request.user, at=timezone.now(), reason=reason))
    return redirect(_back(request, f"/daily-reports/{pk}/"))
