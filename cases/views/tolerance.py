"""Error tolerance: doors for browsers of its own: the application on one page, the library of past findings."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.forms import tolerance as forms
from cases.models import Tolerance
from cases.permissions import tolerance as may
from cases.queries import tolerance as queries
from cases.services import tolerance as services
from cases.states.tolerance import Origin, Outcome, Topic
from zhangdian.burden.doors import timed
from zhangdian.desk import forms as desk_forms
from zhangdian.workflow import MoveRefused

PAGE = 20


@login_required
@timed("case.tolerance")
def new(request):
    """Apply for tolerance, or open a case: with the facts of the card, order or case that the address names."""
    user, at = request.user, timezone.now()
    if user.administrator:
        raise Http404
    day = timezone.localdate(at)
    about = _about(request, day)
    if about is None:
        return render(request, "cases/tolerance/choose.html", {"matters": queries.own_matters(user, day)})
    if not may.opens(user, about.standing):
        raise PermissionDenied(
            _("Tolerance is applied for by the person concerned or the head of the unit, or opened by the cadre "
              "section or the discipline commission.")
        )  # fmt: skip
    there = [case for case in _open_about(about) if case.cadre_id == getattr(about.cadre, "pk", None)]
    if there:
        messages.info(request, _("A tolerance case about it is open already."))
        seen = Tolerance.objects.visible_to(user, day).filter(pk=there[0].pk).exists()
        return redirect(there[0] if seen else "cases:list")
    asked = {"origin": about.standing, "needs_whom": about.row is None}
    status = 200
    if request.method == "POST":
        form = forms.ApplicationForm(request.POST, request.FILES, **asked)
        made = _lodge(form, about, user, at) if form.is_valid() else None
        if made is not None:
            messages.success(request, _("Handed in: %(case)s.") % {"case": made})
            return redirect(made)
        status = 422
    else:
        form = forms.ApplicationForm(initial=_prefilled(about), **asked)
    words = {
        "form": form, "about": about, "is_organ": about.standing == Origin.ORGAN,
        "for_other": about.standing == Origin.UNIT and about.cadre is not None,
    }  # fmt: skip
    return render(request, "cases/tolerance/new.html", words, status=status)


def _about(request, day):
    """What the address names; None where it names nothing and the person opens nothing of himself. 404 where it names
    what the person does not see."""
    asked = request.GET
    if "order" in asked:
        found = queries.about_order(request.user, day, asked["order"])
    elif "card" in asked:
        found = queries.about_case(request.user, day, "card", asked["card"])
    elif "case" in asked:
        found = queries.about_case(request.user, day, *asked["case"].partition(":")[::2])
    else:
        return queries.about_nothing(request.user) if may.organ(request.user) else None
    if found is None:
        raise Http404
    return found


def _open_about(about):
    return queries.of(about.row).open() if about.row is not None else []


def _prefilled(about):
    cadre = about.cadre
    post = f"{about.unit or ''}" if cadre is None else f"{cadre.unit}"
    return {"post": post, "project": about.project, "course": about.facts}


def _lodge(form, about, user, at):
    """Lodge with the evidence, all or none; None with the errors in the form."""
    given = form.cleaned_data
    if about.row is None:
        cadre, unit = given["cadre"], given["unit"]
        about = replace(about, cadre=cadre, unit=unit or (cadre.unit if cadre else None))
        if cadre is not None and cadre.user_id == user.pk:
            form.add_error("cadre", _("Nobody opens a case about himself for the organ."))
            return None
    try:
        with transaction.atomic():
            made = services.lodge(about, given, points=forms.distinctions_of(given), actor=user, at=at)
            if given.get("file"):
                services.add_evidence(made, file=given["file"], not_secret=given["not_secret"], actor=user, at=at)
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return None
    except ValidationError as wrong:
        desk_forms.blame(form, wrong)
        return None
    return made


@require_safe
@login_required
def library(request):
    """Past findings without names, to learn from; filtered by finding and category in the address."""
    if not may.sees_library(request.user):
        raise Http404
    outcome, topic = request.GET.get("outcome", ""), request.GET.get("topic", "")
    outcome = outcome if outcome in Outcome.values else ""
    topic = topic if topic in Topic.values else ""
    words = {
        "page": Paginator(queries.library(outcome, topic), PAGE).get_page(request.GET.get("page")),
        "outcomes": Outcome.choices, "topics": Topic.choices, "outcome": outcome, "topic": topic,
        "is_filtered": bool(outcome or topic),
    }  # fmt: skip
    return render(request, "cases/tolerance/library.html", words)
