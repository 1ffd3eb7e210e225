"""The demo district: a year of an invented district's history, the same every time for the same day.

`build.load(at=…)` is the door. Every name is invented; every row obeys the rules that the product keeps.
"""
