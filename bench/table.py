"""The result in one table: ratios, statements, goals, and whether each was kept."""

import os
import platform
from dataclasses import dataclass
from datetime import date

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"


@dataclass(frozen=True)
class Line:
    """One work: its ratio to the anchor, where it must be and wants to be, and the statements of both sides."""

    work: str
    anchor: str
    ratio: float
    must: str
    ambitious: str
    more_is_better: bool
    statements: int | None = None
    anchor_statements: int | None = None
    must_statements: str = ""
    ambitious_statements: str = ""
    note: str = ""

    def verdict(self):
        """Words for how far the goals are kept."""
        if not self.must:
            return ""
        kept = [self._kept(self.ratio, goal) for goal in (self.must, self.ambitious)]
        if self.must_statements and self.statements is not None:
            kept[0] = kept[0] and self._kept(self.statements, self.must_statements)
        if self.ambitious_statements and self.statements is not None:
            kept[1] = kept[1] and self._kept(self.statements, self.ambitious_statements)
        return "ambitious" if all(kept) else "must" if kept[0] else "missed"

    @staticmethod
    def _kept(value, goal):
        sign, limit = goal.split()
        return value >= float(limit) if sign == "≥" else value <= float(limit)


def render(lines, options):
    """The table as Markdown."""
    store = "Redis before the database" if os.environ.get("REDIS_URL") else "the database"
    rounds = f"median of {options.rounds} rounds{', quick' if options.quick else ''}"
    head = (
        f"{date.today()}, Python {platform.python_version()}, {os.cpu_count()} cores, PostgreSQL, {rounds}; on both "
        f"sides gunicorn 2 × 4 threads and sessions in {store}."
    )
    rows = [
        head,
        "",
        "| work | anchor | ratio | must | ambitious | statements (anchor) | must | kept | |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for line in lines:
        counted = "" if line.statements is None else f"{line.statements} ({line.anchor_statements})"
        rows.append(
            f"| {line.work} | {line.anchor} | **{line.ratio:.2f} ×** | {line.must} | {line.ambitious} | {counted} "
            f"| {line.must_statements} | {line.verdict()} | {line.note} |"
        )
    return "\n".join(rows)


def write(text, path):
    """Put the table between its marks in the page at `path`."""
    page = path.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _old, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
