"""A file broker for one desk: kombu's, with everything written whole.

Kombu's own opens a file and then locks it: a reader may meet it empty and die on the empty text (kombu
issue 1551), and the table of a new exchange has the same moment. Here a message and a table are written
beside and renamed into place, and a message is taken by renaming it away, so there is no such moment.
Only beat's wake-ups travel here: a message lost with a killed worker costs one interval.
"""

import fcntl
import os
import tempfile
import uuid
from contextlib import contextmanager
from queue import Empty
from time import time_ns

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

ALIAS = "atomicfs"


def _write_whole(folder, name, value):
    """Write `value` as JSON to folder/name so that a reader sees all of it or nothing."""
    # A hidden folder beside: the same file system, so that the rename is atomic.
    waiting = os.path.join(folder, ".writing")
    os.makedirs(waiting, exist_ok=True)
    handle, path = tempfile.mkstemp(dir=waiting)
    with os.fdopen(handle, "wb") as stream:
        stream.write(str_to_bytes(dumps(value)))
    os.rename(path, os.path.join(folder, name))


class Channel(filesystem.Channel):
    """kombu's file channel whose messages and tables appear whole or not at all."""

    def _put(self, queue, payload, **kwargs):
        _write_whole(self.data_folder_out, f"{time_ns():020}_{uuid.uuid4()}.{queue}.msg", payload)

    def _get(self, queue):
        taken = os.path.join(self.data_folder_in, ".taken")
        os.makedirs(taken, exist_ok=True)
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            mine = os.path.join(taken, name)
            try:
                os.rename(os.path.join(self.data_folder_in, name), mine)
            except FileNotFoundError:
                # Another reader was quicker.
                continue
            with open(mine, "rb") as stream:
                text = bytes_to_str(stream.read())
            os.remove(mine)
            try:
                return loads(text)
            except ValueError:
                # Cut off by a power failure: the next wake-up comes by itself.
                continue
        raise Empty()

    @contextmanager
    def _table(self, exchange):
        """The exchange's list of queues, to be changed in place; written back whole, one writer at a time."""
        self.control_folder.mkdir(exist_ok=True)
        file = self._exchange_file(exchange)
        with open(self.control_folder / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            table = self.get_table(exchange)
            before = list(table)
            yield table
            if table != before:
                _write_whole(str(self.control_folder), file.name, table)

    def get_table(self, exchange):
        try:
            text = self._exchange_file(exchange).read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        return [filesystem.exchange_queue_t(*row) for row in loads(text)]

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._table(exchange) as table:
            if row not in table:
                table.insert(0, row)

    def _delete(self, queue, exchange, routing_key, pattern, *args, **kwargs):
        # The messages first, as kombu's in-memory base does; then the row of the table.
        self._purge(queue)
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._table(exchange) as table:
            if row in table:
                table.remove(row)


class Transport(filesystem.Transport):
    """kombu's file transport with the atomic channel."""

    Channel = Channel


TRANSPORT_ALIASES[ALIAS] = "zhangdian.broker:Transport"
