"""The working-day calendar: the State Council's days off and make-up days, under the district's own rows."""
