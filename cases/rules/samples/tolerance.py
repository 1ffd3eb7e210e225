"""Sample periods of error tolerance: applied for within five working days of notice, accepted or not within five and
countersigned within three, investigated for twenty (ten more once), decided within ten more: thirty in all [I]; fed
back within five, filed within five. What is to be put right has a day of its own in the notice."""

CLOCKS = {
    "tolerance.apply": (5, "working", 0),
    "tolerance.LODGED": (5, "working", 0),
    "tolerance.ACCEPTING": (3, "working", 0),
    "tolerance.REFUSING": (3, "working", 0),
    "tolerance.INQUIRY": (20, "working", 10),
    "tolerance.JOINT": (5, "working", 0),
    "tolerance.MEETING": (5, "working", 5),
    "tolerance.DECIDED": (5, "working", 0),
    "tolerance.FED_BACK": (5, "working", 0),
    "tolerance.FILED": (5, "working", 0),
    "tolerance.CORRECTING": (30, "days", 15),
    "tolerance.CORRECTED": (5, "working", 0),
    "tolerance.FOLLOWED": (3, "months", 0),
}
FIGURES = {"tolerance.investigators": 2}
