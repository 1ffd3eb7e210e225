"""A list of persons leaves the system only for a purpose that was said and kept."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy

from zhangdian.desk.lists import ListOf
from zhangdian.trail import services as trail


class PurposeForm(forms.Form):
    """What a list is taken out for."""

    purpose = forms.CharField(
        label=gettext_lazy("purpose"), max_length=200,
        help_text=gettext_lazy("Kept on the trail with your name and the number of rows."),
    )  # fmt: skip


def ask(request, model, count, *, give, title, back):
    """Ask for the purpose (GET), or leave a line with it and hand out the file (POST).

    count: rows of `model` that would leave. give: called for (bytes, content type, file name) once there is a purpose.
    """
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        content, kind, name = give()
        trail.record(
            ListOf(model, count), "export", actor=request.user, at=timezone.now(),
            reason=form.cleaned_data["purpose"], after={"rows": str(count), "file": name},
        )  # fmt: skip
        headers = {"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"}
        return HttpResponse(content, content_type=kind, headers=headers)
    status = 422 if form.is_bound else 200
    context = {"form": form, "count": count, "title": title, "back": back}
    return render(request, "desk/purpose.html", context, status=status)
