"""Cards: the page on which one is proposed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.forms.cards import NewCardForm
from cases.permissions import cards as may
from cases.queries import rulesets
from cases.queries.cards import of_light
from cases.transitions import cards
from evaluations.models import Order
from evaluations.queries.orders import dressed
from projects.models import Light
from zhangdian.burden.doors import timed
from zhangdian.desk.forms import blame
from zhangdian.workflow import MoveRefused


@login_required
@timed("case.card")
def new(request):
    """Propose a card; ?order= or ?light= (keys) say what it rests on, ?cadre= and ?unit= whom it concerns."""
    if request.user.administrator:
        raise Http404
    if not may.proposes(request.user):
        raise PermissionDenied(_("Cards are proposed by the cadre section."))
    at = timezone.now()
    day = timezone.localdate(at)
    try:
        rules = rulesets.in_force(day)
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect(reverse("cases:list"))
    words = {"user": request.user, "day": day, "rule_set": rules}
    if request.method != "POST":
        form = NewCardForm(initial=_behind(request, day, at), **words)
        return render(request, "cases/cards/new.html", {"form": form, "rule_set": rules})
    form = NewCardForm(request.POST, **words)
    if form.is_valid():
        try:
            card = cards.open_card(**form.content, actor=request.user, at=at)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        except ValidationError as wrong:
            blame(form, wrong)
        else:
            messages.success(request, _("Proposed. Next, serve the facts on whom they concern."))
            return redirect(card)
    return render(request, "cases/cards/new.html", {"form": form, "rule_set": rules}, status=422)


def _behind(request, day, at):
    """What the address says about the new card; what makes no sense, or may not be seen, is left out."""
    given = {name: request.GET[name] for name in ("cadre", "unit") if request.GET.get(name, "").isdigit()}
    key = request.GET.get("order", "")
    if key.isdigit() and len(key) < 18:
        order = Order.objects.visible_to(request.user, day).select_related("unit", "project").filter(pk=key).first()
        if order is not None and order.number_text:
            dressed([order], at)
            given |= {"order": order.number_text, "unit": order.unit_id, "facts": _facts(order)}
    key = request.GET.get("light", "")
    if key.isdigit() and len(key) < 18:
        light = Light.objects.visible_to(request.user, day).select_related("project").filter(pk=key).first()
        if light is not None:
            given |= {"light": light.pk, "facts": f"{of_light(light).title}。{light.why}"}
    return given


def _facts(order):
    words = {"number": order.number_text, "title": order.title, "project": order.project.name, "day": order.last_day}
    said = _("Order %(number)s “%(title)s” (%(project)s), due by %(day)s.") % words
    if order.late_days:
        said += _(" %(n)d working days overdue.") % {"n": order.late_days}
    return f"{said}{order.problem}"[:4000]
