"""Pages of the accounts floor, by subject."""
