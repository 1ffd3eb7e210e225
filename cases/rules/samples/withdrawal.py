"""Sample numbers for withdrawals of honours: five working days for a statement, fifteen until the meeting."""

CLOCKS = {
    "withdrawal.DRAFT": (5, "working", 0),
    "withdrawal.NOTIFIED": (5, "working", 3),
    "withdrawal.HEARD": (5, "working", 5),
    "withdrawal.PROPOSED": (15, "working", 10),
    "withdrawal.DECIDED": (5, "working", 0),
}
FIGURES = {}
MEASURES = []
