"""The desk of this floor; a line per subject. Importing them registers their rows."""
