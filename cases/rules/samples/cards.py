"""Sample numbers for cards: five working days for a statement, thirty days to put it right, valid for twelve months."""

CLOCKS = {
    "card.DRAFT": (5, "working", 0),
    "card.NOTIFIED": (5, "working", 3),
    "card.HEARD": (5, "working", 5),
    "card.PROPOSED": (10, "working", 10),
    "card.DECIDED": (5, "working", 0),
    "card.VALID": (30, "days", 15),
    "card.RECTIFIED": (5, "working", 0),
}
# Drafts from the rules: two yellow cards within twelve months, or a yellow one not put right in time: a red one. An
# order ten working days overdue, or a red light two months in a row: a yellow one.
FIGURES = {"card.yellows_for_red": 2, "card.yellow_months": 12, "card.order_days": 10, "card.red_months": 2}
MEASURES = [
    {
        "kind": "card", "code": "yellow", "label": "黄牌", "weight": 1, "decided_by": "department", "months": 12,
        "blocks": ["honour"], "influence": "yellow_card", "points": "-2",
    },
    {
        "kind": "card", "code": "red", "label": "红牌", "weight": 2, "decided_by": "joint", "months": 12,
        "blocks": ["honour", "merit", "reserve", "promotion"], "influence": "red_card", "points": "-5",
    },
]  # fmt: skip
