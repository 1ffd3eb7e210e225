"""What this floor does when doubled units or people are made one; hooked into `cadres.registry`."""

from projects.models import BranchMember, ProjectUnit, Responsibility
from zhangdian.trail import services as trail


def move_unit(kept, gone, *, actor, at):
    """The parts of `gone` in projects become those of `kept`; one that `kept` has alike is dropped."""
    lines = []
    for part in ProjectUnit.objects.filter(unit=gone).select_related("project"):
        words = {"before": {"unit": str(gone), "role": part.get_role_display()}, "after": {"unit": str(kept)}}
        alike = ProjectUnit.objects.filter(project=part.project, unit=kept, role=part.role, from_on=part.from_on)
        if alike.exists():
            part.delete()
        else:
            part.unit = kept
            part.save(update_fields=["unit"])
        lines.append(trail.line(part.project, "merge_unit", actor=actor, at=at, **words))
    trail.record_many(lines)


def move_cadre(kept, gone, *, actor, at):
    """What `gone` carries on projects and in branches becomes `kept`'s; one that `kept` has alike is dropped."""
    lines = []
    for part in Responsibility.objects.filter(cadre=gone).select_related("project"):
        alike = Responsibility.objects.filter(
            project=part.project, cadre=kept, role=part.role, from_on=part.from_on
        ).first()
        if alike is not None:
            # Who stood in for the double stands in for the one that is kept.
            part.stand_ins.update(stands_in_for=alike)
            part.delete()
        else:
            part.cadre = kept
            part.save(update_fields=["cadre"])
        lines.append(_line(part.project, kept, gone, str(part.get_role_display()), actor, at))
    for member in BranchMember.objects.filter(cadre=gone).select_related("branch__project"):
        if BranchMember.objects.filter(branch=member.branch, cadre=kept, from_on=member.from_on).exists():
            member.delete()
        else:
            member.cadre = kept
            member.save(update_fields=["cadre"])
        lines.append(_line(member.branch.project, kept, gone, str(member.branch), actor, at))
    trail.record_many(lines)


def _line(project, kept, gone, role, actor, at):
    return trail.line(
        project, "merge_cadre", actor=actor, at=at, before={"cadre": f"{gone} (#{gone.pk})", "role": role},
        after={"cadre": f"{kept} (#{kept.pk})"},
    )  # fmt: skip
