"""Floor 5: honours, cards, tolerance, adjustment, appeals. Nothing stands here yet but its place in the house."""
