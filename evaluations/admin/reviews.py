"""Reviews: the desk. The plan is edited here; everything after is a button."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.forms import reviews as forms
from evaluations.models import Officer, RaterGroup, RaterSeats, Review, ReviewItem, ReviewOption, ReviewSubject
from evaluations.permissions.reviews import keeps_reviews
from evaluations.queries import reviews as queries
from evaluations.queries.tally import observe_path
from evaluations.services import reviews as services
from evaluations.states.reviews import ReviewKind
from evaluations.states.reviews import ReviewState as S
from evaluations.transitions import reviewing as transitions
from evaluations.transitions.tally import APPROVE, ARCHIVE, CHECK, PUBLISH, SEND_BACK
from evaluations.transitions.urns import OPEN, PEEL
from zhangdian.desk.admin import DeskInline, ReadOnly, WorkflowAdmin
from zhangdian.desk.moves import Act

AFTER_COUNT = (CHECK, SEND_BACK, APPROVE, PUBLISH, ARCHIVE)
PLAN = gettext_lazy("Only a plan is changed; take the lists back first.")


def in_plan(review):
    return review.state == S.PLANNED


def before_voting(review):
    return review.state in (S.PLANNED, S.LISTED)


class GroupInline(DeskInline):
    """The groups of raters with their weights."""

    model = RaterGroup
    fields = ("code", "name", "weight")


class ItemInline(DeskInline):
    """The sheet."""

    model = ReviewItem
    fields = ("position", "name", "dimension", "full_mark")


class OptionInline(DeskInline):
    """What may be chosen, where the sheet has options."""

    model = ReviewOption
    fields = ("position", "label", "weight", "is_unknown")


class SubjectInline(DeskInline):
    """Who or what is judged; added by the buttons, taken out here."""

    model = ReviewSubject
    fields = ("position", "label", "unit")
    readonly_fields = ("label", "unit")

    def has_add_permission(self, request, obj=None):
        return False


class OfficerInline(ReadOnly, DeskInline):
    """Who keeps the keys, and whose key stands."""

    model = Officer
    fields = readonly_fields = ("seat", "user", "ready_at", "lost_at", "lost_reason")


ACTS = (
    Act(
        "raters", gettext_lazy("Enter the raters"), keeps_reviews, forms.RatersForm, services.set_raters,
        says=lambda review: _("Who rates in “%(thing)s”: the list replaces what stands there.") % {"thing": review},
        initial=lambda review: {"raters": raters_text(review)}, when=in_plan, why=PLAN,
    ),
    Act(
        "projects", gettext_lazy("Add projects"), lambda user, review: keeps_reviews(user, review)
        and review.kind == ReviewKind.PROJECT, forms.ProjectsForm, services.add_projects,
        says=lambda review: _("The projects of a programme become subjects of “%(thing)s”.") % {"thing": review},
        when=in_plan, why=PLAN,
    ),
    Act(
        "cadres", gettext_lazy("Add cadres"), lambda user, review: keeps_reviews(user, review)
        and review.kind == ReviewKind.CADRE, forms.CadresForm, services.add_cadres,
        says=lambda review: _("Cadres become subjects of “%(thing)s”.") % {"thing": review}, when=in_plan, why=PLAN,
    ),
    Act(
        "sheet", gettext_lazy("Choose a ready sheet"), keeps_reviews, forms.sheet_form, services.set_sheet,
        says=lambda review: _("Items and options of “%(thing)s” are replaced.") % {"thing": review},
        when=in_plan, why=PLAN,
    ),
    Act(
        "officers", gettext_lazy("Appoint the officers"), keeps_reviews, forms.OfficersForm, services.appoint,
        says=lambda review: _("Two officers and a reserve keep the keys of the urns of “%(thing)s”; any two of them "
                              "open the urns, none alone.") % {"thing": review},
        initial=lambda review: {officer.seat: officer.user_id for officer in review.officers.all()},
        when=before_voting, why=gettext_lazy("Voting has begun: the keys stand."),
    ),
)  # fmt: skip


def raters_text(review):
    """The raters as the form takes them."""
    rows = RaterSeats.objects.filter(group__review=review).select_related("group", "unit")
    lines = []
    for row in rows:
        numbers = [row.expected] if row.slips == row.expected else [row.expected, row.slips]
        lines.append(" ".join(map(str, [row.group.code, row.unit or "无", *numbers])))
    return "\n".join(lines)


@admin.register(Review)
class ReviewAdmin(WorkflowAdmin):
    """Reviews of a quarter, from the plan to the archive."""

    transitions = transitions
    acts = ACTS
    editable = ("name", "kind", "year", "quarter", "scale", "averaging", "asks_reason", "opens_at", "closes_at")
    list_display = ("name", "kind", "year", "quarter", "state", "opens_at", "closes_at")
    list_filter = ("state", "kind", "year")
    search_fields = ("name",)
    readonly_fields = ("pages",)
    inlines = (GroupInline, ItemInline, OptionInline, SubjectInline, OfficerInline)
    move_forms = {"reseat": forms.ReseatForm, "resume": forms.ResumeForm}

    @property
    def moves(self):
        """The keys are used on the officers' own pages; the rest are buttons here."""
        return tuple(move for move in self.transitions.MOVES if move not in (PEEL, OPEN))

    def get_readonly_fields(self, request, obj=None):
        given = super().get_readonly_fields(request, obj)
        return [name for name in given if obj is not None or name == "state"]

    @admin.display(description=gettext_lazy("pages of the review"))
    def pages(self, review):
        """Where its results stand, and what observers are given: their page asks for no log-in and shows no person."""
        if review is None or review.state in (S.PLANNED, S.VOID):
            return "—"
        return format_html_join(
            " · ", '<a href="{}">{}</a>',
            ((f"/reviews/{review.pk}/results/", _("Results")), (observe_path(review), _("Page for observers"))),
        )  # fmt: skip

    def write(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().write(request, obj, form, change)

    def move_notes(self, request, obj, move):
        """What opening and closing rest on: turnout, and whether the vote would stand; and where results are read."""
        if move in AFTER_COUNT:
            return [(_("Results with distributions and reasons"), f"/reviews/{obj.pk}/results/")]
        if move.name not in ("close", "resume", "void"):
            return []
        groups = queries.turnout(obj)
        notes = [
            (_("Group %(group)s: %(used)d of %(issued)d slips used.")
             % {"group": number.group, "used": number.used, "issued": number.issued}, "")
            for number in groups
        ]  # fmt: skip
        verdict = queries.verdict(groups, timezone.localdate())
        return notes + [(sentence, "") for sentence in verdict.sentences]
