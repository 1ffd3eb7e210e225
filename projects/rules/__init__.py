"""Pure arithmetic of this floor; a module per subject: no ORM, no clock, no Django."""
