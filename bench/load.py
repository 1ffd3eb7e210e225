"""A small load generator: prepared requests over kept connections of the loopback, counted, timed, checked."""

import socket
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """What one burst did."""

    seconds: float
    count: int
    size: int  # bytes of the last body
    wrong: dict  # status → how many answered other than wanted

    @property
    def rate(self):
        """Requests a second."""
        return self.count / self.seconds


class Connection:
    """One kept connection; opened again where the server closed it."""

    def __init__(self, port):
        self.port = port
        self.socket = None

    def open(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request):
        """(status, bytes of the body) of the answer to the bytes `request`."""
        if self.socket is None:
            self.open()
        self.socket.sendall(request)
        head = b""
        while b"\r\n\r\n" not in head:
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionError("closed before the answer was complete")
            head += part
        head, _, body = head.partition(b"\r\n\r\n")
        low = head.lower()
        # Sent to the log-in page: the work was not done.
        status = 401 if b"\r\nlocation: /login/" in low else int(head[9:12])
        start = low.find(b"\r\ncontent-length:")
        length = int(low[start + 17 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
        got = len(body)
        while got < length:
            got += len(self.socket.recv(262144))
        if b"\r\nconnection: close" in low:
            self.socket.close()
            self.socket = None
        return status, body, length


def request(method, path, *, cookies, body=b"", content_type="application/x-www-form-urlencoded", host="127.0.0.1"):
    """The bytes of one request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: keep-alive"]
    lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if method == "POST":
        lines += [f"Content-Type: {content_type}", f"Content-Length: {len(body)}", f"Referer: http://{host}/"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def burst(port, queues, *, wanted=(200, 302, 303)):
    """Send each list of `queues` over a connection of its own, all at once; the time of the whole."""
    results, wrong, sizes, failures = [], {}, [], []
    lock = threading.Lock()
    ready = threading.Barrier(len(queues) + 1)

    def work(queue):
        connection = Connection(port)
        connection.open()
        ready.wait()
        count = 0
        try:
            for each in queue:
                status, body, length = connection.ask(each)
                count += 1
                if status not in wanted:
                    with lock:
                        wrong[status] = wrong.get(status, 0) + 1
                        if len(failures) < 1:
                            failures.append(body[:400])
        finally:
            with lock:
                results.append(count)
                sizes.append(length if queue else 0)
            if connection.socket:
                connection.socket.close()

    threads = [threading.Thread(target=work, args=(queue,), daemon=True) for queue in queues]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    if failures:
        wrong["first"] = failures[0].decode("utf-8", "replace")
    return Sent(took, sum(results), max(sizes, default=0), wrong)


def dealt(requests, hands):
    """`requests` dealt out to `hands` queues."""
    return [requests[number::hands] for number in range(hands)]
