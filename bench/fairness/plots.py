"""The plots of docs/fairness.md as SVG: lines, dots and words, drawn by hand; the table beside each has its numbers."""

from html import escape

from zhangdian.charts.rules import GRID, INK, MUTED

COLOURS = {"plain": "#5c6370", "trimmed": "#b7791f", "additive": "#b3261e", "robust": "#1f5fa8"}
DASHES = {"plain": "2 3", "trimmed": "7 4", "additive": "1 0", "robust": "1 0"}


def _text(x, y, words, anchor="start", colour=INK, size=12):
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {where} fill="{colour}" font-size="{size}">{escape(words)}</text>'


def _line(x1, y1, x2, y2, colour, width=1.0, dash=""):
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"{dashed}/>'
    )


def _svg(width, height, title, parts):
    inside = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="sans-serif">\n<title>{escape(title)}</title>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{inside}\n</svg>\n'
    )


def strips(title, rows, low=0.5):
    """A strip a method in each scenario: dot at the median, line from the 5 % to the 95 % quantile.

    rows: [(scenario, {method: (5 %, median, 95 %)})]; the axis goes from `low` to 1, an arrow stands for less.
    """
    left, right, step = 300, 60, 15
    block = step * 4 + 16
    width, height = 860, 44 + block * len(rows) + 30

    def x(value):
        return left + (width - left - right) * (max(value, low) - low) / (1 - low)

    parts = [_text(16, 24, title, size=14)]
    for number in range(round(low * 10), 11):
        parts.append(_line(x(number / 10), 38, x(number / 10), height - 30, GRID))
        parts.append(_text(x(number / 10), height - 12, f"{number / 10:.1f}", "middle", MUTED))
    for index, (name, found) in enumerate(rows):
        top = 52 + index * block
        parts.append(_text(16, top + step * 1.5 + 6, name))
        for place, (method, (five, middle, most)) in enumerate(found.items()):
            y, colour = top + place * step, COLOURS[method]
            parts.append(_text(left - 8, y + 4, method, "end", colour, 11))
            parts.append(_line(x(five), y, x(most), y, colour, 2))
            if five < low:
                parts.append(_text(x(low) - 3, y + 4, "‹", "middle", colour))
            parts.append(f'<circle cx="{x(middle):.1f}" cy="{y}" r="4" fill="{colour}"/>')
            parts.append(_text(width - 8, y + 4, f"{middle:.3f}", "end", colour, 11))
    return _svg(width, height, title, parts)


def curves(title, under, xs, lines, low=0.0):
    """Curves of each method over `xs` (per cent). lines: {method: values}; the axis goes from `low` to 1."""
    left, right, top, bottom = 60, 110, 44, 50
    width, height = 720, 380

    def x(value):
        return left + (width - left - right) * (value - xs[0]) / (xs[-1] - xs[0])

    def y(value):
        return top + (height - top - bottom) * (1 - (max(value, low) - low) / (1 - low))

    parts = [_text(16, 24, title, size=14), _text((left + width - right) / 2, height - 10, under, "middle", MUTED)]
    for number in range(round(low * 10), 11, 2):
        parts.append(_line(left, y(number / 10), width - right, y(number / 10), GRID))
        parts.append(_text(left - 8, y(number / 10) + 4, f"{number / 10:.1f}", "end", MUTED))
    parts += [_text(x(value), height - 30, f"{value} %", "middle", MUTED) for value in xs]
    last = None
    for method, values in sorted(lines.items(), key=lambda pair: -pair[1][-1]):
        points = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in zip(xs, values, strict=True))
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{COLOURS[method]}" stroke-width="2" '
            f'stroke-dasharray="{DASHES[method]}"/>'
        )
        place = y(values[-1]) if last is None else max(y(values[-1]), last + 16)
        parts.append(_text(width - right + 8, place + 4, method, colour=COLOURS[method]))
        last = place
    return _svg(width, height, title, parts)
