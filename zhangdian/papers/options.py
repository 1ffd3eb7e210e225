"""The settings of this room."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

MAX_MB = declare("papers.max_mb", "int", 20, _("Size of an attachment at most (MB)"), low=1, high=200)
