"""Dated settings: what the district may change without a programmer, from a day on, with a reason."""
