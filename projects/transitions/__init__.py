"""The tables of moves of this floor, one function per verb; a module per subject: roster, day, figures."""
