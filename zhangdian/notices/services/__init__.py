"""Writes of this room; a module per subject."""

from zhangdian.notices.services.bell import beat, read, tell
from zhangdian.notices.services.holds import hold, release
from zhangdian.notices.services.ladder import climb, settle

__all__ = ["beat", "climb", "hold", "read", "release", "settle", "tell"]
