"""Writes of this room; a module per subject."""

from zhangdian.notices.services.bell import beat, choose, expect, read, tell
from zhangdian.notices.services.channels import keep_channel, try_channel
from zhangdian.notices.services.delivering import deliver, retry
from zhangdian.notices.services.digests import tell_owed
from zhangdian.notices.services.holds import hold, release
from zhangdian.notices.services.ladder import climb, lapse, lay_rungs, reconcile, settle

__all__ = [
    "beat", "choose", "climb", "deliver", "expect", "hold", "keep_channel", "lapse", "lay_rungs", "read", "reconcile",
    "release", "retry", "settle", "tell", "tell_owed", "try_channel",
]  # fmt: skip
