"""Sample clocks for proposals for promotion (能上)."""

CLOCKS = {
    "promotion.DRAFT": (10, "working", 5),
    "promotion.CONSULTING": (10, "working", 5),
    "promotion.ADVISED": (10, "working", 5),
    "promotion.FORWARDED": (20, "working", 10),
    "promotion.DECIDED": (10, "working", 10),
}
