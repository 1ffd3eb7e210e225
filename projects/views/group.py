"""Several reports at once: one person for several projects, or a block of text from the group chat."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.forms.day import PasteForm, ReportForm
from projects.models import DailyReport
from projects.queries import day as queries
from projects.rules import paste as rules
from projects.transitions import day as moves
from projects.views.day import hand_in, left, stored_words
from zhangdian.workflow import MoveRefused


def _open_rows(user, at):
    """The reports that `user` may hand in today and earlier, with their targets."""
    page = queries.liaison_day(user, day=timezone.localdate(at), at=at)
    return [*page.to_do, *page.owed]


def _forms(rows, initial=None, data=None):
    """[(report, form)]; `initial` is {report key: fields}. Targets and milestones of all of them in two statements."""
    targets, milestones = queries.targets_of_many(rows), queries.milestones_of_many(rows)
    forms = []
    for report in rows:
        words = {
            "prefix": f"r{report.pk}",
            "targets": targets.get(report.project_id, ()),
            "milestones": milestones.get(report.project_id, ()),
        }
        forms.append((report, ReportForm(data, initial=(initial or {}).get(report.pk), **words)))
    return forms


@login_required
def group(request):
    """A form for every project that one person reports on; what is filled in is handed in, the rest stays open."""
    at = timezone.now()
    rows = _open_rows(request.user, at)
    if request.method != "POST":
        return _page(request, _forms(rows), at)
    again, stored = [], 0
    for report, form in _forms(rows, data=request.POST):
        if f"r{report.pk}-send" not in request.POST:
            again.append((report, form))
            continue
        if form.is_valid():
            try:
                words = stored_words(hand_in(report, form.content(), verb="submit", actor=request.user, at=at), at)
                messages.success(request, words)
                stored += 1
                continue
            except ValidationError as wrong:
                form.refuse(wrong)
            except moves.AlreadyStored as known:
                messages.success(request, str(known))
                continue
            except MoveRefused as refusal:
                form.add_error(None, str(refusal))
        form.was_sent = True
        again.append((report, form))
    if not any(getattr(form, "was_sent", False) for _report, form in again):
        if not stored:
            messages.info(request, _("Nothing was ticked, so nothing was handed in."))
        return redirect("projects:daily_reports")
    return _page(request, again, at, status=422)


def _page(request, forms, at, *, status=200, unknown=()):
    due_at = forms[0][0].due_at if forms else None
    return render(
        request,
        "projects/day/group.html",
        {"forms": forms, "unknown": unknown, "due_at": due_at, "left": left(due_at, at)},
        status=status,
    )


@login_required
def paste(request):
    """Read a block of text into reports, shown as forms to confirm. Nothing is stored here."""
    form = PasteForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "projects/day/paste.html", {"form": form}, status=422 if form.is_bound else 200)
    at = timezone.now()
    rows = _open_rows(request.user, at)
    by_project = {}
    for report in rows:
        by_project.setdefault(report.project_id, report)
    targets = {
        project: [(target.pk, target.name, target.measure) for target in found]
        for project, found in queries.targets_of_many(rows).items()
    }
    names = {report.project_id: report.project.name for report in rows}
    initial, unknown = {}, []
    for one in rules.read(form.cleaned_data["block"], names, targets):
        project = one.project
        if project is None and not one.title and len(by_project) == 1:
            project = next(iter(by_project))
        if project not in by_project:
            unknown.append(one)
            continue
        words = dict(one.fields) | {f"amount-{key}": amount for key, amount in one.amounts.items()}
        initial[by_project[project].pk] = words
    if not initial:
        form.add_error("block", _("No project of yours was recognised. Begin each part with 【name of the project】."))
        return render(request, "projects/day/paste.html", {"form": form}, status=422)
    chosen = DailyReport.objects.filter(pk__in=initial).select_related("project").order_by("project__code")
    forms = _forms(list(chosen), initial=initial)
    for _report, one in forms:
        one.was_sent = True
    return _page(request, forms, at, unknown=unknown)
