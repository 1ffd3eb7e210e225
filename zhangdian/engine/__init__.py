"""The engine room: starting the processes, waking a sweep by hand, saving and bringing back the data."""
