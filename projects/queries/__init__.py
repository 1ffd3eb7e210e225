"""Read models of pages; a module per subject: roster, day, figures."""
