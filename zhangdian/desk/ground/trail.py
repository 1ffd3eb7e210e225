"""The auditor's desk: who did what when to which thing, and the seals over it."""

import json

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhangdian.desk.admin import DeskAdmin, ReadOnly
from zhangdian.desk.forms import dress
from zhangdian.desk.ground.permissions import reads_contents, reads_trail
from zhangdian.desk.lists import ListOf
from zhangdian.desk.purpose import PurposeForm
from zhangdian.trail import queries, services, verbs
from zhangdian.trail.models import Entry, Seal


class ByVerb(admin.SimpleListFilter):
    """The verbs that occur."""

    title = gettext_lazy("verb")
    parameter_name = "verb"

    def lookups(self, request, model_admin):
        codes = Entry.objects.order_by("verb").values_list("verb", flat=True).distinct()
        labels = {}
        for desk in model_admin.admin_site._registry.values():
            for move in getattr(desk, "moves", ()):
                if move.label:
                    labels.setdefault(move.name, {})[str(move.label)] = None
        return [(code, "/".join(labels.get(code, ())) or verbs.words(code)) for code in codes]

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset


class ByKind(admin.SimpleListFilter):
    """The kinds of things that lines are about."""

    title = gettext_lazy("kind of thing")
    parameter_name = "label"

    def lookups(self, request, model_admin):
        codes = Entry.objects.order_by("label").values_list("label", flat=True).distinct()
        return [(code, queries.kind_words(code)) for code in codes]

    def queryset(self, request, queryset):
        return queryset.filter(label=self.value()) if self.value() else queryset


@admin.register(Entry)
class EntryAdmin(ReadOnly, DeskAdmin):
    """The trail. Reason, before and after are shown to those only who may see the thing itself."""

    list_display = ("at", "actor_name", "as_role", "act", "kind", "title", "came_from", "went_to")
    list_filter = (ByVerb, ByKind, "at")
    search_fields = ("actor_name", "title", "request_id")
    search_help_text = gettext_lazy("Name of the actor, of the thing, or number of the request")
    date_hierarchy = "at"
    list_before_template = "desk/exchange.html"
    change_form_outer_before_template = "desk/contents.html"
    change_form_outer_after_template = None
    fields = (
        "at", "actor_name", "as_role", "act", "kind", "key", "title", "came_from", "went_to", "request_id",
        "content_digest", "mac",
    )  # fmt: skip
    readonly_fields = ("as_role", "act", "kind", "came_from", "went_to")

    @admin.display(description=gettext_lazy("role"), ordering="role")
    def as_role(self, entry):
        return verbs.role_words(entry.role)

    @admin.display(description=gettext_lazy("verb"), ordering="verb")
    def act(self, entry):
        """The words of the thing's own move; else those that rooms have declared for the verb."""
        desk = self.admin_site._registry.get(queries.model_of(entry.label))
        labels = {move.name: move.label for move in getattr(desk, "moves", ()) if move.label}
        return labels.get(entry.verb) or entry.words

    @admin.display(description=pgettext_lazy("state", "from"), ordering="from_state")
    def came_from(self, entry):
        return queries.state_words(queries.model_of(entry.label), entry.from_state)

    @admin.display(description=pgettext_lazy("state", "to"), ordering="to_state")
    def went_to(self, entry):
        return queries.state_words(queries.model_of(entry.label), entry.to_state)

    @admin.display(description=gettext_lazy("kind of thing"), ordering="label")
    def kind(self, entry):
        return queries.kind_words(entry.label)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            may = reads_contents(request.user, obj, timezone.localdate())
            context["line"] = queries.line_of(obj) if may else None
        return super(DeskAdmin, self).render_change_form(request, context, add, change, form_url, obj)

    def changelist_view(self, request, extra_context=None):
        links = [(_("Export the chain"), self.url_of("chain"))] if reads_trail(request.user) else []
        return super().changelist_view(request, {**(extra_context or {}), "exchange": links})

    def get_custom_urls(self):
        return [*super().get_custom_urls(), ("chain/", "trail_entry_chain", self.chain_view)]

    def chain_view(self, request, model_admin=None):
        """Seals and lines as one JSON object a line: the hashes can be followed without this system."""
        if not reads_trail(request.user):
            raise PermissionDenied
        form = dress(PurposeForm(request.POST or None))
        if request.method == "POST" and form.is_valid():
            services.record(
                ListOf(Entry, Entry.objects.count()), "export", actor=request.user, at=timezone.now(),
                reason=form.cleaned_data["purpose"],
            )  # fmt: skip
            rows = (json.dumps(row, ensure_ascii=False) + "\n" for row in queries.chain())
            answer = StreamingHttpResponse(rows, content_type="application/x-ndjson; charset=utf-8")
            answer["Content-Disposition"] = f'attachment; filename="trail-{timezone.localdate():%Y%m%d}.ndjson"'
            return answer
        context = {
            **self.admin_site.each_context(request), "opts": self.model._meta, "title": _("Export the chain"),
            "form": form, "count": Entry.objects.count(), "back": self.url_of("changelist"),
        }  # fmt: skip
        return TemplateResponse(request, "desk/export.html", context)


@admin.register(Seal)
class SealAdmin(ReadOnly, DeskAdmin):
    """The seals: their hashes, printed on paper elsewhere, are the chain's witnesses."""

    list_display = ("number", "at", "lines_sealed", "hash", "previous")
    search_fields = ("hash", "number")
    date_hierarchy = "at"
    fields = ("number", "at", "lines_sealed", "hash", "previous", "mac")
    readonly_fields = ("lines_sealed",)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(sealed=Count("lines"))

    @admin.display(description=gettext_lazy("lines"))
    def lines_sealed(self, seal):
        return seal.sealed
