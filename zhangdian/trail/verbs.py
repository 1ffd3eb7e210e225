"""The words of a trail line's verb and role. Codes are short English; every room adds the words for its own."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "create": _("entered"),
    "change": _("changed"),
    "delete": _("deleted"),
    "import": _("imported"),
    "export": _("exported"),
    "read": _("read the file"),
    "download": _("downloaded"),
    "print_paper": _("took out a paper"),
    "upload": _("uploaded"),
    "remove_file": _("removed a file"),
    "dispose_contents": _("disposed of the contents"),
}
ROLES: dict = {}


def declare(**words):
    """Add words for verb codes, at import of a room's `states` or `services`: declare(rename=_("renamed"))."""
    WORDS.update(words)


def declare_move(name, label):
    """Let the trail speak of a move in the words of its button, where no room has better ones for the verb."""
    if label:
        WORDS.setdefault(name, label)


def declare_roles(choices):
    """Add the words of role codes: pairs as a choices class gives them."""
    ROLES.update((code, label) for code, label in choices if code)


def role_words(codes):
    """The words for the role codes of a line (with commas between); a code that is no more stays as it is."""
    return "、".join(str(ROLES.get(code, code)) for code in codes.split(",") if code)


def words(verb):
    """The words for a verb code; of `add_x`, `change_x`, `delete_x` the words of the act; else the code itself."""
    found = WORDS.get(verb)
    if found is None and "_" in verb:
        act = verb.split("_", 1)[0]
        found = {"add": WORDS["create"], "change": WORDS["change"], "delete": WORDS["delete"]}.get(act)
    return found or verb
