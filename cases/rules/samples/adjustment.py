"""Sample numbers for adjustments (能下). The measures and their influence periods are those of the version: under the
trial rules of 2015 transfer and a post without leadership keep from promotion for a year, demotion and removal for two;
the 2022 rules name other measures. Every number is to be checked against the official text."""

CLOCKS = {
    "adjustment.CLUE": (5, "working", 0),
    "adjustment.VERIFYING": (20, "working", 10),
    "adjustment.VERIFIED": (5, "working", 0),
    "adjustment.NOTIFIED": (5, "working", 3),
    "adjustment.HEARD": (10, "working", 5),
    "adjustment.PROPOSED": (5, "working", 0),
    "adjustment.CONSULTING": (10, "working", 5),
    "adjustment.FORWARDED": (20, "working", 10),
    "adjustment.DECIDED": (5, "working", 0),
    "adjustment.TALKED": (5, "working", 0),
    "adjustment.DELIVERED": (10, "working", 10),
    # Counted from the last day of the influence period.
    "adjustment.FOLLOW_UP": (20, "working", 10),
}
# Follow-up where a measure has no influence period.
FIGURES = {"adjustment.follow_months": 12}
ALL = ["promotion", "rank", "merit", "reserve", "honour"]


def _measure(code, label, weight, months, influence):
    return {
        "kind": "adjustment", "code": code, "label": label, "weight": weight, "decided_by": "standing",
        "months": months, "influence": influence, "blocks": ALL,
    }  # fmt: skip


MEASURES_2015 = [
    _measure("transfer", "调离岗位", 1, 12, "transfer"),
    _measure("non_leading", "改任非领导职务", 2, 12, "transfer"),
    _measure("removal", "免职", 3, 24, "removal"),
    _measure("demotion", "降职", 4, 24, "demotion"),
]
MEASURES_local = MEASURES_2015
MEASURES_2022 = [
    _measure("lateral", "平职调整", 1, 12, "transfer"),
    _measure("rank", "转任职级公务员", 2, 12, "transfer"),
    _measure("removal", "免职", 3, 24, "removal"),
    _measure("demotion", "降职", 4, 24, "demotion"),
]
