"""Home, by role."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render


@login_required
def home(request):
    """What the person must do or know today."""
    return render(request, "pages/home.html")
