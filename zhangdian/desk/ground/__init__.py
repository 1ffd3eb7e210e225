"""The ground's own lists at the desk: trail and seals, settings, calendar, heartbeats.

They stand here and not in their rooms, because the desk is the ground's uppermost room.
"""
