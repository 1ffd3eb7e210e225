"""What the scenes share: the instant they stand in, and ways through a page."""

# A Friday afternoon, two hours before the cut-off: some have reported, some have not.
INSTANT = "2026-11-20T15:40:00+08:00"
PASSWORD = "demo-zhangdian"


def first(visitor, pattern):
    """Open the first link of the page whose address matches the CSS pattern."""
    link = visitor.page.locator(f"main a{pattern}").first.get_attribute("href")
    visitor.open(link)


def part(visitor, name):
    """Scroll to a part of a page, so that the picture shows it."""
    visitor.page.evaluate("name => document.getElementById(name).scrollIntoView()", name)


def sign_in_as(visitor, user):
    """Sign in as a person of the demo who has no log-in of the table."""
    from django.utils import timezone

    user.set_password(PASSWORD)
    user.must_change_password, user.password_changed_at = False, timezone.now()
    user.save()
    visitor.page.context.clear_cookies()
    visitor.sign_in(user.username, PASSWORD)
