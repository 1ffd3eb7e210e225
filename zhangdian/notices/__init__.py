"""Notices: what a person must know or do, told once."""
