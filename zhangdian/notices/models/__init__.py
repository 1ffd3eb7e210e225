"""The rows of this room; a module per subject: the bell, the ladder, what goes out of the house."""

from zhangdian.notices.models.bell import Heartbeat, Notice
from zhangdian.notices.models.ladder import Cadence, Digest, Hold, Reminder, Rung, Stumble
from zhangdian.notices.models.outside import Channel, Copy, Delivery

__all__ = [
    "Cadence", "Channel", "Copy", "Delivery", "Digest", "Heartbeat", "Hold", "Notice", "Reminder", "Rung", "Stumble",
]  # fmt: skip
