"""Numbers computed from the rows below and stored for the pages; a module per subject."""
