"""Import and export on the desk: preview before anything is stored, a purpose for every list that leaves."""

import hashlib
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhangdian.desk import permissions, sheets
from zhangdian.desk.forms import dress
from zhangdian.desk.lists import ListOf
from zhangdian.desk.purpose import PurposeForm
from zhangdian.trail import services as trail

SALT, HOUR = "zhangdian.desk.import", 3600
PREVIEWS, A_DAY = "imports/desk", timedelta(days=1)
MAX_BYTES = 10 * 1024 * 1024
FORMATS = {
    "xlsx": (
        gettext_lazy("Excel workbook (.xlsx)"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": (gettext_lazy("csv, UTF-8"), "text/csv; charset=utf-8"),
    "csv-gb": (gettext_lazy("csv, GB18030"), "text/csv; charset=gb18030"),
}


class ImportForm(forms.Form):
    """The file to be read."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        help_text=gettext_lazy("An .xlsx, or a csv in UTF-8 or GB18030. Nothing is stored before you confirm."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 10 MB: split it."))
        return file


class ExportForm(PurposeForm):
    """What for, and in which form."""

    format = forms.ChoiceField(
        label=gettext_lazy("format"),
        choices=[(code, words) for code, (words, _type) in FORMATS.items()],
        initial="xlsx",
    )


class DeskExport:
    """Mix in before DeskAdmin. exports: a SheetResource class. Who may: the `export` predicate."""

    exports = None
    list_before_template = "desk/exchange.html"

    def resource(self, request):
        """The resource, told who asks and when."""
        return self.exports(actor=request.user, at=timezone.now(), day=timezone.localdate())

    def has_export_permission(self, request):
        return permissions.allowed(request.user, "export", self.model)

    def has_import_permission(self, request):
        return False

    def get_custom_urls(self):
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_export"
        return [*super().get_custom_urls(), ("export/", name, self.export_view)]

    def changelist_view(self, request, extra_context=None):
        words = request.GET.urlencode()
        links = []
        if self.has_import_permission(request):
            links.append((_("Import"), self.url_of("import")))
        if self.has_export_permission(request):
            links.append((_("Export"), self.url_of("export") + (f"?{words}" if words else "")))
        return super().changelist_view(request, {**(extra_context or {}), "exchange": links})

    def export_queryset(self, request):
        """The rows of the list as it is filtered; rooms add what their resource reads."""
        return self.get_changelist_instance(request).get_queryset(request)

    def export_view(self, request, model_admin=None):
        """Asks the purpose, leaves a line, answers with the file."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        form = dress(ExportForm(request.POST or None))
        queryset = self.export_queryset(request)
        if request.method == "POST" and form.is_valid():
            headings, rows = self.resource(request).table(queryset)
            trail.record(
                ListOf(self.model, len(rows)), "export", actor=request.user, at=timezone.now(),
                reason=form.cleaned_data["purpose"], after={"rows": str(len(rows)), "columns": list(headings)},
            )  # fmt: skip
            return self._file(form.cleaned_data["format"], headings, rows)
        context = {
            **self.admin_site.each_context(request), "opts": self.model._meta, "title": _("Export"),
            "subtitle": str(self.model._meta.verbose_name_plural), "form": form, "count": queryset.count(),
            "back": self.url_of("changelist"),
        }  # fmt: skip
        return TemplateResponse(request, "desk/export.html", context)

    def _file(self, code, headings, rows):
        title = str(self.model._meta.verbose_name_plural)
        if code == "xlsx":
            content = sheets.write_xlsx(title, headings, rows)
        else:
            content = sheets.write_csv(headings, rows, "gb18030" if code == "csv-gb" else "utf-8-sig")
        response = HttpResponse(content, content_type=FORMATS[code][1])
        name = f"{title}-{timezone.localdate():%Y%m%d}.{code.split('-')[0]}"
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["X-Content-Type-Options"] = "nosniff"
        return response


def sweep_previews(*, at):
    """Delete files whose preview can no longer be confirmed; returns how many. Safe to run twice."""
    if not default_storage.exists(PREVIEWS):
        return 0
    swept = 0
    for name in default_storage.listdir(PREVIEWS)[1]:
        path = f"{PREVIEWS}/{name}"
        try:
            if default_storage.get_modified_time(path) < at - A_DAY:
                default_storage.delete(path)
                swept += 1
        except FileNotFoundError:
            # Confirmed at this moment, or swept by another.
            continue
    return swept


class DeskImport(DeskExport):
    """Mix in before DeskAdmin for a list that is imported as well. Who may: the `import` predicate."""

    def has_import_permission(self, request):
        return permissions.allowed(request.user, "import", self.model)

    def get_custom_urls(self):
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_import"
        return [*super().get_custom_urls(), ("import/", name, self.import_view)]

    def import_view(self, request, model_admin=None):
        """GET: asks for the file. POST a file: the preview. POST the preview's token: stores it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request), "opts": self.model._meta, "title": _("Import"),
            "subtitle": str(self.model._meta.verbose_name_plural), "back": self.url_of("changelist"),
            "columns": self.exports().column_names(), "required": self.exports.required,
        }  # fmt: skip
        form = dress(ImportForm(request.POST or None, request.FILES or None))
        if request.method == "POST" and "token" in request.POST:
            return self._store(request, context)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            content = file.read()
            try:
                report = self.resource(request).run(content, file.name, store=False)
            except sheets.SheetError as wrong:
                form.add_error("file", str(wrong))
            else:
                context |= {"report": report, "name": file.name}
                if not report.faults and report.changes:
                    context["token"] = self._keep(request, content, file.name)
        context["form"] = form
        return TemplateResponse(request, "desk/import.html", context)

    def _keep(self, request, content, name):
        """Put the file away until it is confirmed; the token says whose it is and what was seen."""
        digest = hashlib.sha256(content).hexdigest()
        stored = default_storage.save(f"{PREVIEWS}/{digest[:32]}", ContentFile(content))
        return signing.dumps([stored, digest, name, request.user.pk, self.model._meta.label_lower], salt=SALT)

    def _store(self, request, context):
        try:
            stored, digest, name, user, label = signing.loads(request.POST["token"], salt=SALT, max_age=HOUR)
            if user != request.user.pk or label != self.model._meta.label_lower:
                raise signing.BadSignature
            with default_storage.open(stored) as file:
                content = file.read()
            if hashlib.sha256(content).hexdigest() != digest:
                raise signing.BadSignature
        except (signing.BadSignature, FileNotFoundError):
            messages.error(request, _("The preview is too old: upload the file again."))
            return redirect(self.url_of("import"))
        report = self.resource(request).run(content, name, store=True)
        if report.faults:
            # Something changed since the preview.
            context |= {"report": report, "name": name, "form": dress(ImportForm())}
            return TemplateResponse(request, "desk/import.html", context)
        default_storage.delete(stored)
        messages.success(
            request,
            _("Stored: %(new)s new, %(updated)s changed, %(unchanged)s as they were.")
            % {"new": report.new, "updated": report.updated, "unchanged": report.unchanged},
        )
        return redirect(self.url_of("changelist"))
