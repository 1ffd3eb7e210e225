"""A local server that plays the robots of WeCom, DingTalk and Feishu groups: it checks every request as the vendors
document it, keeps what it took, and answers in the vendor's form.

It runs in a process of its own, so that workers may be forked and killed beside it. What it took stands in a file, a
line each: the vendor, and the text; a request that no vendor would take is kept as BAD.
"""

import base64
import hashlib
import hmac
import json
import os
import random
import signal
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KINDS = ("wecom", "dingtalk", "feishu")
SECRET = "SEC-ce-shi"
FORM = "application/json; charset=utf-8"
# How far a stamp may be from now, in seconds: DingTalk's and Feishu's hour.
HOUR = 3600


def _signature(key, text):
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _wecom(query, body):
    assert query == {"key": ["abc"]}
    assert body["msgtype"] == "text"
    assert set(body["text"]) <= {"content", "mentioned_mobile_list"}
    return body["text"]["content"]


def _dingtalk(query, body):
    (stamp,), (sign,) = query["timestamp"], query["sign"]
    assert len(stamp) == 13, "milliseconds"
    assert sign == _signature(SECRET, f"{stamp}\n{SECRET}")
    assert body["msgtype"] == "text"
    assert body["at"]["isAtAll"] is False
    assert all(f"@{mobile}" in body["text"]["content"] for mobile in body["at"]["atMobiles"])
    return body["text"]["content"]


def _feishu(query, body):
    assert len(body["timestamp"]) == 10, "seconds"
    assert body["sign"] == _signature(f"{body['timestamp']}\n{SECRET}", "")
    assert body["msg_type"] == "text"
    return body["content"]["text"]


CHECKS = dict(zip(KINDS, (_wecom, _dingtalk, _feishu), strict=True))


def _handler(file, slow):
    class Robot(BaseHTTPRequestHandler):
        def do_POST(self):
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            address = urlsplit(self.path)
            kind = address.path.strip("/")
            time.sleep(random.uniform(0, slow))
            try:
                assert self.headers["Content-Type"] == FORM
                text = CHECKS[kind](parse_qs(address.query), json.loads(raw))
            except Exception as fault:
                self.keep("BAD", f"{kind} {type(fault).__name__} {fault}")
                said = {"code": 19021, "errcode": 310000}
            else:
                self.keep(kind, text)
                said = {"code": 0, "msg": "success"} if kind == "feishu" else {"errcode": 0, "errmsg": "ok"}
            time.sleep(random.uniform(0, slow))
            # Whoever asked may have been killed meanwhile.
            with suppress(OSError):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

        def keep(self, word, text):
            # One write of a short line to a file opened for adding is whole.
            with open(file, "a") as stream:
                stream.write(json.dumps([word, text], ensure_ascii=False) + "\n")

        def log_message(self, *_words):
            pass

    return Robot


@contextmanager
def robots(file, *, slow=0.015):
    """Serve until left; gives the server's address. What is taken is added to `file`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(file, slow))
    child = os.fork()
    if not child:
        try:
            server.serve_forever()
        finally:
            os._exit(1)
    server.socket.close()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def taken(file):
    """[(vendor, text)] in the order in which they were taken."""
    with open(file) as stream:
        return [tuple(json.loads(line)) for line in stream]
