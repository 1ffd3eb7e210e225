"""Floor 1: who logs in, with which roles; feedback."""
