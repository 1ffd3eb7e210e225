"""Where upper floors say which projects concern a person: this floor asks them, knowing only their shape.

An upper room registers in its `apps.py` `ready()`:

    from projects import registry
    registry.CONCERNS.append(queries.team_projects)     # f(user, day) -> queryset of project keys, unordered
    registry.WITHHELD.append(queries.recused_projects)  # the same: projects on which the role "team" does not count

Both are built into the one statement that asks for what a person may see; neither may ask the database itself.
"""

CONCERNS: list = []
WITHHELD: list = []
