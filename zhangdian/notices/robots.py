"""Group robots of WeCom, DingTalk and Feishu: what they are sent, byte for byte, and what their answers mean.

Formats as the vendors document them. WeCom: text with mentioned_mobile_list, errcode 0. DingTalk: text with
at.atMobiles, timestamp in milliseconds and sign in the query, errcode 0. Feishu: text with <at> tags, timestamp in
seconds and sign in the body, code 0.
"""

import base64
import hashlib
import hmac
import json
from urllib.error import HTTPError
from urllib.parse import quote_plus, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

TIMEOUT = 10
MOST_ANSWER = 64 * 1024
# WeCom takes 2048 bytes of text; ours is far below, this is a guard.
MOST_TEXT = 1800


class Refused(Exception):
    """The message was not taken; the text says why, without address or secret."""


class _NoRedirect(HTTPRedirectHandler):
    """An address that leads elsewhere is not followed: what stands there is on nobody's list."""

    def redirect_request(self, *given):
        return None


def origin(address):
    """scheme://host[:port] of an address, or "" where it is none to be used."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port else "")


def allowed(address, hosts):
    """Is the address at one of `hosts`? A host alone means https at its usual port; else the origin in full."""
    here = origin(address)
    return bool(here) and any(
        here == (host if "://" in host else f"https://{host}").rstrip("/").lower() for host in hosts if host
    )


def _hmac(key, text):
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def wecom(text, people, secret, at):
    """(query, body): the secret is part of the address; people are mobile numbers."""
    said = {"content": text}
    if people:
        said["mentioned_mobile_list"] = people
    return "", {"msgtype": "text", "text": said}


def dingtalk(text, people, secret, at):
    """(query, body): who is called must stand in the text too."""
    if people:
        text = text + "\n" + " ".join(f"@{mobile}" for mobile in people)
    query = ""
    if secret:
        stamp = str(int(at.timestamp() * 1000))
        query = f"timestamp={stamp}&sign={quote_plus(_hmac(secret, stamp + chr(10) + secret))}"
    return query, {"msgtype": "text", "text": {"content": text}, "at": {"atMobiles": people, "isAtAll": False}}


def feishu(text, people, secret, at):
    """(query, body): people are Feishu's own numbers (open_id or user_id), called by tags in the text."""
    if people:
        text = text + "\n" + " ".join(f'<at user_id="{person}"></at>' for person in people)
    body = {"msg_type": "text", "content": {"text": text}}
    if secret:
        stamp = str(int(at.timestamp()))
        body = {"timestamp": stamp, "sign": _hmac(stamp + "\n" + secret, ""), **body}
    return "", body


SPEAK = {"wecom": wecom, "dingtalk": dingtalk, "feishu": feishu}
CODES = {"wecom": "errcode", "dingtalk": "errcode", "feishu": "code"}
SAID = {"wecom": "errmsg", "dingtalk": "errmsg", "feishu": "msg"}


def send(kind, address, text, *, people=(), secret="", at, hosts):
    """Send `text` to the group behind `address`; Refused says why it was not taken."""
    if not allowed(address, hosts):
        raise Refused("host is not on the list of allowed hosts")
    query, body = SPEAK[kind](text[:MOST_TEXT], list(people), secret, at)
    if query:
        address += ("&" if "?" in address else "?") + query
    request = Request(
        address, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as answer:
            raw = answer.read(MOST_ANSWER)
    except HTTPError as fault:
        fault.close()
        raise Refused(f"HTTP {fault.code}") from None
    except (OSError, ValueError) as fault:
        # The text of a fault may hold the address, and with it the key.
        raise Refused(f"{type(getattr(fault, 'reason', fault)).__name__}") from None
    _understood(kind, raw)


def _understood(kind, raw):
    """Raise Refused unless the vendor says that the message was taken."""
    try:
        answer = json.loads(raw)
        code = answer.get(CODES[kind])
    except (ValueError, AttributeError):
        raise Refused("the answer is not what the vendor documents") from None
    if code != 0:
        raise Refused(f"{CODES[kind]} {code}: {str(answer.get(SAID[kind], ''))[:120]}")
