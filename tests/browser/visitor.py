"""Somebody before the screen, who notices what is wrong with a page."""

import re
from functools import cache
from urllib.parse import urlsplit

PHONE, DESK = (360, 740), (1440, 900)

# Words that stay as they are in Chinese text.
LATIN = frozenset(
    {
        "api", "authorization", "csv", "ctrl", "curl", "docx", "english", "excel", "get", "heic", "html", "http",
        "https", "idempotency", "jpeg", "jpg", "json", "key", "openapi", "pdf", "png", "post", "svg", "token", "utf",
        "webp", "wps", "xls", "xlsx",
    }
)  # fmt: skip

TOO_SMALL = """() => [...document.querySelectorAll(
    "button, .button, summary, select, .check, nav a, .menu__item, " +
    "input:not([type=hidden]):not([type=checkbox]):not([type=radio])"
  )].filter(thing => {
    const box = thing.getBoundingClientRect();
    const seen = box.width > 1 && box.height > 1 && getComputedStyle(thing).visibility !== "hidden";
    return seen && box.height < 43.5;
  }).map(thing =>
    thing.outerHTML.slice(0, 120) + " is " + Math.round(thing.getBoundingClientRect().height) + " px high")"""

WORDS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const place = walker.currentNode.parentElement;
    if (place.closest("script, style, code, pre, input, textarea, [lang=en], .data, bdi, option[data-raw]")) continue;
    found.push(walker.currentNode.textContent);
  }
  document.querySelectorAll("[aria-label], [title], [placeholder], img[alt]").forEach(thing =>
    ["aria-label", "title", "placeholder", "alt"].forEach(name => found.push(thing.getAttribute(name) || "")));
  return found.join(" ");
}"""


def named():
    """Latin words in the names of people, units and projects of the test: in lists and choices they stay."""
    from accounts.models import User
    from cadres.models import Cadre, Unit
    from projects.models import Project

    names = [name for model in (User, Cadre, Unit, Project) for name in model.objects.values_list("name", flat=True)]
    return set(re.findall(r"[A-Za-z]{3,}", " ".join(names)))


@cache
def axe_script():
    """The text of axe-core, as its package carries it."""
    from axe_playwright_python.base import AXE_SCRIPT

    return AXE_SCRIPT


class Visitor:
    """A page of the browser, with an ear on its console and an eye on what it asks of whom."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.said, self.asked = [], set()
        page.on("console", lambda line: self.said.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.add(request.url))

    def open(self, path, size=None):
        """Go to a path of the house; returns the answer's status."""
        if size:
            self.size(size)
        return self.page.goto(self.address + path).status

    def size(self, size):
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def sign_in(self, username, password):
        """Through the real form."""
        self.open("/login/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        with self.page.expect_navigation():
            self.page.press("[name=password]", "Enter")

    def strangers(self):
        """The addresses outside this host that were asked for."""
        host = urlsplit(self.address).netloc
        return sorted(
            url
            for url in self.asked
            if urlsplit(url).scheme in ("http", "https", "ws") and urlsplit(url).netloc != host
        )

    def axe(self, exclude=(), contrast=True):
        """What axe-core finds on the page as it stands: a sentence a finding. contrast: colours too, half the time."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(axe_script())
        found = self.page.evaluate(
            """([exclude, enabled]) => axe.run(
                {exclude}, {resultTypes: ["violations"], rules: {"color-contrast": {enabled}}}
            ).then(results => results.violations)""",
            [[[selector] for selector in exclude], contrast],
        )
        return [
            f"axe {finding['id']}: {finding['help']}: " + "; ".join(node["html"][:160] for node in finding["nodes"][:5])
            for finding in found
        ]

    def faults(self, contrast=True):
        """Everything that must not be on any page of ours, at the size it stands in: sentences."""
        page, wrong = self.page, []
        width = page.viewport_size["width"]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"It is {wide} px wide on a screen of {width}.")
        if page.locator("h1").count() != 1:
            wrong.append(f"It has {page.locator('h1').count()} h1.")
        if not page.title().split("·")[0].strip() or page.title().startswith("页面 ·"):
            wrong.append(f"Its title says nothing: {page.title()!r}.")
        if width < 600:
            wrong += page.evaluate(TOO_SMALL)
        wrong += [f"It asks a stranger: {url}" for url in self.strangers()]
        wrong += [f"The console says: {line}" for line in self.said]
        return wrong + self.axe(contrast=contrast)

    def latin(self):
        """Words on the page that are not Chinese though the page is; codes and file endings may be."""
        # The name of an uploaded file is its owner's.
        text = re.sub(r"\S+\.(xlsx|xls|csv)", " ", self.page.evaluate(WORDS))
        return sorted({word for word in re.findall(r"[A-Za-z]{3,}", text) if word.lower() not in LATIN})
