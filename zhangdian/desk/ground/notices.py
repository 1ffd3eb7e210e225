"""Reminders at the desk: rungs, holds, channels, what left the house, what failed; and the heartbeats."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhangdian.desk.admin import DeskAdmin, ReadOnly
from zhangdian.desk.forms import dress, reason_field
from zhangdian.desk.ground.permissions import keeps_channels, keeps_ladder, retries
from zhangdian.desk.moves import Act
from zhangdian.notices import queries, registry, services
from zhangdian.notices.models import Channel, Delivery, Heartbeat, Hold, Rung, Stumble
from zhangdian.notices.states import ChannelKind


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnly, DeskAdmin):
    """Written by the sweeps, looked at by people."""

    list_display = ("name", "at", "age", "said")
    search_fields = ("name",)
    ordering = ("name",)
    change_form_outer_after_template = None

    @admin.display(description=gettext_lazy("how long ago"))
    def age(self, beat):
        now = timezone.now()
        ago = timesince(beat.at, now)
        return _("■ late: %(ago)s") % {"ago": ago} if queries.is_late(beat, now) else ago


def kinds():
    """The ladders there are, as choices."""
    return [(name, kind.label) for name, kind in sorted(registry.KINDS.items())]


class RungForm(forms.ModelForm):
    """A rung: the kind and its words from the declared ones, the channels from those in use."""

    class Meta:
        model = Rung
        fields = ("kind", "number", "days", "minutes", "who", "channels", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" not in self.fields:
            return
        words = {word: label for kind in registry.KINDS.values() for word, label in kind.who.items()}
        own = registry.KINDS.get(self.instance.kind)
        self.fields["kind"] = forms.ChoiceField(label=self.fields["kind"].label, choices=kinds())
        self.fields["who"] = forms.ChoiceField(
            label=self.fields["who"].label, choices=list((own.who if own else words).items())
        )
        self.fields["channels"] = forms.MultipleChoiceField(
            label=self.fields["channels"].label, required=False,
            choices=[(row.code, row.name) for row in Channel.objects.filter(is_active=True)],
        )  # fmt: skip
        self.initial["channels"] = sorted(self.instance.channel_codes)
        dress(self)

    def clean_channels(self):
        return ",".join(sorted(self.cleaned_data["channels"]))


@admin.register(Rung)
class RungAdmin(DeskAdmin):
    """Who is told how many working days after something was due."""

    form = RungForm
    reasons = frozenset({"add", "change"})
    list_display = ("ladder", "number", "days", "minutes", "told", "channels", "is_active")
    list_display_links = ("ladder", "number")
    list_filter = ("kind", "is_active")

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def ladder(self, rung):
        return registry.label(rung.kind)

    @admin.display(description=gettext_lazy("who is told"))
    def told(self, rung):
        return rung.who_label


class HoldForm(forms.ModelForm):
    """A hold of the office: over one ladder, or all of them. Of a single project it is held on the project's page."""

    class Meta:
        model = Hold
        fields = ("kind", "cause", "reason", "from_on", "until")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" not in self.fields:
            return
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label, required=False, choices=[("", _("every ladder")), *kinds()]
        )
        self.fields["from_on"].initial = timezone.localdate()
        dress(self)

    def clean(self):
        given = super().clean()
        first, last = given.get("from_on"), given.get("until")
        if first and first < timezone.localdate():
            self.add_error("from_on", _("The day lies in the past: what was told is told."))
        if first and last and last < max(first, timezone.localdate()):
            self.add_error("until", _("The last day must not lie before today or before the first day."))
        return given


class ReleaseForm(forms.Form):
    """Why a hold ends early."""

    reason = reason_field()


@admin.register(Hold)
class HoldAdmin(DeskAdmin):
    """Days on which reminders stand still. They end by themselves, or early by button."""

    form = HoldForm
    list_display = ("what", "ladder", "cause", "from_on", "until", "reason", "by", "ended")
    list_display_links = ("what",)
    list_select_related = ("by",)
    list_filter = ("cause", "kind")
    search_fields = ("title", "reason")
    date_hierarchy = "from_on"
    acts = (
        Act(
            "release", gettext_lazy("End early"), keeps_ladder, ReleaseForm, services.release,
            when=lambda hold: hold.released_at is None and hold.until >= timezone.localdate(),
            why=gettext_lazy("It has ended already."),
            says=lambda hold: _("From now on reminders go on; the days held until yesterday do not count."),
        ),
    )  # fmt: skip

    def get_fields(self, request, obj=None):
        shown = ["kind", "cause", "reason", "from_on", "until"]
        return shown if obj is None else ["title", *shown, "by", "at", "released_at", "released_by"]

    def has_change_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        given = form.cleaned_data
        title = registry.label(given["kind"]) if given["kind"] else _("every ladder")
        made = services.hold(
            given["kind"], "", until=given["until"], from_on=given["from_on"], cause=given["cause"],
            reason=given["reason"], title=title, actor=request.user, at=timezone.now(),
        )  # fmt: skip
        obj.pk = made.pk

    @admin.display(description=gettext_lazy("what is held"))
    def what(self, hold):
        return str(hold)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def ladder(self, hold):
        return registry.label(hold.kind) if hold.kind else _("every ladder")

    @admin.display(description=gettext_lazy("ended early at"), ordering="released_at")
    def ended(self, hold):
        return hold.released_at


class ChannelForm(forms.ModelForm):
    """Address and secret are asked for, never shown."""

    new_address = forms.URLField(
        label=gettext_lazy("address"), required=False, max_length=500, assume_scheme="https",
        help_text=gettext_lazy("Of a robot: as the group gave it. Kept encrypted; empty: as it is."),
    )  # fmt: skip
    new_secret = forms.CharField(
        label=gettext_lazy("secret"), required=False, max_length=200,
        help_text=gettext_lazy("For signed robots of DingTalk and Feishu. Kept encrypted; empty: as it is."),
    )  # fmt: skip

    class Meta:
        model = Channel
        fields = ("code", "name", "kind", "mentions", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        given = self.cleaned_data
        try:
            services.keep_channel(
                self.instance, address=given.get("new_address", ""), secret=given.get("new_secret", ""),
                at=timezone.now(),
            )  # fmt: skip
        except ValidationError as wrong:
            self.add_error(None, wrong)


class NothingForm(forms.Form):
    """Asks nothing."""


@admin.register(Channel)
class ChannelAdmin(DeskAdmin):
    """By what reminders leave the house. Which rung uses which stands with the rungs."""

    form = ChannelForm
    fields = ("code", "name", "kind", "new_address", "new_secret", "mentions", "is_active")
    reasons = frozenset({"add", "change"})
    trail_leaves_out = frozenset({"address", "secret"})
    list_display = ("name", "code", "kind", "host", "mentions", "is_active")
    list_filter = ("kind", "is_active")
    acts = (
        Act(
            "try", gettext_lazy("Send a test"), keeps_channels, NothingForm, services.try_channel,
            when=lambda channel: channel.kind != ChannelKind.EMAIL and channel.is_active,
            why=gettext_lazy("Only robots in use can be tried."),
            says=lambda channel: _("The group hears one sentence saying that this is a test."),
        ),
    )  # fmt: skip

    def get_fields(self, request, obj=None):
        if obj is not None and not self.has_change_permission(request, obj):
            return ("code", "name", "kind", "host", "mentions", "is_active")
        return self.fields


class Standing(admin.SimpleListFilter):
    """Sent, waiting, or given up."""

    title = gettext_lazy("how it stands")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("failed", _("could not be sent")), ("waiting", _("waiting")), ("sent", _("sent"))]

    def queryset(self, request, queryset):
        chosen = {
            "failed": Q(failed_at__isnull=False), "sent": Q(sent_at__isnull=False),
            "waiting": Q(failed_at__isnull=True, sent_at__isnull=True),
        }  # fmt: skip
        return queryset.filter(chosen.get(self.value(), Q()))


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, DeskAdmin):
    """Messages out of the house; what was given up can be tried again."""

    list_display = ("at", "channel", "to", "stands", "attempts", "next_at", "error")
    list_display_links = ("at",)
    list_select_related = ("channel", "user")
    list_filter = (Standing, "channel")
    date_hierarchy = "at"
    fields = (
        "channel", "user", "message_id", "at", "people", "items", "ended", "attempts", "next_at", "sent_at",
        "failed_at", "error",
    )  # fmt: skip
    acts = (
        Act(
            "retry", gettext_lazy("Have it tried again"), retries, NothingForm, services.retry,
            when=lambda message: message.failed_at is not None,
            why=gettext_lazy("Only what could not be sent is tried again by hand."),
            says=lambda message: _("It is sent within the next minute, as often tried as a new one."),
        ),
    )  # fmt: skip

    @admin.display(description=gettext_lazy("to whom"))
    def to(self, message):
        return message.user or _("group of %(n)d people") % {"n": message.people}

    @admin.display(description=gettext_lazy("how it stands"))
    def stands(self, message):
        if message.failed_at:
            return _("■ could not be sent")
        return _("sent") if message.sent_at else _("waiting")


@admin.register(Stumble)
class StumbleAdmin(ReadOnly, DeskAdmin):
    """Reminders that could not be worked on; they are tried again by themselves."""

    list_display = ("ladder", "key", "error", "attempts", "at", "next_at")
    list_filter = ("kind",)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def ladder(self, row):
        return registry.label(row.kind)
