"""A file broker for one desk: kombu's, with messages published atomically.

Kombu's own `_put` opens the message file and then locks it; a reader may move it away while it is
still empty and die on the empty text (kombu issue 1551). Writing beside the queue and renaming into
it leaves no such moment. Only beat's wake-ups travel here, so a lost message costs one interval.
"""

import os
import tempfile
import uuid
from time import monotonic

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

ALIAS = "atomicfs"


class Channel(filesystem.Channel):
    """kombu's file channel whose messages appear whole or not at all."""

    def _put(self, queue, payload, **kwargs):
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        # A hidden folder beside the messages: same file system, so the rename is atomic.
        waiting = os.path.join(self.data_folder_out, ".writing")
        os.makedirs(waiting, exist_ok=True)
        handle, path = tempfile.mkstemp(dir=waiting)
        with os.fdopen(handle, "wb") as stream:
            stream.write(str_to_bytes(dumps(payload)))
        os.rename(path, os.path.join(self.data_folder_out, name))


class Transport(filesystem.Transport):
    """kombu's file transport with the atomic channel."""

    Channel = Channel


TRANSPORT_ALIASES[ALIAS] = "zhangdian.broker:Transport"
