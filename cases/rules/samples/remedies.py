"""Sample periods of review (复核) and appeal (申诉), counted from the delivery of what they are lodged against; and of
the steps of their own cases. An appeal after a review has fifteen days from the delivery of the review's outcome."""

CLOCKS = {
    "remedy.review": (30, "days", 0),
    "remedy.appeal": (30, "days", 0),
    "remedy.appeal_after_review": (15, "days", 0),
    # Within what a review and an appeal are decided, from their admission on.
    "remedy.decide_review": (30, "days", 0),
    "remedy.decide_appeal": (60, "days", 0),
    "appeal.LODGED": (5, "working", 0),
    "appeal.QUESTIONED": (5, "working", 0),
    "appeal.ADMITTED": (15, "working", 10),
    "appeal.EXAMINED": (5, "working", 5),
    "appeal.PROPOSED": (10, "working", 20),
    "appeal.DECIDED": (5, "working", 0),
}
