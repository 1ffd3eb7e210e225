"""Sample periods of review (复核) and appeal (申诉), counted from the delivery of what they are lodged against."""

CLOCKS = {"remedy.review": (30, "days", 0), "remedy.appeal": (30, "days", 0)}
