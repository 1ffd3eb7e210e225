"""`form`, `upload`, `dash`: session, user, CSRF, and the one statement of the work itself."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bench.bare.models import Line, Note, Picture


class NoteForm(forms.ModelForm):
    class Meta:
        model = Note
        fields = ["text", "percent", "invested", "plan"]


class PictureForm(forms.ModelForm):
    class Meta:
        model = Picture
        fields = ["file"]


@login_required
def form(request):
    """A form of four fields, one INSERT, a redirect."""
    bound = NoteForm(request.POST)
    if not bound.is_valid():
        return HttpResponse(bound.errors.as_json(), status=422)
    bound.instance.by = request.user
    bound.save()
    return redirect("/done/")


@login_required
def upload(request):
    """A file kept, one INSERT, a redirect."""
    bound = PictureForm(request.POST, request.FILES)
    if not bound.is_valid():
        return HttpResponse(bound.errors.as_json(), status=422)
    bound.instance.by = request.user
    bound.save()
    return redirect("/done/")


@login_required
def dash(request, count):
    """`count` rows of eleven cells."""
    return render(request, "dash.html", {"lines": Line.objects.order_by("code")[:count]})
