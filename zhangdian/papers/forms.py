"""The upload form, for every page that takes a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhangdian.papers.rules import ALLOWED


class AttachmentForm(forms.Form):
    """A file and the word on it; `services.attach` checks the content."""

    file = forms.FileField(
        label=_("file"), widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{end}" for end in ALLOWED)})
    )
    not_secret = forms.BooleanField(
        label=_("I have checked: the file holds no state secret and no work secret."),
        error_messages={"required": _("Without this word no file is taken.")},
    )
