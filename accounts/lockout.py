"""The answer to somebody who is locked out."""

from django.shortcuts import render


def answer(request, credentials, *args, **kwargs):
    """429 with a page that says how long and whom to ask."""
    return render(request, "accounts/locked.html", status=429)
