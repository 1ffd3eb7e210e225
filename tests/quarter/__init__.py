"""A quarter of the district, lived through day by day with the clock driven from outside."""
