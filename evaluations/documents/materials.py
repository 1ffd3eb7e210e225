"""The material as a paper in the form of official documents."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhangdian.papers.gongwen import Paper

# (section, its heading, whether it stands under the heading before it)
HEADINGS = (
    ("basic", _("Basic facts"), False),
    ("resume", _("Résumé"), False),
    ("virtue", _("Virtue"), True),
    ("ability", _("Ability"), True),
    ("diligence", _("Diligence"), True),
    ("achievement", _("Achievement"), True),
    ("integrity", _("Integrity"), True),
    ("shortcomings", _("Shortcomings"), False),
    ("talks", _("Talks and appraisal"), False),
    ("checks", _("What was verified"), False),
    ("opinion", _("Opinion of the evaluation team"), False),
)
PERFORMANCE = _("Main performance")
LABELS = {name: label for name, label, _under in HEADINGS}


def material(material, sections, *, names, organ):
    """The bytes of the docx: the standard sections in order, the signatures, and the day of signing where signed."""
    paper = Paper(title=str(_("Evaluation material on comrade %(name)s") % {"name": material.cadre.name}))
    was_under = False
    for name, label, is_under in HEADINGS:
        if is_under and not was_under:
            paper.heading(1, str(PERFORMANCE))
        paper.heading(2 if is_under else 1, str(label))
        was_under = is_under
        for line in (sections.get(name) or str(_("Nothing was entered."))).splitlines():
            paper.text(line)
    paper.text(str(_("Signatures of the team: %(names)s") % {"names": names or "—"}))
    if material.signed_at:
        paper.sign(organ, timezone.localdate(material.signed_at))
    return paper.bytes()
