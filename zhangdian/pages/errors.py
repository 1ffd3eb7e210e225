"""Answers when something is not there, not allowed, or went wrong."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    """403 with a sentence: the form is too old, go back, nothing typed is lost."""
    return render(request, "403_csrf.html", status=403)
