"""Pages of the roster: the list, programmes, and the import from upload to undo."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from projects.forms.roster import FilterForm, UploadForm, column_choices, read_columns
from projects.models import Project, RosterImport
from projects.permissions.roster import keeps_roster, sees_roster
from projects.queries import roster as queries
from projects.roster import columns, writing
from projects.services import roster as services
from projects.services.roster import FileRefused, ImportRefused
from zhangdian.desk.purpose import ask

PAGE = 50
MOST_SHOWN = 200
TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}


# The list -----------------------------------------------------------------------------------


def _chosen(request, day):
    """(form, projects in the order asked for) of what the person may see under the address' filters."""
    if not sees_roster(request.user):
        raise PermissionDenied
    form = FilterForm(
        request.GET, units=queries.responsible_units(), programmes=queries.programmes_for(request.user, day)
    )
    found = queries.filtered(Project.objects.visible_to(request.user, day), day, **form.chosen())
    return form, found.order_by(*queries.SORTS.get(request.GET.get("sort"), queries.SORTS["code"]), "pk")


@login_required
@require_GET
def project_list(request):
    """The projects that concern the person, with filters, in pages."""
    day = timezone.localdate()
    form, projects = _chosen(request, day)
    page = Paginator(queries.with_roles(projects, day), PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": form, "page": page, "rows": [queries.summary(project) for project in page],
        "sort": request.GET.get("sort", "code"), "may_import": keeps_roster(request.user),
        "words": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "projects/roster/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def project_export(request, kind):
    """The same list as a file, for a purpose; telephone numbers only for those who keep it."""
    day = timezone.localdate()
    _form, projects = _chosen(request, day)

    def give():
        chosen = list(projects.select_related("programme"))
        rows = list(queries.export_rows(chosen, day, phones=keeps_roster(request.user)))
        content = writing.xlsx(rows, _("Projects")) if kind == "xlsx" else writing.csv_text(rows)
        return content, TYPES[kind], f"projects-{day:%Y%m%d}.{kind}"

    back = f"{reverse('projects:project_list')}?{request.GET.urlencode()}"
    return ask(request, Project, projects.count(), give=give, title=_("Export the list of projects"), back=back)


@login_required
@require_GET
def programme_list(request):
    """The programmes, how many projects each holds, and what may be done with them."""
    if not sees_roster(request.user):
        raise PermissionDenied
    day = timezone.localdate()
    programmes = queries.with_counts(queries.programmes_for(request.user, day), request.user, day)
    context = {"programmes": programmes, "may_import": keeps_roster(request.user)}
    if context["may_import"]:
        context["imports"] = queries.imports()
    return render(request, "projects/roster/programmes.html", context)


# The import ---------------------------------------------------------------------------------


def _keeper(request):
    if not keeps_roster(request.user):
        raise PermissionDenied


def _roster(request, pk):
    _keeper(request)
    return get_object_or_404(RosterImport.objects.select_related("programme"), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def roster_upload(request):
    """Choose a list and the programme it is for."""
    _keeper(request)
    today = timezone.localdate()
    initial = {
        "year": today.year, "reporting_from": today, "reporting_until": today.replace(month=12, day=31),
        "programme": queries.current_programme(queries.open_programmes()),
    }  # fmt: skip
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            roster = services.upload(
                given["file"].read(), given["file"].name, programme=given.get("programme"), draft=form.draft(),
                actor=request.user, at=timezone.now(),
            )  # fmt: skip
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("projects:roster_preview", pk=roster.pk)
    return render(request, "projects/roster/upload.html", {"form": form, "headings": writing.HEADINGS})


@login_required
@require_http_methods(["GET", "POST"])
def roster_preview(request, pk):
    """How the list was understood, what it would change, and everything that is wrong; POST corrects the columns."""
    roster = _roster(request, pk)
    if roster.confirmed_at:
        return redirect("projects:roster_result", pk=pk)
    if request.method == "POST":
        services.remap(roster, read_columns(request.POST))
        return redirect("projects:roster_preview", pk=pk)
    try:
        reading, plan = services.preview(roster, day=timezone.localdate())
    except (FileRefused, ImportRefused) as refusal:
        return render(request, "projects/roster/refused.html", {"roster": roster, "sentence": str(refusal)})
    context = {
        "roster": roster, "reading": reading, "plan": plan, "digest": plan.digest(), "choices": column_choices(),
        "problems": plan.problems, "new": [_shown(entry) for entry in plan.new[:MOST_SHOWN]],
        "changed": [_shown(entry) for entry in plan.changed[:MOST_SHOWN]], "most": MOST_SHOWN,
        "skipped": [(sheet.name, row, words) for sheet in reading.sheets for row, words in sheet.skipped],
        "guessed": [column for sheet in reading.sheets for column in sheet.columns if column.how == "near"],
    }  # fmt: skip
    return render(request, "projects/roster/preview.html", context)


def _shown(entry):
    return {
        "entry": entry, "project": entry.project,
        "changes": [(_label(key), was, now) for key, (was, now) in entry.changes.items()],
    }  # fmt: skip


def _label(key):
    return columns.FIELDS[key].label if key in columns.FIELDS else key


@login_required
@require_POST
def roster_confirm(request, pk):
    """Store the list as it was shown."""
    roster = _roster(request, pk)
    try:
        services.confirm(roster, actor=request.user, at=timezone.now(), digest=request.POST.get("digest", "-"))
    except (FileRefused, ImportRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect("projects:roster_preview", pk=pk)
    messages.success(request, _("The list is stored."))
    return redirect("projects:roster_result", pk=pk)


@login_required
@require_GET
def roster_result(request, pk):
    """What an import did, and the way back."""
    roster = _roster(request, pk)
    if not roster.confirmed_at:
        return redirect("projects:roster_preview", pk=pk)
    last = services.last_of(roster.programme)
    context = {
        "roster": roster, "counts": roster.outcome.get("counts", {}),
        "may_undo": last is not None and last.pk == roster.pk,
    }  # fmt: skip
    return render(request, "projects/roster/result.html", context)


@login_required
@require_POST
def roster_undo(request, pk):
    """Take the last import back."""
    roster = _roster(request, pk)
    try:
        removed, restored, left = services.undo(roster, actor=request.user, at=timezone.now())
    except ImportRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("Undone: %(removed)s projects removed, %(restored)s restored; %(left)s people and units stay in use.")
            % {"removed": removed, "restored": restored, "left": left},
        )
    return redirect("projects:roster_result", pk=pk)
