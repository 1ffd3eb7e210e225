"""References to accounts, looked up from here only."""

from django.conf import settings
from django.db import models


def person(label, **words):
    """A foreign key to an account, without an accessor of its own."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label, **words)
