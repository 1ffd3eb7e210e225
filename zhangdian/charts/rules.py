"""Where the lines, bars and words of a chart stand: pure geometry, no Django."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil, cos, floor, log10, pi, sin

INK, MUTED, GRID = "#1f2329", "#5c6370", "#dfe3e8"
PLAN, DONE = "#6b7280", "#1f5fa8"
# Amber and grey are dark enough for words on white; every part also has its word.
# From the best to the worst of an ordered scale; the parts are told apart by their words, never by colour alone.
SCALE = ("#2c7a4b", "#1f5fa8", "#b7791f", "#b3261e", "#5c6370", "#8a9099")
HEALTH = {"on_time": "#2c7a4b", "late": "#b7791f", "missing": "#b3261e", "exempt": "#8a9099"}


@dataclass(frozen=True)
class Frame:
    """The drawing's size and the room left around the plot for words."""

    width: int = 480
    height: int = 250
    left: int = 58
    right: int = 92
    top: int = 26
    bottom: int = 30

    @property
    def plot_width(self):
        return self.width - self.left - self.right

    @property
    def plot_height(self):
        return self.height - self.top - self.bottom


def ticks(top, count=4):
    """Round steps from 0 to at least `top`: 1, 2 or 5 times a power of ten, about `count` of them."""
    top = float(top)
    if top <= 0:
        return [0, 1]
    raw = top / count
    power = 10 ** floor(log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * 0.999)
    return [round(step * number, 10) for number in range(ceil(round(top / step, 6)) + 1)]


def short(value):
    """A tick's words: 1,200 or 0.5; no trailing noughts."""
    text = f"{Decimal(str(value)):,.2f}"
    return text.rstrip("0").rstrip(".")


def x_of(index, count, frame):
    """The place of the `index`-th of `count` points; a single one stands in the middle."""
    if count < 2:
        return round(frame.left + frame.plot_width / 2, 1)
    return round(frame.left + frame.plot_width * index / (count - 1), 1)


def y_of(value, top, frame):
    """The height of `value` on a scale from 0 to `top`; larger values stand higher, never outside the plot."""
    part = min(max(float(value) / float(top), 0), 1) if top else 0
    return round(frame.top + frame.plot_height * (1 - part), 1)


def runs(values):
    """The stretches of values without a gap, as lists of (index, value)."""
    found: list = []
    run: list = []
    for index, value in enumerate(values):
        if value is None:
            if run:
                found.append(run)
            run = []
        else:
            run.append((index, value))
    return [*found, run] if run else found


def spread(heights, gap, low, high):
    """Move label heights apart to at least `gap`, in their order, keeping them between `low` and `high`."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed = [0.0] * len(heights)
    last = None
    for index in order:
        place = max(heights[index], low if last is None else last + gap)
        placed[index] = last = place
    over = (last - high) if last is not None else 0
    if over > 0:
        ceiling = high
        for index in reversed(order):
            placed[index] = min(placed[index], ceiling)
            ceiling = placed[index] - gap
    return [round(place, 1) for place in placed]


def every(count, most):
    """Label every how-many-th of `count` points so that at most `most` are labelled."""
    return max(1, ceil(count / most))


def line_layout(labels, series, frame=None, most=6):
    """What a line chart draws.

    labels: words under the points. series: dicts with name, values (None for a gap), colour and dash.
    Returns a dict: grid (y, words), x_words (x, words), lines (points, colour, dash, dots, last).
    """
    frame = frame or Frame()
    known = [value for one in series for value in one["values"] if value is not None]
    scale = ticks(max(known, default=0))
    top = scale[-1]
    step = every(len(labels), most)
    lines = []
    for one in series:
        parts = [
            [(x_of(index, len(labels), frame), y_of(value, top, frame)) for index, value in run]
            for run in runs(one["values"])
        ]
        end = parts[-1][-1] if parts else None
        lines.append(
            {
                "name": one["name"], "colour": one.get("colour", DONE), "dash": one.get("dash", ""),
                "paths": [" ".join(f"{x},{y}" for x, y in part) for part in parts], "end": end,
                "last": next((value for value in reversed(one["values"]) if value is not None), None),
            }
        )  # fmt: skip
    ended = [line for line in lines if line["end"]]
    places = spread([line["end"][1] for line in ended], 34, frame.top + 6, frame.height - frame.bottom - 16)
    for line, place in zip(ended, places, strict=True):
        line["word_y"], line["words"] = place, short(line["last"])
    return {
        "frame": frame,
        "right": frame.width - frame.right,
        "tick_x": frame.left - 8,
        "x_y": frame.height - 8,
        "grid": [{"y": y_of(value, top, frame), "words": short(value)} for value in scale],
        "x_words": [
            {"x": x_of(index, len(labels), frame), "words": label}
            for index, label in enumerate(labels)
            if index % step == 0
        ],
        "lines": lines,
    }


def bar_layout(rows, width=480, row_height=34, label_width=110):
    """Horizontal bars: rows of (label, value, words). Returns height and the bars with their places."""
    top = max((float(value) for _label, value, _words in rows), default=0) or 1
    room = width - label_width - 96
    bars = []
    for index, (label, value, words) in enumerate(rows):
        length = round(room * max(float(value), 0) / top, 1)
        y = index * row_height
        bars.append(
            {"label": label, "words": words, "y": y + 6, "text_y": y + 22, "length": length, "x": label_width,
             "end": label_width + length + 8}
        )  # fmt: skip
    return {"width": width, "height": max(len(rows) * row_height, row_height), "bars": bars}


def stack_layout(parts, width=480):
    """A stacked bar: parts of (key, count). Returns the parts with x, width and share; empty ones are left out."""
    total = sum(count for _key, count in parts)
    if not total:
        return []
    found, x = [], 0.0
    for key, count in parts:
        if count:
            length = width * count / total
            found.append(
                {"key": key, "count": count, "x": round(x, 1), "width": round(length, 1),
                 "middle": round(x + length / 2, 1), "fits": length >= 44}
            )  # fmt: skip
            x += length
    return found


def spark_points(values, width=96, height=24):
    """The points of a small line without axes, newest at the right; an empty text for fewer than two values."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = float(min(known)), float(max(known))
    reach = (high - low) or 1
    points = []
    for index, value in enumerate(values):
        if value is not None:
            x = round(2 + (width - 4) * index / (len(values) - 1), 1)
            y = round(2 + (height - 4) * (1 - (float(value) - low) / reach), 1)
            points.append(f"{x},{y}")
    return " ".join(points)


def radar_layout(axes, top=100, width=340, height=290, radius=92):
    """A radar: axes of (label, value, words), the first pointing up, the others clockwise. Returns the rings (points,
    words, and where they stand), the spokes, the corners and the shape; a value outside 0 to `top` stays inside."""
    count, x, y = len(axes), width / 2, height / 2 + 4

    def at(index, share):
        angle = 2 * pi * index / count - pi / 2
        return round(x + radius * share * cos(angle), 1), round(y + radius * share * sin(angle), 1)

    def points(shares):
        return " ".join("{},{}".format(*at(index, share)) for index, share in enumerate(shares))

    corners, shares = [], []
    for index, (label, value, words) in enumerate(axes):
        shares.append(min(max(float(value) / top, 0), 1))
        (word_x, word_y), (end_x, end_y) = at(index, 1.16), at(index, 1)
        side = "middle" if abs(word_x - x) < 1 else ("start" if word_x > x else "end")
        # Above the top the two lines of words end at the corner, below the middle they begin there.
        lift = -14 if word_y < y - radius else (2 if word_y < y + radius * 0.5 else 10)
        dot_x, dot_y = at(index, shares[-1])
        corners.append(
            {"label": label, "words": words, "x": word_x, "y": round(word_y + lift, 1), "side": side, "end_x": end_x,
             "end_y": end_y, "dot_x": dot_x, "dot_y": dot_y}
        )  # fmt: skip
    rings = [
        {"points": points([part / 4] * count), "words": short(Decimal(top) * part / 4) if part % 2 == 0 else "",
         "y": round(y - radius * part / 4, 1)}
        for part in range(1, 5)
    ]  # fmt: skip
    return {
        "width": width, "height": height, "x": x, "y": y, "rings": rings, "corners": corners, "shape": points(shares),
    }  # fmt: skip
