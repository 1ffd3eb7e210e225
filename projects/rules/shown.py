"""How numbers are written for people; each is formatted once, when it is computed."""


def amount(value):
    """An amount of 万元 or of a target: thousands separated, at most two decimals, none when whole."""
    if value is None:
        return ""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value, places=1):
    """A share in per cent: 97.8 %; an empty text when there is none."""
    return "" if value is None else f"{value:.{places}f}%"


def points(value):
    """A deviation in percentage points with its sign, a true minus: +3.20, −12.00; a dash when there is none."""
    if value is None:
        return "–"
    return f"{value:+.2f}".replace("-", "−")
