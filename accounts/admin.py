"""The desk of the three administrators, and the cadre section's desk for feedback."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import permissions, services, transitions
from accounts.forms import AnswerForm
from accounts.models import Feedback, User
from accounts.states import Role
from zhangdian.desk.admin import DeskAdmin, WorkflowAdmin
from zhangdian.desk.forms import dress
from zhangdian.desk.moves import Button, Panel
from zhangdian.workflow import MoveRefused


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept on the trail."),
    )  # fmt: skip


class RoleForm(ReasonForm):
    """Which role, and why; only the roles that make sense are offered."""

    field_order = ("role", "reason")

    def __init__(self, *args, roles=(), **words):
        super().__init__(*args, **words)
        self.fields["role"] = forms.ChoiceField(
            label=_("role"), choices=[(role.value, role.label) for role in Role if role.value in roles]
        )
        self.order_fields(self.field_order)


@dataclass(frozen=True)
class Act:
    """What is done to an account by a button: its words, who may, what it will do; `label` and `name` as a Move's."""

    name: str
    label: Any
    may: Any
    sentence: Any
    warns: Any = ""
    offers: Any = None
    tells_password: bool = False


ACTS = (
    Act(
        "grant_role", gettext_lazy("Grant a role"), permissions.may_grant,
        gettext_lazy("%(name)s (%(username)s) receives a district-wide role."),
        offers=lambda account: set(Role.values) - account.role_set,
    ),
    Act(
        "withdraw_role", gettext_lazy("Withdraw a role"), permissions.may_withdraw,
        gettext_lazy("A district-wide role is taken from %(name)s (%(username)s)."),
        offers=lambda account: account.role_set,
    ),
    Act(
        "unlock", gettext_lazy("Unlock"), permissions.may_unlock,
        gettext_lazy("The lock-out of %(name)s (%(username)s) after wrong passwords is lifted."),
    ),
    Act(
        "reset_password", gettext_lazy("Reset the password"), permissions.may_reset_password,
        gettext_lazy("%(name)s (%(username)s) receives a new first password, shown once on the next page."),
        warns=gettext_lazy("Sessions and the API token of the account end at once. Hand the slip over in person."),
        tells_password=True,
    ),
    Act(
        "deactivate", gettext_lazy("Close the account"), permissions.may_deactivate,
        gettext_lazy("%(name)s (%(username)s) can no longer log in."),
        warns=gettext_lazy("Sessions and the API token end at once; district-wide roles lapse."),
    ),
    Act(
        "reactivate", gettext_lazy("Open the account again"), permissions.may_reactivate,
        gettext_lazy("%(name)s (%(username)s) can log in again; roles must be granted anew."),
    ),
)  # fmt: skip


@admin.register(User)
class UserAdmin(DeskAdmin):
    """Accounts: made by the system administrator without roles, roles granted by the security administrator."""

    list_display = ("username", "name", "phone", "standing", "is_active", "must_change_password", "last_login")
    list_filter = ("is_active", "administrator", "must_change_password")
    search_fields = ("username", "name", "phone")
    search_help_text = gettext_lazy("Log-in name, name or telephone")
    fields = ("username", "name", "phone", "email")
    ordering = ("username",)

    @admin.display(description=gettext_lazy("roles"))
    def standing(self, account):
        return account.role_label or "—"

    def get_fields(self, request, obj=None):
        if obj is None:
            return self.fields
        return (*self.fields, "standing", "is_active", "must_change_password", "password_changed_at", "last_login")

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ()
        return ("username", "standing", "is_active", "must_change_password", "password_changed_at", "last_login")

    # Made and corrected through the services, which write the trail.

    def save_model(self, request, obj, form, change):
        words = {name: form.cleaned_data.get(name, "") for name in ("name", "phone", "email")}
        if change:
            services.edit_contact(obj, actor=request.user, at=timezone.now(), **words)
            return
        made, password = services.create_account(
            username=form.cleaned_data["username"], actor=request.user, at=timezone.now(), **words
        )
        obj.pk = made.pk
        request.first_passwords = [(made, password)]

    def response_add(self, request, obj, post_url_continue=None):
        return slips(request, request.first_passwords, back=self.url_of("change", obj.pk))

    # What is done by buttons.

    def panel(self, request, obj):
        can, cannot = [], []
        for act in ACTS:
            if act.may(request.user, obj):
                can.append(Button(act.label, url=self.url_of("act", obj.pk, act.name)))
            elif permissions.is_system(request.user) or permissions.is_security(request.user):
                cannot.append(Button(act.label, why=why_not(request.user, obj)))
        return Panel(_("in use") if obj.is_active else _("closed (account)"), can, cannot)

    def get_custom_urls(self):
        return [*super().get_custom_urls(), ("<path:object_id>/act/<slug:name>/", "accounts_user_act", self.act_view)]

    def act_view(self, request, object_id, name, model_admin=None):
        """The page of one act: what it will do, what it needs, and the button that does it."""
        account = self.get_object(request, unquote(object_id))
        act = next((act for act in ACTS if act.name == name), None)
        if account is None or act is None:
            raise Http404
        if not self.has_view_permission(request, account) or not act.may(request.user, account):
            raise PermissionDenied
        words = {"data": request.POST} if request.method == "POST" else {}
        form = dress(RoleForm(roles=act.offers(account), **words) if act.offers else ReasonForm(**words))
        back = self.url_of("change", account.pk)
        if form.is_valid():
            try:
                given = form.cleaned_data
                role = (given["role"],) if act.offers else ()
                told = getattr(services, act.name)(
                    account, *role, actor=request.user, at=timezone.now(), reason=given["reason"]
                )
            except (MoveRefused, ValidationError) as wrong:
                form.add_error(None, wrong.messages if isinstance(wrong, ValidationError) else str(wrong))
            else:
                if act.tells_password:
                    return slips(request, [(account, told)], back=back)
                messages.success(request, _("Done: %(move)s.") % {"move": act.label})
                return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta, "original": account, "title": act.label, "subtitle": str(account),
            "move": act, "form": form, "back": back,
            "sentence": act.sentence % {"name": account.name, "username": account.username},
        }  # fmt: skip
        return TemplateResponse(request, "desk/move.html", context)


def why_not(user, account):
    """The sentence beside a button that is not offered."""
    if user == account:
        return _("Nobody does this to the own account.")
    if account.administrator:
        return _("The three administrators exclude each other and every role.")
    return _("Not for your post, or not as the account stands.")


def slips(request, made, *, back):
    """The page of first passwords: shown once, kept nowhere, not even by the browser."""
    response = TemplateResponse(request, "accounts/slips.html", {"slips": made, "back": back})
    response["Cache-Control"] = "no-store"
    return response


@admin.register(Feedback)
class FeedbackAdmin(WorkflowAdmin):
    """Complaints and suggestions, to be answered."""

    transitions = transitions
    list_display = ("subject", "author", "created_at", "due_on", "state", "handler")
    list_filter = ("state",)
    search_fields = ("subject", "text", "author__name")
    list_select_related = ("author", "handler")

    def move_form(self, request, obj, move):
        if move == transitions.ANSWER:
            return AnswerForm
        return super().move_form(request, obj, move)
