"""Home, by role."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone

from projects.queries import day as days
from projects.views.day import left


@login_required
def home(request):
    """What the person must do or know today."""
    at = timezone.now()
    day = timezone.localdate(at)
    parts = {"day": day}
    if not request.user.administrator:
        page = days.liaison_day(request.user, day=day, at=at)
        if page.today or page.owed:
            parts |= {"liaison": page, "left": left(page.due_at, at)}
    return render(request, "pages/home.html", parts)
