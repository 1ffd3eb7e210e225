"""What is written into a tolerance case beside its moves: the application, investigators, hearings, findings, consent,
the clearing of the name, the library; and what is held while it is open. Each leaves one line."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Investigator, Lesson, Tolerance, ToleranceHearing, TolerancePoint
from cases.permissions import tolerance as may
from cases.queries import tolerance as queries
from cases.services.clocks import end_of_step, tell
from cases.services.opening import open_case
from cases.states.tolerance import (
    EFFECTIVE,
    ENDED,
    Distinction,
    Look,
    Origin,
    Outcome,
    Scope,
    Side,
    ToleranceState,
)
from evaluations.services.score_entries import hold_source, release_source
from evaluations.states.scores import HoldKind
from zhangdian.papers import services as papers
from zhangdian.trail import services as trail
from zhangdian.trail import verbs
from zhangdian.trail.titles import numbered
from zhangdian.workflow import MoveRefused

S = ToleranceState
FIELDS = ("post", "project", "course", "basis", "error", "no_gain", "gain_note", "remedy")
verbs.declare(
    apply_tolerance=gettext_lazy("applied for tolerance"), name_investigator=gettext_lazy("named an investigator"),
    drop_investigator=gettext_lazy("released an investigator"), record_hearing=gettext_lazy("recorded a hearing"),
    write_findings=gettext_lazy("wrote the findings"), sign_findings=gettext_lazy("signed the findings"),
    consent_clearing=gettext_lazy("consented to the clearing of the name"), clear_name=gettext_lazy("cleared the name"),
    release_lesson=gettext_lazy("released it into the library"),
    take_back_lesson=gettext_lazy("took it out of the library"),
    record_reminder=gettext_lazy("recorded a reminder"),
)  # fmt: skip


@transaction.atomic
def lodge(about, content, *, points, actor, at):
    """Register an application, or the organ's own opening. about: queries.tolerance.About. content: the columns of
    FIELDS. points: {code of a distinction: (holds, reason)}. Returns the Tolerance.

    A late one is registered all the same, and says so. The officer is, where there is one, another than the one who
    runs what it is about.
    """
    if not may.opens(actor, about.standing):
        raise MoveRefused(
            _("Tolerance is applied for by the person concerned or the head of the unit, or opened by the cadre "
              "section or the discipline commission."),
            MoveRefused.WRONG_PERSON,
        )  # fmt: skip
    if about.cadre is None and about.unit is None:
        raise ValidationError({"cadre": _("Name the person or the unit concerned.")})
    row = about.row
    there = queries.of(row).exclude(state__in=ENDED) if row is not None else Tolerance.objects.none()
    same = [one for one in there if one.cadre_id == getattr(about.cadre, "pk", None)]
    if same:
        raise MoveRefused(
            _("A tolerance case about it is open already: %(case)s.") % {"case": same[0]}, MoveRefused.WRONG_STATE
        )
    made = Tolerance(
        state=S.LODGED, origin=about.standing, cadre=about.cadre, unit=about.unit, **_named(row),
        **{name: content.get(name, Tolerance._meta.get_field(name).get_default()) for name in FIELDS},
    )  # fmt: skip
    made.noticed_at = about.noticed_at
    open_case(made, actor=actor, at=at, handler=_officer(about, actor, at), verb="apply_tolerance")
    if about.noticed_at:
        made.apply_before = end_of_step(made, "tolerance.apply", about.noticed_at)
        made.is_late = about.standing != Origin.ORGAN and at >= made.apply_before
        made.save(update_fields=["apply_before", "is_late"])
    _keep_points(made, Side.SELF, points)
    tell([made.handler], made, "lodged", _("An application for tolerance: %(case)s") % {"case": made}, at=at)
    return made


def _named(row):
    if row is None:
        return {}
    path = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return {
        "about_label": row._meta.label_lower, "about_key": str(row.pk), "about_title": str(row)[:120],
        "about_path": path[:200],
    }  # fmt: skip


def _officer(about, actor, at):
    """The officer of the new case: who has least, and not who runs or proposed what it is about if another can."""
    officers = queries.free_officers(about.cadre, about.unit, timezone.localdate(at))
    busy = {getattr(about.row, name, None) for name in ("handler_id", "opened_by_id", "drafted_by_id")}
    found = [user for user in officers if user.pk not in busy] or officers
    if not found:
        raise MoveRefused(
            _("Nobody of the cadre section can take this case: ask the leader of the department."), MoveRefused.MISSING
        )
    return next((user for user in found if user.pk == actor.pk), found[0])


def _keep_points(case, side, points):
    for code, (holds, text) in points.items():
        TolerancePoint.objects.update_or_create(
            tolerance=case, side=side, code=code, defaults={"holds": holds, "text": text.strip()[:1000]}
        )


def locked(case, actor, at, may_act, *states):
    """The row under the lock; MoveRefused where the actor may not, or it stands elsewhere than in `states`."""
    row = Tolerance.objects.standing(actor, timezone.localdate(at)).select_for_update(of=("self",)).get(pk=case.pk)
    if not may_act(actor, row):
        raise MoveRefused(_("You are not the one who can do this here."), MoveRefused.WRONG_PERSON)
    if states and row.state not in states:
        raise MoveRefused(
            _("“%(case)s” is at “%(state)s”: this is not possible now.")
            % {"case": row, "state": row.get_state_display()},
            MoveRefused.WRONG_STATE,
        )
    return row


@transaction.atomic
def name_investigator(case, *, user, actor, at):
    """Add an investigator: of the cadre section, the commission or a team, free of it. Returns the Investigator."""
    row = locked(case, actor, at, may.names, S.INQUIRY)
    if not user.is_active or not may.may_investigate(
        user, Tolerance.objects.standing(user, timezone.localdate(at)).get(pk=row.pk)
    ):
        raise MoveRefused(
            _("%(who)s cannot investigate this: concerned by it, applied for it, recused, or of no organ that "
              "investigates.") % {"who": user.name},
            MoveRefused.WRONG_PERSON,
        )  # fmt: skip
    about = queries.about_of(row)
    if user.pk in {getattr(about, name, None) for name in ("opened_by_id", "proposed_by_id", "drafted_by_id")}:
        raise MoveRefused(
            _("%(who)s proposed what this is about: another investigates.") % {"who": user.name},
            MoveRefused.WRONG_PERSON,
        )
    made, is_new = Investigator.objects.get_or_create(
        tolerance=row, user=user, defaults={"named_at": at, "named_by": actor}
    )
    if not is_new and made.dropped_at is None:
        raise MoveRefused(_("%(who)s investigates already.") % {"who": user.name}, MoveRefused.WRONG_STATE)
    if not is_new:
        made.dropped_at, made.dropped_why, made.signed_at = None, "", None
        made.save(update_fields=["dropped_at", "dropped_why", "signed_at"])
    trail.record(row, "name_investigator", actor=actor, at=at, after={"who": user.name})
    tell([user], row, "investigate", _("You investigate %(case)s") % {"case": row}, at=at)
    return made


@transaction.atomic
def drop_investigator(case, *, user, reason, actor, at):
    """Release an investigator, with the reason (recusal, other work)."""
    row = locked(case, actor, at, may.names, S.INQUIRY)
    made = Investigator.objects.filter(tolerance=row, user=user, dropped_at__isnull=True).first()
    if made is None:
        raise MoveRefused(_("%(who)s does not investigate this.") % {"who": user.name}, MoveRefused.WRONG_STATE)
    made.dropped_at, made.dropped_why, made.signed_at = at, reason.strip()[:200], None
    made.save(update_fields=["dropped_at", "dropped_why", "signed_at"])
    trail.record(row, "drop_investigator", actor=actor, at=at, reason=reason, after={"who": user.name})
    return made


@transaction.atomic
def record_hearing(case, *, party, name, held_on, words, actor, at):
    """Record a hearing of the person, the unit or the masses. Returns it; it is never changed."""
    row = locked(case, actor, at, may.records, S.INQUIRY)
    if held_on > timezone.localdate(at):
        raise ValidationError({"held_on": _("The hearing cannot lie in the future.")})
    made = ToleranceHearing.objects.create(
        tolerance=row, party=party, name=name.strip(), held_on=held_on, words=words.strip(), at=at, by=actor
    )
    trail.record(row, "record_hearing", actor=actor, at=at, after={"who": made.get_party_display()})
    return made


@transaction.atomic
def write_findings(case, *, points, proposed, proposal, actor, at):
    """Write the findings on three distinctions and six looks, the conclusion and the proposed finding. Who had signed
    an earlier text signs again; the writer's hand counts as signed. Returns the row."""
    row = locked(case, actor, at, may.records, S.INQUIRY)
    _keep_points(row, Side.FINDING, points)
    row.proposed, row.proposal = proposed, proposal.strip()
    row.save(update_fields=["proposed", "proposal"])
    Investigator.objects.filter(tolerance=row).update(signed_at=None)
    Investigator.objects.filter(tolerance=row, user=actor).update(signed_at=at)
    trail.record(row, "write_findings", actor=actor, at=at, after={"finding": str(Outcome(proposed).label)})
    return row


@transaction.atomic
def sign_findings(case, *, actor, at):
    """Sign the findings as they stand."""
    row = locked(case, actor, at, may.records, S.INQUIRY)
    if not row.proposal:
        raise MoveRefused(_("There are no findings to sign yet: write them first."), MoveRefused.MISSING)
    Investigator.objects.filter(tolerance=row, user=actor).update(signed_at=at)
    trail.record(row, "sign_findings", actor=actor, at=at)
    return row


def wanting(case, least):
    """Sentences of what the investigation still wants before it can be reported."""
    named = list(queries.investigators(case))
    unsigned = [one.user.name for one in named if one.signed_at is None]
    heard = {hearing.party for hearing in queries.hearings(case)}
    found = queries.points(case)
    wanted = [*Distinction.values, *(f"look_{code}" for code in Look.values)]
    sentences = []
    if len(named) < least:
        sentences.append(_("at least %(count)s investigators") % {"count": least})
    for party, words in ToleranceHearing._meta.get_field("party").flatchoices:
        if party not in heard:
            sentences.append(_("a hearing of: %(who)s") % {"who": words})
    if any(code not in found for code in wanted) or not case.proposal:
        sentences.append(_("the findings on the three distinctions and six looks"))
    if unsigned:
        sentences.append(_("the signature of: %(who)s") % {"who": "、".join(unsigned)})
    return sentences


def add_evidence(case, *, file, not_secret, actor, at):
    """Hang evidence on an open case; the line is the file's."""
    row = locked(case, actor, at, may.adds_evidence, *(set(S) - set(ENDED)))
    return papers.attach(row, file, not_secret=not_secret, actor=actor, at=at)


@transaction.atomic
def consent(case, *, scope, actor, at):
    """The person says how far the name is cleared; before it is cleared it may be said anew."""
    row = locked(case, actor, at, may.consents, *(set(EFFECTIVE) - set(ENDED)))
    if row.outcome != Outcome.EXEMPT:
        raise MoveRefused(_("A name is cleared after an exemption only."), MoveRefused.WRONG_STATE)
    if row.cleared_on:
        raise MoveRefused(_("The name has been cleared already."), MoveRefused.WRONG_STATE)
    before = row.get_scope_display()
    row.scope, row.consented_at = scope, at
    row.save(update_fields=["scope", "consented_at"])
    trail.record(
        row, "consent_clearing", actor=actor, at=at, before={"scope": str(before)},
        after={"scope": str(row.get_scope_display())},
    )  # fmt: skip
    tell([row.handler], row, "consented", _("Consent to the clearing of the name: %(case)s") % {"case": row}, at=at)
    return row


@transaction.atomic
def clear_name(case, *, cleared_on, clearing, actor, at):
    """Record that the name was cleared, as far as the person consented."""
    row = locked(case, actor, at, may.runs, *(set(EFFECTIVE) - set(ENDED)))
    if row.scope in ("", Scope.NONE):
        raise MoveRefused(
            _("The person has not consented to a clearing of the name and its scope."), MoveRefused.WRONG_STATE
        )
    if row.cleared_on:
        raise MoveRefused(_("The name has been cleared already."), MoveRefused.WRONG_STATE)
    if cleared_on > timezone.localdate(at):
        raise ValidationError({"cleared_on": _("The clearing cannot lie in the future.")})
    row.cleared_on, row.clearing = cleared_on, clearing.strip()
    row.save(update_fields=["cleared_on", "clearing"])
    trail.record(row, "clear_name", actor=actor, at=at, after={"scope": str(row.get_scope_display())})
    return row


@transaction.atomic
def release_lesson(case, *, topic, title, text, actor, at):
    """Let a filed finding into the library in words without names. Returns the Lesson.

    Refused with the names found, where the person, somebody heard, a unit or a project is named.
    """
    row = locked(case, actor, at, may.releases, *(set(EFFECTIVE) - {S.FED_BACK, S.REVOKED}))
    for field, words in (("title", title), ("text", text)):
        named = queries.names_in(words, row)
        if named:
            raise ValidationError(
                {field: _("Take out the names: %(names)s. Say “a town”, “the person in charge” instead.")
                 % {"names": "、".join(named)}}
            )  # fmt: skip
    if Lesson.objects.filter(tolerance=row).exists():
        raise MoveRefused(_("This finding was released into the library before."), MoveRefused.WRONG_STATE)
    made = Lesson.objects.create(
        tolerance=row, outcome=row.outcome, topic=topic, title=title.strip(), text=text.strip(), released_at=at,
        released_by=actor,
    )  # fmt: skip
    trail.record(row, "release_lesson", actor=actor, at=at, after={"title": made.title})
    return made


@transaction.atomic
def take_back_lesson(case, *, reason, actor, at):
    """Take a finding out of the library again, with the reason."""
    row = locked(case, actor, at, may.releases)
    lesson = Lesson.objects.select_for_update().filter(tolerance=row, taken_back_at__isnull=True).first()
    if lesson is None:
        raise MoveRefused(_("This finding does not stand in the library."), MoveRefused.WRONG_STATE)
    lesson.taken_back_at, lesson.taken_back_why = at, reason.strip()[:400]
    lesson.save(update_fields=["taken_back_at", "taken_back_why"])
    trail.record(row, "take_back_lesson", actor=actor, at=at, reason=reason)
    return lesson


def suspend(case, *, actor, at):
    """Keep what the case is about, and what that rests on, out of every score while it is open."""
    for source in queries.suspended_rows(case):
        hold_source(
            source, HoldKind.SUSPENDED, case=case, actor=actor, at=at,
            reason=_("Error tolerance is being examined: %(number)s") % {"number": case.number_text},
        )  # fmt: skip


def release(case, *, outcome, actor, at, is_excused=False):
    """Let go what was held; excused, it stays out for good and every why-page says so."""
    for source in queries.suspended_rows(case):
        release_source(
            source, HoldKind.SUSPENDED, case=case, outcome=outcome, actor=actor, at=at, excused=is_excused
        )  # fmt: skip


def remind(cadre, *, reason, actor, at):
    """Record a reminder on the file of the person: what is left of a yellow card that stepped down."""
    trail.record(cadre, "record_reminder", actor=actor, at=at, reason=reason, title=numbered(cadre))
