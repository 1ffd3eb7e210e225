"""Floor 3: programmes, projects, who carries them, plans, and a report a day."""
