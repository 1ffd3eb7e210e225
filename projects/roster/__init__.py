"""Reading the lists that offices keep: pure parsing of grids, headers, columns and cells. No ORM, no clock."""
