"""Charts as server-rendered SVG with the table behind them.

Every chart carries a title that says what is seen, units on its axes, words at its lines instead of a legend, and
`显示数据`: the numbers as a table. No style attribute and no script, so the strict content policy holds.
"""

from itertools import count

from django import template
from django.utils.translation import gettext as _

from zhangdian.charts import rules

register = template.Library()
_numbers = count(1)


def _key():
    return f"chart{next(_numbers) % 1_000_000}"


@register.inclusion_tag("charts/line.html")
def line_chart(title, labels, series, unit):
    """Lines over time. labels: list of words; series: dicts with name, values (None for a gap), colour, dash."""
    labels, series = list(labels), list(series)
    known = any(value is not None for one in series for value in one["values"])
    return {
        "key": _key(), "title": title, "unit": unit, "known": known,
        "layout": rules.line_layout(labels, series) if known else None,
        "ends": [
            {"name": one["name"], "last": rules.short(last)}
            for one in series
            if (last := next((value for value in reversed(one["values"]) if value is not None), None)) is not None
        ],
        "heads": [one["name"] for one in series],
        "rows": [
            (label, ["–" if one["values"][index] is None else rules.short(one["values"][index]) for one in series])
            for index, label in enumerate(labels)
        ],
        "ink": rules.INK, "muted": rules.MUTED, "grid": rules.GRID,
    }  # fmt: skip


@register.inclusion_tag("charts/bars.html")
def bar_chart(title, rows, unit, head=""):
    """Horizontal bars. rows: (label, value) pairs; unit: of the values; head: what the labels are."""
    rows = [(label, value, rules.short(value)) for label, value in rows]
    return {
        "key": _key(), "title": title, "unit": unit, "rows": rows, "head": head, "layout": rules.bar_layout(rows),
        "colour": rules.DONE, "ink": rules.INK,
    }  # fmt: skip


@register.inclusion_tag("charts/health.html")
def health_bar(title, figure):
    """What the rows of a period count as, stacked: on time, late, missing, exempt. figure: a row with these."""
    words = {"on_time": _("on time"), "late": _("late"), "missing": _("missing"), "exempt": _("exempt")}
    parts = rules.stack_layout([(key, getattr(figure, key)) for key in words]) if figure else []
    for part in parts:
        part["words"], part["colour"] = words[part["key"]], rules.HEALTH[part["key"]]
    return {"key": _key(), "title": title, "parts": parts, "ink": rules.INK}


@register.inclusion_tag("charts/shares.html")
def share_bar(title, shares, unit, head=""):
    """A distribution as one stacked bar. shares: objects with label, count and percent (may be empty), from the best
    to the worst; unit: of the counts; head: what the labels are."""
    shares = list(shares)
    colours = {share.label: rules.SCALE[min(index, len(rules.SCALE) - 1)] for index, share in enumerate(shares)}
    parts = rules.stack_layout([(share.label, share.count) for share in shares])
    for part in parts:
        part["colour"] = colours[part["key"]]
    return {
        "key": _key(), "title": title, "parts": parts, "shares": shares, "unit": unit, "head": head,
        "with_percent": any(share.percent for share in shares),
    }  # fmt: skip


@register.inclusion_tag("charts/radar.html")
def radar_chart(title, axes, unit, head="", count=""):
    """A radar of at least three axes on one scale of 100. axes: objects with label, reached and papers; head: what the
    labels are; count: what `papers` counts. Each figure stands at its corner and, with its count, in the table."""
    rows = [(axis.label, rules.short(axis.reached), axis.papers) for axis in axes]
    layout = rules.radar_layout([(axis.label, axis.reached, rules.short(axis.reached)) for axis in axes])
    return {
        "key": _key(), "title": title, "unit": unit, "head": head, "count": count, "rows": rows, "layout": layout,
        "colour": rules.DONE, "ink": rules.INK, "muted": rules.MUTED, "grid": rules.GRID,
    }  # fmt: skip


@register.inclusion_tag("charts/spark.html")
def sparkline(title, values):
    """A small line for a table's cell; `title` says what it shows and where it ends."""
    return {"key": _key(), "title": title, "points": rules.spark_points(list(values)), "colour": rules.DONE}
