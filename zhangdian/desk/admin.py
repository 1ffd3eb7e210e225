"""The base of every room's admin.

In ten lines, in a room's `admin.py` (the site is Django's own `admin.site`, which is our DeskSite):

    @admin.register(Unit)
    class UnitAdmin(DeskAdmin):                     # every edit leaves a trail line
        reasons = {"change", "delete"}              # these acts must say why
        list_display, search_fields = ("name", "code"), ("name",)

    @admin.register(Order)
    class OrderAdmin(WorkflowAdmin):                # rows are read-only; the moves are buttons
        transitions = transitions                   # module: MOVES, and one function per verb, named as the move
        editable = ("remark",)                      # plain columns that may be edited beside the moves

Services that are no moves (rename, merge) are `acts = (Act(…),)`: see desk.moves.Act. And in `permissions.py`:
  allow("room.order", view=sees_orders, change=keeps_orders)   (desk.permissions).
Lists ask the model's `visible_to(user[, day])`; whoever has no predicate for an act is refused it. A row that
has a history (a state that moved) cannot be deleted. Inlines: derive from DeskInline. Lists with a personal
or mass export: mix in `desk.exports.DeskExport`. A form that a move needs beyond its `needs` stands in
`Move.fields` (name -> form field) or in `move_forms = {"suspend": SuspendForm}`.
"""

import inspect

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from zhangdian.desk import forms, moves, permissions, snapshots
from zhangdian.desk.stale import Watched
from zhangdian.trail import queries as trail_queries
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

TIMELINE, ALL = 60, 2000


class ByPredicate:
    """Django's four questions answered by the predicates of desk.permissions; nobody is above them."""

    def _may(self, request, act, thing=None):
        # The theme passes a key where Django passes the object.
        if thing is not None and not isinstance(thing, models.Model):
            thing = self.model._default_manager.filter(pk=thing).first()
        return permissions.allowed(request.user, act, self.model, thing)

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", obj) or self._may(request, "change", obj)

    def has_add_permission(self, request, *_parent):
        return self._may(request, "add")

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete", obj)


class DeskAdmin(ByPredicate, Watched, ModelAdmin):
    """Lists by `visible_to`, acts by predicate, and a trail line in the transaction of every edit.

    reasons: which of "add", "change", "delete" must say why. reason_field: a column of the model that is
    itself the reason. trail_leaves_out: columns whose contents the trail must never hold.
    """

    reasons = frozenset()
    reason_field = ""
    trail_leaves_out = frozenset(snapshots.SECRET)
    moves = ()
    acts = ()
    transitions = None
    move_forms = {}
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    list_filter_submit = True
    warn_unsaved_form = True
    change_form_outer_before_template = "desk/moves.html"
    change_form_outer_after_template = "desk/timeline.html"
    delete_confirmation_template = "desk/delete.html"
    actions = None

    # What is seen ------------------------------------------------------------------------------

    def get_queryset(self, request):
        return self.visible(request, super().get_queryset(request))

    def visible(self, request, queryset):
        """The rows that the person may see: by the queryset's own `visible_to` where it has one."""
        if not hasattr(queryset, "visible_to"):
            return queryset
        words = {"day": timezone.localdate()} if "day" in inspect.signature(queryset.visible_to).parameters else {}
        return queryset.visible_to(request.user, **words)

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and hasattr(obj, "get_absolute_url") else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk:
            context["timeline"] = trail_queries.timeline(obj, moves=self.moves, limit=TIMELINE)
            context["panel"] = self.panel(request, obj)
            context["printed"] = self.printed(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Moves and acts ----------------------------------------------------------------------------

    def panel(self, request, obj):
        """The moves and acts as the page shows them; None where there are none."""
        if not (self.moves or self.acts):
            return None
        return moves.panel(
            obj, self.moves, acts=self.acts, user=request.user, url=lambda move: self.url_of("move", obj.pk, move.name)
        )

    def printed(self, request, obj):
        """The papers that the row can be printed as: [(words, address)]."""
        return []

    def get_custom_urls(self):
        given = super().get_custom_urls()
        if not (self.moves or self.acts):
            return given
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_move"
        return [*given, ("<path:object_id>/move/<slug:name>/", name, self.move_view)]

    def move_form(self, request, obj, move):
        """The form class of a move or an act."""
        if isinstance(move, moves.Act):
            return move.form if isinstance(move.form, type) else move.form(request, obj)
        return self.move_forms.get(move.name) or forms.form_for(move, self.model)

    def move_initial(self, request, obj, move):
        """What the form of a move or an act offers."""
        return move.initial(obj) if isinstance(move, moves.Act) and move.initial else {}

    def move_notes(self, request, obj, move):
        """What the person must know before making the move: (words, address or "") pairs."""
        return []

    def move_view(self, request, object_id, name, model_admin=None):
        """The page of one move: what it needs, what it will do, and the button that makes it."""
        obj = self.get_object(request, unquote(object_id))
        move = next((move for move in (*self.moves, *self.acts) if move.name == name), None)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        if obj is None or move is None:
            raise Http404
        back = self.url_of("change", obj.pk)
        refusal = moves.refusal(move, obj, user=request.user)
        if refusal is not None:
            messages.error(request, str(refusal))
            return redirect(back)
        form_class = self.move_form(request, obj, move)
        if request.method == "POST":
            form = forms.dress(form_class(request.POST, request.FILES))
            if form.is_valid() and self.make_move(request, obj, move, form):
                return redirect(back)
        else:
            form = forms.dress(form_class(initial=self.move_initial(request, obj, move)))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "original": obj,
            "title": move.label or move.name,
            "subtitle": str(obj),
            "move": move,
            "notes": self.move_notes(request, obj, move),
            "sentence": moves.sentence(move, obj),
            "form": form,
            "back": back,
        }
        return TemplateResponse(request, "desk/move.html", context)

    def make_move(self, request, obj, move, form):
        """Call the room's function; True when the page is done with, False to show the form again."""
        call = move.do if isinstance(move, moves.Act) else moves.function(self.transitions, move)
        try:
            call(obj, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except MoveRefused as refused:
            messages.error(request, str(refused))
            return refused.why != MoveRefused.MISSING
        except ValidationError as wrong:
            forms.blame(form, wrong)
            return False
        messages.success(request, _("Done: %(move)s.") % {"move": move.label or move.name})
        return True

    def history_view(self, request, object_id, extra_context=None):
        """The whole timeline on a page of its own."""
        obj = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        if obj is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "original": obj,
            "title": _("What happened"),
            "subtitle": str(obj),
            "timeline": trail_queries.timeline(obj, moves=self.moves, limit=ALL),
        }
        return TemplateResponse(request, "desk/history.html", context)

    def url_of(self, act, *args):
        """The desk's address of an act on this model."""
        opts = self.model._meta
        return reverse(f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_{act}", args=args)

    # The reason --------------------------------------------------------------------------------

    def asks_reason(self, request, obj):
        """Does the form for `obj` (None: a new one) ask why?"""
        if obj is None:
            return "add" in self.reasons
        return "change" in self.reasons and self.has_change_permission(request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if self.asks_reason(request, obj):
            kwargs["form"] = forms.reasoned(kwargs.get("form") or self.form)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        asked = self.asks_reason(request, obj)
        sets = []
        for name, options in super().get_fieldsets(request, obj):
            shown = [field for field in options["fields"] if field != forms.REASON]
            sets.append((name, {**options, "fields": shown}))
        if asked:
            sets.append((_("Reason"), {"fields": [forms.REASON]}))
        return sets

    def reason_of(self, obj, form):
        """Why the edit is made, as given."""
        if self.reason_field:
            return getattr(obj, self.reason_field) or ""
        return form.cleaned_data.get(forms.REASON, "") if form is not None else ""

    # The trail ---------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        before = self.stored(obj) if change else {}
        self.write(request, obj, form, change)
        old, new = snapshots.difference(before, snapshots.of(obj, self.trail_leaves_out))
        if change and not new:
            return
        trail.record(
            obj, "change" if change else "create", actor=request.user, at=timezone.now(),
            reason=self.reason_of(obj, form), before=old, after=new,
        )  # fmt: skip

    def write(self, request, obj, form, change):
        """Store the row. A room that has a service for it calls the service here; the trail line follows."""
        super().save_model(request, obj, form, change)

    def stored(self, obj):
        """What the database says of the row now, locked until the edit is written."""
        row = type(obj)._base_manager.select_for_update().get(pk=obj.pk)
        return snapshots.of(row, self.trail_leaves_out)

    def save_formset(self, request, form, formset, change):
        """Store the rows of an inline; their lines stand on the trail of the row they hang on."""
        model = formset.model
        keys = [inner.instance.pk for inner in formset.initial_forms if inner.instance.pk]
        before = {row.pk: snapshots.of(row, self.trail_leaves_out) for row in model._base_manager.filter(pk__in=keys)}
        formset.save()
        lines, name, parent = [], model._meta.model_name, form.instance

        def line(verb, old, new):
            lines.append(
                trail.line(
                    parent, f"{verb}_{name}"[:40], actor=request.user, at=timezone.now(),
                    reason=self.reason_of(parent, form), before=old, after=new,
                )
            )  # fmt: skip

        for row in formset.new_objects:
            line("add", {}, snapshots.of(row, self.trail_leaves_out))
        for row, _fields in formset.changed_objects:
            old, new = snapshots.difference(before.get(row.pk, {}), snapshots.of(row, self.trail_leaves_out))
            if new:
                line("change", old, new)
        for row in formset.deleted_objects:
            # Django has taken the key off by now; what it said was read before.
            line("delete", snapshots.of(row, self.trail_leaves_out), {})
        trail.record_many(lines)

    def has_delete_permission(self, request, obj=None):
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or not self.has_history(obj)

    def has_history(self, obj):
        """Has the row moved? Then it stays: what happened is not unmade by deleting."""
        return isinstance(obj, models.Model) and trail.moved(obj)

    def delete_view(self, request, object_id, extra_context=None):
        asks = "delete" in self.reasons
        extra_context = {**(extra_context or {}), "asks_reason": asks, "reason_name": forms.REASON}
        if asks and request.method == "POST" and not request.POST.get(forms.REASON, "").strip():
            messages.error(request, _("Say why it is deleted: the reason is kept on the trail."))
            return redirect(request.get_full_path())
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        trail.record(
            obj, "delete", actor=request.user, at=timezone.now(), reason=request.POST.get(forms.REASON, "").strip(),
            before=snapshots.of(obj, self.trail_leaves_out), after={},
        )  # fmt: skip
        super().delete_model(request, obj)

    # Django's own log would be a second trail, and one that can be altered.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def log_deletions(self, request, queryset):
        return None


class WorkflowAdmin(DeskAdmin):
    """A desk for rows that move: read-only but for `editable`; the room's moves as buttons, each with its form.

    transitions: the room's module (or subject module) with MOVES and a function per verb, called as
    f(row, actor=, at=, **what the form gave). move_forms: {name: form class} where the table does not say enough.
    """

    editable = ()

    @property
    def moves(self):
        return self.transitions.MOVES if self.transitions else ()

    def get_readonly_fields(self, request, obj=None):
        given = list(super().get_readonly_fields(request, obj))
        if obj is None:
            return given if "state" in given else [*given, "state"]
        own = [field.name for field in self.model._meta.concrete_fields if not field.primary_key]
        return given + [name for name in own if name not in self.editable and name not in given]

    def has_delete_permission(self, request, obj=None):
        return False


class _Inline(ByPredicate):
    """Rows on the page of another row: its own predicates where it has any, else those of the row it hangs on."""

    extra = 0
    show_change_link = False

    def _may(self, request, act, thing=None):
        if permissions.known(act, self.model):
            return permissions.allowed(request.user, act, self.model, None)
        act = "change" if act in {"add", "delete"} else act
        return permissions.allowed(request.user, act, self.parent_model, thing)

    def has_add_permission(self, request, obj=None):
        return self._may(request, "add", obj)


class DeskInline(_Inline, TabularInline):
    """An inline of short rows; every change of one leaves a line on the parent's trail."""


class DeskStack(_Inline, StackedInline):
    """An inline of long rows; every change of one leaves a line on the parent's trail."""


class ReadOnly:
    """Mix in before DeskAdmin or an inline: to be looked at only."""

    def has_add_permission(self, request, *_parent):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view", obj)
