"""Two at the same form: the second is told who stored what meanwhile, and what was typed stays on the page.

The form remembers the newest line of the trail that changed its row; every edit on the desk and every move leaves one.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhangdian.trail import queries as trail

SEEN = "seen"


def refuse_stale(thing, seen, moves=()):
    """Raise a ValidationError that names every change of `thing` after line number `seen`. Call it in a transaction."""
    # Who is storing at this instant is waited for.
    type(thing)._base_manager.select_for_update(of=("self",)).filter(pk=thing.pk).first()
    lines = trail.changes_since(thing, seen, moves=moves)
    if lines:
        told = [_sentence(line) for line in lines]
        raise ValidationError(
            [*told, _("What you typed is still here. Compare, and save once more to put yours on top.")]
        )


def _sentence(line):
    said = [f"{line.words}"]
    if line.came_from != line.went_to:
        said.append(f"{line.came_from} → {line.went_to}")
    said += [f"{name}{_(': ')}{_plain(before)} → {_plain(after)}" for name, before, after in line.changes]
    return _("After you had opened this page, %(who)s stored at %(at)s: %(what)s.") % {
        "who": line.actor_name, "at": date_format(timezone.localtime(line.at), "H:i:s"), "what": "；".join(said),
    }  # fmt: skip


def _plain(value):
    return "—" if value in (None, "") else value


def number(text):
    """The line number that a form sent, or None."""
    return int(text) if text and text.isdigit() and len(text) < 19 else None


class Watched:
    """Mix in before ModelAdmin: an edit of a row that was changed since its page was opened is refused once."""

    change_form_before_template = "desk/seen.html"
    moves = ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        seen = number(request.POST.get(SEEN)) if request.method == "POST" else None
        if obj is None or seen is None:
            return form

        def clean(self):
            said = super(watched, self).clean()
            refuse_stale(obj, seen, moves)
            return said

        moves = self.moves
        watched = type(form)(form.__name__, (form,), {"clean": clean})
        return watched

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk and self.has_change_permission(request, obj):
            context[SEEN] = trail.newest_change(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)
