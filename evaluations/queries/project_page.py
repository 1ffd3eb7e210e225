"""What this floor adds to the page of a project: orders, visits, slips, the newest review; three statements."""

from dataclasses import dataclass, field
from typing import Any

from evaluations.queries import coordination, inspections, orders, tally
from zhangdian import gathered


@dataclass
class OfProject:
    """The parts of the page. reviewed: the newest published result, or None."""

    orders: list = field(default_factory=list)
    visits: list = field(default_factory=list)
    slips: list = field(default_factory=list)
    reviewed: Any = None


def of_project(user, project, *, day, at):
    """The OfProject of what `user` may see; each visit has `inspectors`, their names."""
    visits = inspections.of_project(user, project, day)
    read = gathered.rows(
        orders=orders.of_project(user, project, day),
        visits=visits,
        names=inspections.names_of(visits),
        slips=coordination.of_project(user, project, day),
        reviewed=tally.of_project(project),
    )
    for visit in read["visits"]:
        visit.inspectors = [name for key, name in read["names"] if key == visit.pk]
    return OfProject(
        orders=orders.dressed(read["orders"], at),
        visits=read["visits"],
        slips=coordination.dressed(read["slips"], day=day, at=at),
        reviewed=next(iter(read["reviewed"]), None),
    )
