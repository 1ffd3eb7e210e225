"""The desk: the admin as the offices' working place, with moves as buttons and the trail as a timeline."""
