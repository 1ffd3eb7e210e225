"""Signing in and out, one's own account."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout as end_session
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as set_cookie_language

from accounts import demo, queries, services
from accounts.forms import ContactForm, PasswordForm, SignInForm
from accounts.lockout import client_ip, remember_device
from accounts.middleware import IDLE, SEEN
from accounts.models import User


class SignIn(LoginView):
    """The log-in page. `next` leads only to pages of our own; every outcome is on the trail."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    @method_decorator(sensitive_post_parameters("password"))
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **words):
        words |= {
            "demo_logins": demo.LOGINS if settings.DEMO else (),
            "demo_password": demo.PASSWORD if settings.DEMO else "",
            "contact": queries.help_contact(timezone.localdate()),
        }
        return super().get_context_data(**words)

    def form_valid(self, form):
        user, idle = services.signed_in(form.get_user(), at=timezone.now(), ip=client_ip(self.request))
        # The session is bound to the account as it stands now; the backend that let it in goes with it.
        user.backend = form.get_user().backend
        form.user_cache = user
        response = super().form_valid(form)
        remember_device(self.request, response, user.username)
        self.request.session[IDLE], self.request.session[SEEN] = idle, int(time.time())
        if user.language:
            remember_language(response, user.language)
        return response

    def form_invalid(self, form):
        if "username" in form.cleaned_data and "password" in form.cleaned_data:
            services.sign_in_failed(
                form.cleaned_data["username"],
                at=timezone.now(),
                ip=client_ip(self.request),
                is_locked=bool(getattr(self.request, "axes_locked_out", False)),
            )
        return super().form_invalid(form)


sign_in = SignIn.as_view()


@require_POST
def sign_out(request):
    """End the session."""
    if request.user.is_authenticated:
        services.signed_out(request.user, at=timezone.now())
    end_session(request)
    messages.success(request, _("You are signed out."))
    return redirect("accounts:login")


@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request):
    """One's own password: rules, the own session stays, all others and the token end."""
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid():
        try:
            user = services.change_password(request.user, form.cleaned_data["new_password"], at=timezone.now())
        except ValidationError as wrong:
            form.add_error("new_password", wrong)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("The password is changed. Other sessions are ended."))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(
        request,
        "accounts/password_change.html",
        {"form": form, "is_forced": request.user.must_change_password},
    )


@login_required
@require_http_methods(["GET", "POST"])
def account(request):
    """Who I am here; telephone and e-mail can be corrected."""
    form = ContactForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        services.edit_contact(request.user, actor=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Stored."))
        return redirect("accounts:account")
    return render(request, "accounts/account.html", {"form": form, "has_token": queries.has_token(request.user)})


@login_required
@require_POST
def revoke_token(request):
    """End one's API token from the browser: for a lost telephone."""
    if services.revoke_token(request.user, at=timezone.now()):
        messages.success(request, _("The token is ended."))
    return redirect("accounts:account")


@require_POST
def set_language(request):
    """Switch the language: a cookie for everybody, remembered for whoever is signed in."""
    response = set_cookie_language(request)
    language = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(language) and language in dict(settings.LANGUAGES):
        services.set_language(request.user, language)
    return response


def remember_language(response, language):
    """The cookie that Django's own switch sets."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
