"""Forms without formalism: what each form asks, what for, and how long it takes; never who filled it in."""
