"""The rows of the evaluations floor, split by subject. A line a subject."""
