"""Sample numbers for honours: five working days for the opinion of the discipline commission and for the publicity."""

CLOCKS = {
    "honour.DRAFT": (10, "working", 5),
    "honour.OPINION": (5, "working", 3),
    "honour.OPINED": (5, "working", 3),
    "honour.PUBLICITY": (5, "working", 3),
    "honour.CHECKED": (5, "working", 5),
    "honour.PROPOSED": (10, "working", 10),
    "honour.DECIDED": (5, "working", 3),
}
# Points in the score of the quarter of publication; for how many months a block that begins later proposes to
# withdraw the honour.
FIGURES = {"honour.points": 1, "honour.watch_months": 12}
MEASURES = []
