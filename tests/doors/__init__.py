"""The table URL × role: who gets which answer at which address. One module a room.

A room's module holds ROWS, a list of `Door` and `Desk`, and may hold `furnish(world)`, which makes
the things its addresses need and puts them into `world.things` under a name:

    def furnish(world):
        world.things["report"] = an_open_report(world.project)

    ROWS = [
        Door("daily:wall", stranger=302, administrators=403, others=200),
        Door("daily:submit", {"pk": "report"}, method="post", stranger=302, liaison=302, others=404),
        Desk("cadres", "unit", "unit", see=(Role.OFFICE,), add=(Role.OFFICE,), change=(Role.OFFICE,)),
    ]

`args` names things of the world (their pk is put into the address) or gives plain values. Expected
answers are named by role or group; an exact role wins over a group, a group over `others`. Every one of
the roles must get an answer, so that nobody is forgotten.
"""

from dataclasses import dataclass, field

# Who stands at the door. `support` heads the supporting unit, `cadre` is on no project.
STRANGER = "stranger"
DERIVED = ("liaison", "unit_head", "support", "secretary", "cadre")
DISTRICT = ("planner", "supervisor", "team", "office", "director", "leader", "discipline")
ADMINISTRATORS = ("system", "security", "audit")
EVERYBODY = (STRANGER, *DERIVED, *DISTRICT, *ADMINISTRATORS)

GROUPS = {
    "derived": DERIVED,
    "district": DISTRICT,
    "administrators": ADMINISTRATORS,
    # Those whose rows say that they read every project.
    "see_all": ("planner", "supervisor", "office", "director", "leader", "discipline"),
    # Those who may enter the desk.
    "staff": ("planner", "supervisor", "team", "office", "director", "discipline", *ADMINISTRATORS),
    # Those who are on the world's project by a dated row.
    "on_project": ("liaison", "unit_head", "support", "secretary"),
    "signed_in": (*DERIVED, *DISTRICT, *ADMINISTRATORS),
}


def spread(expected):
    """{role: status} for every role from words as a row gives them; raises KeyError text for a word unknown."""
    unknown = [word for word in expected if word not in (*EVERYBODY, *GROUPS, "others")]
    if unknown:
        raise ValueError(f"not a role nor a group: {', '.join(unknown)}")
    answers = {}
    # Larger groups first, so that a smaller one, being more exact, wins.
    for group in sorted((word for word in expected if word in GROUPS), key=lambda word: -len(GROUPS[word])):
        answers.update(dict.fromkeys(GROUPS[group], expected[group]))
    answers.update({role: status for role, status in expected.items() if role in EVERYBODY})
    if "others" in expected:
        answers = dict.fromkeys(EVERYBODY, expected["others"]) | answers
    forgotten = [role for role in EVERYBODY if role not in answers]
    if forgotten:
        raise ValueError(f"no answer is given for {', '.join(forgotten)}")
    return answers


@dataclass
class Door:
    """One address: its name, what it needs, and the status for each role."""

    name: str
    args: dict = field(default_factory=dict)
    method: str = "get"
    data: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)
    expected: dict = field(default_factory=dict)

    def __init__(self, name, args=None, *, method="get", data=None, headers=None, query="", **expected):
        self.name, self.args, self.method = name, args or {}, method
        self.data, self.headers, self.query = data or {}, headers or {}, query
        self.expected = spread(expected)

    def names(self):
        """The URL names this row answers for."""
        return {self.name}

    def visits(self):
        """The doors to try, one each for what this row stands for."""
        return [self]


class Plain:
    """A word of an address that is no name of a thing of the world, though one is called so."""

    def __init__(self, word):
        self.word = word

    def __str__(self):
        return self.word


class Desk:
    """The five standard admin addresses of a model: list, add, change, delete, history.

    see, add, change, delete: the roles that may (who may change may also see). thing: its name in the world, or
    None where there is none to look at (then only list and add are tried).
    Outside the desk everybody is sent to log-in or home (302); on the desk without the right it is 403.
    """

    ACTIONS = ("changelist", "add", "change", "delete", "history")

    def __init__(self, app, model, thing, *, see=(), add=(), change=(), delete=()):
        self.prefix, self.thing = f"admin:{app}_{model}_", thing
        see = {str(role) for role in (*see, *change)}
        self.may = {
            "changelist": see, "add": {str(role) for role in add}, "change": see,
            "delete": {str(role) for role in delete}, "history": see,
        }  # fmt: skip

    def names(self):
        return {self.prefix + action for action in self.ACTIONS}

    def visits(self):
        rows = []
        for action in self.ACTIONS if self.thing is not None else self.ACTIONS[:2]:
            args = {"object_id": self.thing} if action in ("change", "delete", "history") else {}
            expected = dict.fromkeys(GROUPS["staff"], 403) | dict.fromkeys(self.may[action], 200)
            rows.append(Door(self.prefix + action, args, others=302, **expected))
        return rows
