"""The voting page: a code on a slip, a screen a subject, a summary, the urn. No log-in, no session, no script needed.

What was answered so far travels with the page, from screen to screen; the server keeps nothing until it is cast.
"""

from django.core.signing import BadSignature, Signer
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from evaluations.forms import voting as forms
from evaluations.services import booth
from evaluations.states.reviews import Scale

# The code as the page carries it: signed, so that who is in already is not kept out when others there mistype theirs.
PASS = Signer(salt="evaluations.vote")


# No cookie, no session, nothing to forge: the code in the form is the whole right.
@csrf_exempt
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def vote(request):
    """One address for all: what is done follows from the button."""
    if request.method == "GET":
        return _enter(request)
    at = timezone.now()
    step = request.POST.get("step", "")
    if "pass" not in request.POST:
        return _let_in(request, at)
    try:
        code = PASS.unsign(request.POST["pass"])
        sheet = booth.enter(code, at=at)
    except BadSignature:
        return _enter(request, error=_("This page is not valid any more. Enter the code again."))
    except booth.NotLetIn as refused:
        return _enter(request, error=str(refused))
    answers = forms.kept_answers(request.POST.get("kept", ""))
    here = _subject_here(sheet, request.POST.get("here", ""))
    fault = ""
    if here is not None and "subject" in request.POST:
        typed = forms.typed_answers(request.POST, sheet.items)
        answers[str(here.pk)] = typed
        _clean, fault = booth.checked_subject(sheet, typed)
    return _walk(request, sheet, code, answers, here, step, fault, at)


def _walk(request, sheet, code, answers, here, step, fault, at):
    """The answer to a button on a screen or on the summary."""
    if step == "cast":
        return _cast(request, sheet, code, answers, at)
    place = sheet.subjects.index(here) if here is not None else -1
    if step.startswith("go-"):
        there = sheet.subject(step[3:])
        return _screen(request, sheet, code, answers, there) if there else _summary(request, sheet, code, answers)
    if step == "back" and place > 0:
        return _screen(request, sheet, code, answers, sheet.subjects[place - 1])
    if fault and step != "back":
        return _screen(request, sheet, code, answers, here, fault)
    if step == "next" and place + 1 < len(sheet.subjects):
        return _screen(request, sheet, code, answers, sheet.subjects[place + 1])
    if step in ("next", "summary"):
        return _summary(request, sheet, code, answers)
    return _screen(request, sheet, code, answers, here or sheet.subjects[0])


def _enter(request, *, code="", error="", status=200):
    return render(request, "evaluations/vote/enter.html", {"code": code, "error": error}, status=status)


def _let_in(request, at):
    """Somebody with a code at the door."""
    code = request.POST.get("code", "")
    day = timezone.localdate(at)
    if booth.is_barred(request.booth_address, day):
        return _enter(
            request, code=code, status=429,
            error=_("Too many wrong codes came from here. Wait ten minutes, or use another network."),
        )  # fmt: skip
    try:
        sheet = booth.enter(code, at=at)
    except booth.NotLetIn as refused:
        if refused.is_unknown:
            booth.note_wrong(request.booth_address)
        return _enter(request, code=code, error=str(refused))
    if not sheet.subjects:
        return _enter(
            request, code=code, error=_("All subjects of this review are of your own unit: nothing to judge.")
        )
    return _screen(request, sheet, code, {}, sheet.subjects[0])


def _subject_here(sheet, key):
    return sheet.subject(key) if key else None


def _frame(sheet, code, answers):
    return {"sheet": sheet, "pass": PASS.sign(code), "kept": forms.as_text(answers), "count": len(sheet.subjects)}


def _screen(request, sheet, code, answers, subject, fault=""):
    """One subject with its items, what was answered, and what is wrong with it."""
    given = answers.get(str(subject.pk), {"m": {}, "r": "", "c": ""})
    place = sheet.subjects.index(subject)
    words = {
        **_frame(sheet, code, {key: value for key, value in answers.items() if key != str(subject.pk)}),
        "subject": subject,
        "number": place + 1,
        "is_first": place == 0,
        "is_last": place + 1 == len(sheet.subjects),
        "rows": [(item, given["m"].get(str(item.pk), "")) for item in sheet.items],
        "by_marks": sheet.review.scale == Scale.MARKS,
        "reason": given["r"],
        "comment": given["c"],
        "fault": fault,
    }
    return render(request, "evaluations/vote/subject.html", words)


def _summary(request, sheet, code, answers, faults=None):
    """All that will go into the urn, and what must still be mended."""
    if faults is None:
        try:
            booth.checked(sheet, answers)
            faults = {}
        except booth.Incomplete as incomplete:
            faults = incomplete.faults
    rows = []
    for subject in sheet.subjects:
        marks = answers.get(str(subject.pk), {}).get("m", {})
        rows.append((subject, _words_of(sheet, marks), faults.get(str(subject.pk), "")))
    words = {**_frame(sheet, code, answers), "rows": rows, "faults": faults, "whole": faults.get("", "")}
    return render(request, "evaluations/vote/summary.html", words)


def _words_of(sheet, marks):
    """What was answered on a subject, short."""
    given = [item for item in sheet.items if str(item.pk) in marks]
    if not given:
        return _("abstained")
    if sheet.review.scale == Scale.OPTIONS:
        labels = {str(option.pk): option.label for option in sheet.choices}
        words = "、".join(labels.get(marks[str(item.pk)], "?") for item in given)
    else:
        total = sum(int(value) for value in marks.values() if value.isascii() and value.isdecimal())
        words = _("%(total)d of %(full)d") % {"total": total, "full": sum(item.full_mark for item in given)}
    left = len(sheet.items) - len(given)
    return words if not left else _("%(words)s, %(left)d left blank") % {"words": words, "left": left}


def _cast(request, sheet, code, answers, at):
    try:
        booth.cast(code, answers, at=at)
    except booth.Incomplete as incomplete:
        return _summary(request, sheet, code, answers, incomplete.faults)
    except booth.NotLetIn as refused:
        return _enter(request, error=str(refused))
    return render(request, "evaluations/vote/done.html", {"review": sheet.review, "pass": PASS.sign(code)})
