"""Writes of the evaluation teams that are no moves: notes, requests, drafts; and the line that every reading leaves."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.states import Role
from cadres.models import in_force
from evaluations.models import Check, Examination, ExaminedCadre, Material, MaterialVersion, Recusal, Talk
from evaluations.options.teams import CHECK_DAYS
from evaluations.permissions.teams import asks, drafts_material, records, works_in, writes_note
from evaluations.queries.materials import drafted
from evaluations.rules.talks import SECTIONS
from evaluations.states.teams import CheckKind, ExaminationState, MaterialState, ReadingPurpose, TalkState
from zhangdian import vault
from zhangdian.calendar.queries import calendar
from zhangdian.calendar.rules import end_of
from zhangdian.notices import services as notices
from zhangdian.options import queries as options
from zhangdian.trail import services as trail
from zhangdian.workflow import MoveRefused

# What of a note is sealed; the rest says when, where about and in which relation, never who or what.
SEALED_WORDS = ("person", "place", "points", "examples", "shortcomings", "leaning")
ASKED_WHILE = (
    ExaminationState.FORMED, ExaminationState.ON_SITE, ExaminationState.VERIFYING, ExaminationState.MATERIAL,
)  # fmt: skip


def note_reading(thing, *, actor, at, purpose=""):
    """Somebody is shown sealed words: one line a reading, with what for where it was asked."""
    trail.record(thing, "unseal", actor=actor, at=at, reason=purpose)


def note_export(material, *, actor, at, purpose):
    """Somebody took a material out as a paper."""
    trail.record(material, "export", actor=actor, at=at, reason=purpose)


def _refused(sentence, why=MoveRefused.WRONG_PERSON):
    return MoveRefused(sentence, why)


def _closed(examination):
    return _refused(
        _("The evaluation is now at “%(state)s”: this is closed.") % {"state": examination.get_state_display()},
        MoveRefused.WRONG_STATE,
    )


def _locked(model, pk, actor, at):
    rows = model.objects.standing(actor, timezone.localdate(at)).select_for_update(of=("self",))
    return rows.get(pk=pk)


@transaction.atomic
def write_note(examination, content, *, actor, at, talk=None):
    """Write a note, or a draft of the own anew. content: kind, cadre, project, relation, held_at and SEALED_WORDS.

    The trail says that it was written, never what. Returns the Talk.
    """
    examination = _locked(Examination, examination.pk, actor, at)
    if not records(actor, examination):
        raise _refused(_("Notes are written by the members of the evaluation's team."))
    if examination.state != ExaminationState.ON_SITE:
        raise _closed(examination)
    if talk is not None:
        talk = _locked(Talk, talk.pk, actor, at)
        if not writes_note(actor, talk):
            raise _refused(_("A note is changed by its recorder only."))
        if talk.state != TalkState.DRAFT:
            raise _refused(_("This note was handed in: its words no longer change."), MoveRefused.WRONG_STATE)
    cadre, project = content.get("cadre"), content.get("project")
    _belongs(examination, cadre, project, actor, timezone.localdate(at))
    if content["held_at"] > at:
        raise ValidationError({"held_at": _("The time lies ahead.")})
    row = talk or Talk(examination=examination, recorder=actor)
    row.kind, row.relation, row.held_at = content["kind"], content.get("relation", ""), content["held_at"]
    row.cadre, row.project = cadre, project
    row.sealed = vault.seal({name: content.get(name, "") for name in SEALED_WORDS}, row)
    row.save()
    trail.record(row, "write" if talk else "create", actor=actor, at=at)
    return row


def _belongs(examination, cadre, project, actor, day):
    """The cadre and the project are the evaluation's, and the writer is recused from neither."""
    if cadre is not None and not examination.subjects.filter(cadre=cadre).exists():
        raise ValidationError({"cadre": _("This cadre is not looked at here.")})
    if project is not None and not examination.works.filter(project=project).exists():
        raise ValidationError({"project": _("This project is not looked at here.")})
    mine = Recusal.objects.filter(in_force(day), person__user=actor)
    if (cadre and mine.filter(cadre=cadre).exists()) or (project and mine.filter(project=project).exists()):
        raise _refused(_("You are recused from this cadre or project: another member writes the note."))


@transaction.atomic
def ask(examination, kind, *, actor, at, only=None):
    """Ask for a verification of every cadre of the evaluation (or of `only`) that has none of this kind yet.

    Opinions on integrity go to discipline with a clock in working days. Returns the rows made.
    """
    examination = _locked(Examination, examination.pk, actor, at)
    if not asks(actor, examination):
        raise _refused(_("Verifications are asked for by the cadre section."))
    if examination.state not in ASKED_WHILE:
        raise _closed(examination)
    if kind not in CheckKind.values:
        raise ValidationError({"kind": _("Choose what is to be verified.")})
    day = timezone.localdate(at)
    last = calendar().add(day, options.value(CHECK_DAYS, day))
    due_at = end_of(last, timezone.get_current_timezone())
    there = Check.objects.filter(examination=examination, kind=kind).exclude(state="WITHDRAWN").values("cadre")
    subjects = ExaminedCadre.objects.filter(examination=examination).exclude(cadre__in=there)
    if only is not None:
        subjects = subjects.filter(cadre=only)
    made = [
        Check.objects.create(
            examination=examination, cadre_id=subject.cadre_id, kind=kind, asked_by=actor, asked_at=at, due_at=due_at
        )
        for subject in subjects
    ]
    if not made:
        raise _refused(_("This has been asked about every cadre already."), MoveRefused.WRONG_STATE)
    trail.record_many([trail.line(row, "create", actor=actor, at=at) for row in made])
    if kind == CheckKind.INTEGRITY:
        for row in made:
            notices.tell(
                User.objects.with_role(Role.DISCIPLINE), kind="check.asked", key=row.pk, path=row.get_absolute_url(),
                title=_("An opinion on integrity is asked for, by %(day)s") % {"day": last}, at=at,
            )  # fmt: skip
    return made


@transaction.atomic
def begin_material(examination, cadre, *, actor, at):
    """The first draft of the material about one cadre, put together by `queries.materials.drafted`; every note and
    reply whose words went into it has its line of reading."""
    examination = _locked(Examination, examination.pk, actor, at)
    if not works_in(actor, examination):
        raise _refused(_("Materials are drafted by the members of the team."))
    if examination.state != ExaminationState.MATERIAL:
        raise _closed(examination)
    if not examination.subjects.filter(cadre=cadre).exists():
        raise ValidationError(_("This cadre is not looked at here."))
    if Material.objects.filter(examination=examination, cadre=cadre).exists():
        raise _refused(_("The material of this cadre has been begun already."), MoveRefused.WRONG_STATE)
    row = Material.objects.create(examination=examination, cadre=cadre, drafted_by=actor)
    trail.record(row, "create", actor=actor, at=at)
    sections, read = drafted(examination, cadre, day=timezone.localdate(at))
    purpose = str(ReadingPurpose.DRAFTING.label)
    trail.record_many([trail.line(one, "unseal", actor=actor, at=at, reason=purpose) for one in read])
    _version(row, sections, actor, at)
    return row


@transaction.atomic
def save_material(material, sections, *, base, actor, at):
    """A new version of a draft; `base` is the version that was in front of the writer. Returns the Material."""
    row = _locked(Material, material.pk, actor, at)
    if not drafts_material(actor, row):
        raise _refused(_("Materials are drafted by the members of the team; the leader signs."))
    if row.state != MaterialState.DRAFT or row.examination.state != ExaminationState.MATERIAL:
        raise _refused(_("This material is no longer a draft."), MoveRefused.WRONG_STATE)
    if base != row.version:
        raise _refused(
            _("Version %(now)s was written meanwhile. Look at it first; what you typed is still here.")
            % {"now": row.version},
            MoveRefused.WRONG_STATE,
        )  # fmt: skip
    row.drafted_by = actor
    _version(row, sections, actor, at)
    trail.record(row, "write", actor=actor, at=at)
    return row


def _version(row, sections, actor, at):
    row.version += 1
    version = MaterialVersion(material=row, number=row.version, at=at, by=actor)
    version.sealed = vault.seal({name: str(sections.get(name, "")).strip() for name in SECTIONS}, version)
    version.save()
    row.save(update_fields=["version", "drafted_by"])
