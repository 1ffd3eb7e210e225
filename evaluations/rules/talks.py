"""Pure drafting of a material: what a team heard and what is on file, put into the standard sections."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# code -> place in the paper; their words stand in `documents.materials`.
SECTIONS = (
    "basic", "resume", "virtue", "ability", "diligence", "achievement", "integrity", "shortcomings", "talks", "checks",
    "opinion",
)  # fmt: skip


@dataclass(frozen=True)
class Post:
    """A line of the résumé."""

    first: date
    last: date | None
    words: str


@dataclass(frozen=True)
class Heard:
    """One talk without the name of who spoke. relation, leaning: their codes."""

    relation: str
    leaning: str
    examples: str
    shortcomings: str


def resume(posts: Iterable[Post]) -> str:
    """The posts, oldest first, a line each: 2012.03—2016.05 words."""
    lines = []
    for post in sorted(posts, key=lambda one: one.first):
        last = f"{post.last:%Y.%m}" if post.last else ""
        lines.append(f"{post.first:%Y.%m}—{last:7} {post.words}")
    return "\n".join(lines)


def points(texts: Iterable[str]) -> str:
    """Texts as a numbered list, each once, empty ones left out."""
    said = [" ".join(text.split()) for text in texts if text.strip()]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(dict.fromkeys(said), 1))


def tally(values: Iterable[str], order: Iterable[str]) -> list[tuple[str, int]]:
    """(code, how many) in the given order; codes nobody named are left out."""
    counts = Counter(values)
    return [(code, counts[code]) for code in order if counts[code]]
