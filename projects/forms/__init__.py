"""Input shapes; a module per subject: roster, day, figures."""
