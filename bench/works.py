"""W1–W3: what is sent to the product and what to its anchor."""

import io
import random
from urllib.parse import urlencode

from bench.fill import TOKEN, USERS
from bench.load import request

TEXT = (
    "今日完成雨水管安装120米、检查井4座,水泥稳定碎石基层摊铺180米,压实度检测合格;沿线清表并外运渣土260立方米,"
    "路缘石安砌90米;投入作业人员46人、挖掘机5台、运输车8台;下午小雨,室外作业停两小时,已组织材料进场。"
) * 4
TEXT = TEXT[:400]
BOUNDARY = "bench-boundary-7f3a"
_picture = None


def cookies(session):
    return {"sessionid": session, "csrftoken": TOKEN}


def fields(text):
    return {"csrfmiddlewaretoken": TOKEN, "text": text, "percent": "45", "invested": "12.50", "plan": "继续推进"}


def form(bare):
    """Requests to the anchor `form`, without end."""
    body = urlencode(fields(TEXT)).encode()
    made = [request("POST", "/form/", cookies=cookies(session), body=body) for session in bare["sessions"]]
    number = 0
    while True:
        yield made[number % len(made)]
        number += 1


def report(product):
    """Requests that hand in one open report each. The browser's form sends its key and the two explicit “none”."""
    said = fields(TEXT) | {"percent": "", "has_problem": "no", "needs_coordination": "no"}
    for pk, owner in product["open"]:
        body = urlencode(said | {"key": f"bench-{pk}"}).encode()
        yield request("POST", f"/daily-reports/{pk}/submit/", cookies=cookies(product["sessions"][owner]), body=body)


def a_picture(number):
    """A JPEG of about 1 MiB; another `number` gives another file."""
    global _picture
    if _picture is None:
        from PIL import Image

        rng = random.Random(7)
        side = 900
        noise = Image.frombytes("RGB", (side, side), rng.randbytes(side * side * 3))
        out = io.BytesIO()
        quality = 82
        noise.save(out, "JPEG", quality=quality)
        _picture = out.getvalue()
    # A comment segment right behind the start of the picture makes each one different.
    comment = f"bench {number:08}".encode()
    return _picture[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + _picture[2:]


def multipart(name, data):
    """The body of a form with one file."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    ).encode()
    return head + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def upload(bare):
    """Requests to the anchor `upload`, without end."""
    number = 0
    while True:
        number += 1
        yield request(
            "POST",
            "/upload/",
            cookies=cookies(bare["sessions"][number % USERS]),
            body=multipart("file", a_picture(number)),
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
        )


def photo(product):
    """Requests that add one photo each, to reports still open, from the far end of the list."""
    for number, (pk, owner) in enumerate(reversed(product["open"])):
        yield request(
            "POST",
            f"/daily-reports/{pk}/photos/",
            cookies=cookies(product["sessions"][owner]),
            body=multipart("photos", a_picture(number)),
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
        )


def dash(bare, count):
    """Requests for the anchor's page of `count` lines, without end."""
    one = request("GET", f"/dash/{count}/", cookies=cookies(bare["sessions"][0]))
    while True:
        yield one


def cockpit(product, path="/cockpit/"):
    """Requests for the leader's page, without end."""
    one = request("GET", path, cookies=cookies(product["leader"]))
    while True:
        yield one
