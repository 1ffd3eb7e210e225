"""The form of a setting: the key from the declared list, the value checked, the day not in the past."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from zhangdian.options.models import Option
from zhangdian.options.registry import DECLARED


class OptionForm(forms.ModelForm):
    """`user` is set by the desk: only the keys that this person sets are offered."""

    user = None
    may_set = staticmethod(lambda user, key: True)
    key = forms.ChoiceField(label=gettext_lazy("setting"), widget=UnfoldAdminSelectWidget())

    class Meta:
        model = Option
        fields = ("key", "value", "effective_from", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "value" not in self.fields:
            # Looked at only: Django leaves the declared field in.
            self.fields.pop("key", None)
            return
        offered = [(key, declared) for key, declared in DECLARED.items() if self.may_set(self.user, key)]
        offered.sort(key=lambda pair: pair[0])
        self.fields["key"].choices = [(key, f"{declared.title}（{key}）") for key, declared in offered]
        self.fields["value"].help_text = _("What each setting means, its default and its range stand in the list.")
        self.fields["effective_from"].initial = timezone.localdate()

    def clean_effective_from(self):
        day = self.cleaned_data["effective_from"]
        if day < timezone.localdate():
            raise ValidationError(_("The day lies in the past: what was decided by the old value stands."))
        return day
