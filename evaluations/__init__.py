"""Floor 4: inspections, bulletins, reviews and scores. Nothing stands here yet but its place in the house."""
