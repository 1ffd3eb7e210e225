"""What a piece of evidence says, in words: how it counts, or why it does not."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.rules import score_lines, why
from evaluations.rules.cadre_scores import reached_of
from evaluations.rules.scheme import DIMENSIONS, ROBUST
from evaluations.states.facts import FactKind
from projects.states import PersonRole

SKIPS = {
    score_lines.UNVERIFIED: gettext_lazy("Not counted: nobody but its author has verified it yet."),
    score_lines.SUSPENDED: gettext_lazy("Not counted for now: an error tolerance case about it is open."),
    score_lines.EXCUSED: gettext_lazy("Not counted: considered, and excused."),
    score_lines.WITHHELD: gettext_lazy("Not counted: too few ballots to show anything."),
    score_lines.NO_PLAN: gettext_lazy("Not counted: no investment was planned, so none could be owed."),
    score_lines.NO_SCORE: gettext_lazy("Not counted: the project has no score, nothing could be owed there."),
    score_lines.NOT_BEGUN: gettext_lazy("Not counted: nothing of it was due by the end of the quarter."),
    score_lines.OBJECTED: gettext_lazy("Not counted: it is objected to."),
    score_lines.REVERSED: gettext_lazy("Not counted: the decision was reversed, both entries stay readable."),
    score_lines.PENDING: gettext_lazy("Not counted yet: reported as done, the office has still to verify it."),
}
NOTHING = {
    "milestones": gettext_lazy("No milestone was owed in the quarter."),
    "investment": gettext_lazy("No investment was planned."),
    "orders": gettext_lazy("No order was due in the quarter."),
    "review": gettext_lazy("No published review of the quarter can be counted."),
    "carried": gettext_lazy("No project with a score was carried."),
    "targets": gettext_lazy("No target was due on the projects carried."),
    "additions": gettext_lazy("No verified fact and no decision of the quarter."),
}


def nothing(indicator):
    """Why a line has no weight."""
    return str(NOTHING.get(indicator, NOTHING["review"]))


def number(value):
    """A number without needless noughts, thousands apart."""
    text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fraction(value, places=4):
    """A number as people read it: at most so many decimals."""
    return number(round(value, places))


def day(text):
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")


def says(scheme, until, indicator, piece):
    """How a piece counts, with its numbers; for one that does not count, what is known of it."""
    words = {
        "milestones": _milestone, "investment": _month, "orders": _order, "carried": _carried, "targets": _target,
        "additions": _addition,
    }.get(indicator, _review)  # fmt: skip
    return words(scheme, until, piece)


def _milestone(scheme, until, piece):
    values = piece.values
    given = {"planned": day(values["planned"]), "weight": number(values["weight"])}
    done = date.fromisoformat(values["done"]) if values.get("done") else None
    if done is None or done > until:
        said = _("Weight %(weight)s, planned for %(planned)s, not reached by the end of the quarter: keeps nothing.")
    else:
        given |= {"done": day(values["done"]), "days": (done - date.fromisoformat(values["planned"])).days}
        given["kept"] = fraction(100 * why.kept(scheme, until, piece))
        said = _("Weight %(weight)s, planned for %(planned)s, reached on %(done)s: in time, keeps all of it.")
        if given["days"] > 0:
            said = _(
                "Weight %(weight)s, planned for %(planned)s, reached on %(done)s, %(days)s days late: keeps "
                "%(kept)s %% of it."
            )
    sentence = said % given
    if values.get("excused"):
        sentence += " " + _("Reason accepted: %(why)s.") % {"why": values["excused"]}
    return sentence


def _month(scheme, until, piece):
    given = {name: number(piece.values[name]) for name in ("planned", "invested")}
    return _("Planned %(planned)s, invested %(invested)s (10,000 yuan).") % given


def _order(scheme, until, piece):
    if piece.skip == score_lines.PENDING:
        return _("Reported as done.")
    return _("Put right in time.") if piece.values["in_time"] == "1" else _("Not put right in time.")


def _review(scheme, until, piece):
    values = piece.values
    if piece.skip == score_lines.WITHHELD:
        return ""
    given = {"score": number(values["score"]), "papers": values["papers"], "robust": number(values.get("robust") or 0)}
    if not values.get("robust"):
        said = [_("As counted %(score)s of 100, %(papers)s valid papers.") % given]
    elif scheme.averaging == ROBUST:
        said = [
            _("As counted %(score)s, robust estimate %(robust)s of 100, %(papers)s valid papers; by the scheme the "
              "robust estimate is taken.") % given
        ]  # fmt: skip
    else:
        said = [
            _("As counted %(score)s, robust estimate %(robust)s of 100, %(papers)s valid papers; by the scheme the "
              "figure as counted is taken.") % given
        ]  # fmt: skip
    if values.get("whole"):
        said.append(_("Its own items are not shown one by one; the figure of the whole sheet stands for them."))
    return " ".join(said)


def _carries(values):
    return {"share": number(values["share"]), "days": values["days"]}


def _carried(scheme, until, piece):
    values = piece.values
    role = PersonRole(values["role"]).label if values.get("role") in PersonRole.values else ""
    given = _carries(values) | {"role": role, "score": number(values["score"] or 0)}
    if not values["score"]:
        return _("%(role)s, share %(share)s × %(days)s days.") % given
    return _("%(role)s, share %(share)s × %(days)s days, project score %(score)s.") % given


def _target(scheme, until, piece):
    values = piece.values
    given = _carries(values) | {name: number(values[name]) for name in ("done", "due", "total")}
    given["measure"] = values["measure"]
    if piece.skip:
        return _("Done %(done)s of %(total)s %(measure)s in all.") % given
    given["reached"] = number(100 * reached_of(piece))
    return (
        _(
            "Done %(done)s %(measure)s of %(due)s due by then (%(total)s in all): %(reached)s %%; share %(share)s × "
            "%(days)s days."
        )
        % given
    )


def _addition(scheme, until, piece):
    if "points" in piece.values:
        return _("Entered by a decision.")
    kind = piece.values["kind"]
    return _("Fact: %(kind)s.") % {"kind": FactKind(kind).label if kind in FactKind.values else kind}


def formula(scheme, until, line):
    """How the line came to its points, in one sentence; empty where it has no weight."""
    if line.indicator == "additions":
        return _("The sum of the pieces, at most %(cap)s up or down.") % {"cap": number(scheme.cap)}
    if not line.weight or line.reached is None:
        return ""
    won, whole = why.sums(scheme, until, line)
    given = {
        "won": fraction(won), "whole": fraction(whole), "reached": number(line.reached), "weight": number(line.weight),
        "points": line.points,
    }  # fmt: skip
    if line.indicator in ("review", *DIMENSIONS):
        said = _("Mean of the reviews: %(reached)s %%. %(reached)s %% × weight %(weight)s = %(points)s.")
    elif won > whole:
        said = _(
            "%(won)s of %(whole)s; more than all counts as 100 %%. %(reached)s %% × weight %(weight)s = %(points)s."
        )
    else:
        said = _("%(won)s of %(whole)s = %(reached)s %%. %(reached)s %% × weight %(weight)s = %(points)s.")
    return said % given


ADDS = {
    "milestones": gettext_lazy("Weight kept of the weight owed."),
    "investment": gettext_lazy("10,000 yuan invested of those planned, from January on."),
    "orders": gettext_lazy("Orders put right in time of the orders due."),
    "carried": gettext_lazy("Share × days × project score, over share × days."),
    "targets": gettext_lazy("Share × days × what was reached, over share × days."),
}


def adds(indicator):
    """What is added up on the line, in words."""
    return str(ADDS.get(indicator, ""))
