"""Own pages run no script and no style but ours; the theme's exception ends at /admin/."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.states import Role
from tests.cast import a_user

STRICT = {
    "default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "frame-ancestors 'none'",
    "base-uri 'self'", "form-action 'self'",
}  # fmt: skip


def policy(response):
    return {part.strip() for part in response.headers["Content-Security-Policy"].split(";")}


@pytest.mark.django_db
def test_own_pages_are_strict(client):
    for address in ("/login/", "/healthz", "/no-such-page/"):
        assert policy(client.get(address)) >= STRICT, address
    client.force_login(a_user("office", Role.OFFICE))
    response = client.get("/")
    assert response.status_code == 200
    assert policy(response) >= STRICT
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_desk_alone_is_relaxed_and_only_in_scripts_and_styles(client):
    client.force_login(a_user("office", Role.OFFICE))
    parts = policy(client.get(reverse("admin:index")))
    relaxed = {part for part in parts if "unsafe" in part}
    assert {part.split()[0] for part in relaxed} == {"script-src", "style-src"}
    assert {part for part in STRICT if not part.startswith(("script-src", "style-src"))} <= parts


def test_own_templates_hold_nothing_that_the_policy_forbids():
    faults = []
    forbidden = [
        (r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", "an inline script"),
        (r"<style\b", "an inline style sheet"),
        (r"\son[a-z]+\s*=\s*[\"']", "an event attribute"),
        (r"\sstyle\s*=\s*[\"']", "a style attribute"),
        (r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", "something from elsewhere"),
    ]
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        inside = path.relative_to(settings.BASE_DIR / "templates")
        if inside.parts[0] in ("admin", "unfold", "desk"):
            continue
        text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
        faults += [f"{inside}: {what}: {found.group().strip()}" for rule, what in forbidden
                   for found in re.finditer(rule, text)]  # fmt: skip
    assert not faults, "\n".join(faults)
