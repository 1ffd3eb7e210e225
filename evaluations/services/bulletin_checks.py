"""Does a published bulletin still print as it was published? Asked by `manage.py verify`."""

import hashlib

from django.utils.translation import gettext as _

from evaluations.models import Bulletin
from evaluations.services.bulletin_paper import docx
from evaluations.states.bulletins import PUBLIC


def verify():
    """Yield a sentence for every published bulletin whose paper is not the one that was published."""
    for bulletin in Bulletin.objects.filter(state__in=PUBLIC).order_by("pk").iterator():
        if hashlib.sha256(docx(bulletin)).hexdigest() != bulletin.digest:
            yield _("The bulletin %(number)s no longer prints as it was published.") % {"number": bulletin.number_text}
