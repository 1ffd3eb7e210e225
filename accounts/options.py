"""The settings of this floor."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

PASSWORD_DAYS = declare(
    "accounts.password_days", "int", 90, _("A password is good for this many days"),
    _("After that a new one must be set at the next log-in. 0: no limit."), low=0, high=3650,
)  # fmt: skip
IDLE_MINUTES = declare(
    "accounts.idle_minutes", "int", 30, _("Signed out after this many minutes without doing anything"),
    _("Holds for whoever signs in from then on."), low=5, high=480,
)  # fmt: skip
ONE_SESSION = declare(
    "accounts.one_session", "bool", False, _("Signing in ends one's other sessions"),
    _("For the three administrators it always does."),
)  # fmt: skip
NAME_TRIES = declare(
    "accounts.name_tries", "int", 20, _("Wrong passwords for one log-in name, from everywhere, before it is slowed"),
    _("Within half an hour. Browsers in which the person has signed in before are never slowed."), low=10, high=1000,
)  # fmt: skip
NAME_PAUSE = declare(
    "accounts.name_pause", "int", 60, _("Seconds between two tries while a log-in name is slowed"),
    _("Only a pause, never a lock: nobody can shut somebody else out by typing wrong passwords."), low=5, high=300,
)  # fmt: skip
HELP_CONTACT = declare(
    "accounts.help_contact", "text", "", _("Whom to ask about accounts (name, room, telephone)"),
)  # fmt: skip
FEEDBACK_DAYS = declare(
    "feedback.days", "int", 10, _("Feedback is answered within this many working days"), low=1, high=60
)  # fmt: skip
FEEDBACK_CLOSE_DAYS = declare(
    "feedback.close_days", "int", 10, _("Answered feedback closes after this many working days"), low=1, high=60
)  # fmt: skip
