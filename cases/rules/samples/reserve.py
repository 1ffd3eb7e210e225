"""Sample numbers for the reserve list: reviewed every twelve months, age limits by layer."""

CLOCKS = {
    "reserve.PROPOSED": (10, "working", 5),
    "reserve.CHECKED": (10, "working", 5),
    "reserve.BEFORE": (15, "working", 10),
    "reserve.DECIDED": (5, "working", 3),
    "reserve.IN": (12, "months", 1),
    "reserve.LISTED": (6, "months", 3),
}
# The greatest age at which somebody is, or stays, on the list.
FIGURES = {"reserve.age_principal": 50, "reserve.age_deputy": 45}
MEASURES = []
