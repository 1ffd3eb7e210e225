"""Files that people take away; a module per subject."""
