"""Pages of the book of facts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cadres.models import Cadre
from evaluations.forms.facts import FACT, FactForm, SayForm
from evaluations.forms.teams import ReasonForm
from evaluations.models import Fact
from evaluations.permissions.facts import enters
from evaluations.queries import facts as queries
from evaluations.services import facts as services
from evaluations.states.facts import FactState
from evaluations.transitions import facts as transitions
from projects.models import Project
from zhangdian.burden.doors import timed
from zhangdian.trail import queries as trail
from zhangdian.workflow import MoveRefused, open_to

SAID = {"object": "objection", "answer": "answer"}
VERBS = {move.name: move for move in transitions.MOVES}


@login_required
def facts(request):
    """The facts that the person may see."""
    state = request.GET.get("state", "")
    page = Paginator(queries.listed(request.user, timezone.localdate(), state), 30).get_page(request.GET.get("page"))
    context = {"page": page, "states": FactState.choices, "state": state, "may_enter": enters(request.user)}
    return render(request, "evaluations/facts/list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
@timed(FACT)
def new_fact(request):
    """Enter a fact."""
    if not enters(request.user):
        raise PermissionDenied(_("Facts are entered by the cadre section and the evaluation teams."))
    day = timezone.localdate()
    form = FactForm(
        request.POST or None, initial={"day": day},
        cadres=Cadre.objects.visible_to(request.user, day).exclude(user=request.user).filter(is_assessed=True),
        projects=Project.objects.visible_to(request.user, day),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            row = services.enter(form.cleaned_data, actor=request.user, at=timezone.now())
        except MoveRefused as refused:
            raise PermissionDenied(str(refused)) from None
        except ValidationError as wrong:
            for name, sentences in wrong.message_dict.items():
                form.add_error(name, sentences)
        else:
            messages.success(request, _("Entered. Another person verifies it."))
            return redirect(row)
    status = 422 if request.method == "POST" else 200
    return render(request, "evaluations/facts/form.html", {"form": form}, status=status)


def find(request, pk):
    day = timezone.localdate()
    rows = Fact.objects.visible_to(request.user, day).standing(request.user, day)
    return get_object_or_404(rows.select_related("cadre__unit", "project", "author", "verified_by"), pk=pk)


@login_required
def fact(request, pk):
    """One fact."""
    return _page(request, find(request, pk))


def _page(request, row, form=None, status=200):
    moves = open_to(request.user, row, transitions.MOVES)
    saying = next((move for move in moves if move.name in SAID), None)
    context = {
        "fact": row, "moves": [move for move in moves if move.name not in SAID], "saying": saying,
        "form": form or (SayForm() if saying else None),
        "entries": trail.timeline(row, moves=transitions.MOVES, contents=False),
    }  # fmt: skip
    return render(request, "evaluations/facts/fact.html", context, status=status)


@require_POST
@login_required
def move_fact(request, pk, verb):
    """A button, or a short statement."""
    row = find(request, pk)
    if verb not in VERBS:
        raise Http404
    words = {}
    if not VERBS[verb].may(request.user, row):
        raise PermissionDenied(_("You are not the one who can do this here."))
    if verb in SAID:
        form = SayForm(request.POST)
        if not form.is_valid():
            return _page(request, row, form, 422)
        words = {SAID[verb]: form.cleaned_data["text"]}
    elif "reason" in VERBS[verb].needs:
        form = ReasonForm(request.POST)
        words = {"reason": form.cleaned_data["reason"] if form.is_valid() else ""}
    try:
        getattr(transitions, verb)(row, actor=request.user, at=timezone.now(), **words)
    except MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Done: %(move)s.") % {"move": VERBS[verb].label})
    return redirect(row)
