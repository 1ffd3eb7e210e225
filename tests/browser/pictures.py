"""The pictures of the manual, taken from the demo district: `python -m tests.browser.pictures [name …]`.

Loads the district into ZHANGDIAN_VAR (a folder of its own) when that is empty, serves it at a fixed instant, signs in
as its people and writes docs/manual/images/. What it sees wrong on a page of ours it says. Not run by any test.
"""

import io
import os
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("ZHANGDIAN_VAR", str(ROOT / "var" / "pictures"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhangdian.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
IMAGES = ROOT / "docs" / "manual" / "images"
PORT = int(os.environ.get("PORT", "8230"))


def serve():
    """The house in this process, so that it shares the stopped clock; returns its address."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from zhangdian.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    server = ThreadedWSGIServer(("127.0.0.1", PORT), Quiet)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{PORT}"


def small(png):
    """The picture with few colours: a fifth of the bytes, no difference to the eye."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def main(names):
    import django
    import time_machine

    from zhangdian.words import catalogues

    # Before the start: what is read in once stays.
    catalogues.compile_all(ROOT)
    django.setup()
    from django.core.management import call_command

    from tests.browser.scenes import SCENES
    from tests.browser.scenes.ways import INSTANT, PASSWORD
    from tests.browser.visitor import DESK, PHONE, Visitor
    from tests.machine import chromium
    from zhangdian.demo import build

    call_command("migrate", verbosity=0)
    if build.is_empty():
        call_command("demo", at=INSTANT)
    IMAGES.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with time_machine.travel(INSTANT, tick=True), sync_playwright() as driver:
        address = serve()
        # The browser's own widgets (a date field) speak the language of its surroundings.
        browser = driver.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"],
            env={**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"},
        )
        for name in names or SCENES:
            who, scene, ours = SCENES[name]
            context = browser.new_context(locale="zh-CN", viewport={"width": PHONE[0], "height": PHONE[1]})
            visitor = Visitor(context.new_page(), address)
            if who:
                visitor.sign_in(who, PASSWORD)
            for size in (PHONE, DESK):
                visitor.size(size)
                try:
                    scene(visitor)
                except Exception as trouble:
                    print(f"{name}: {trouble}")
                    break
                visitor.page.wait_for_load_state("networkidle")
                path = IMAGES / f"{name}-{size[0]}.png"
                path.write_bytes(small(visitor.page.screenshot()))
                print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB  {visitor.page.url}")
                for fault in visitor.faults() + [f"not Chinese: {word}" for word in visitor.latin()] if ours else ():
                    print(f"    {fault}")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
