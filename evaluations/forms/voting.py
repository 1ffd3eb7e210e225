"""What comes from the voting page: plain text turned into answers, nothing judged here (services.booth judges)."""

import json

KEPT_MOST = 400_000


def kept_answers(text):
    """The answers that the page carries along, {subject: {"m": {…}, "r": …, "c": …}}; what is malformed is left out."""
    if len(text) > KEPT_MOST:
        return {}
    try:
        given = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(given, dict):
        return {}
    answers = {}
    for subject, one in given.items():
        if not isinstance(one, dict) or not str(subject).isdecimal():
            continue
        marks = one.get("m") if isinstance(one.get("m"), dict) else {}
        answers[str(subject)] = {
            "m": {str(item): str(value) for item, value in marks.items() if value not in ("", None)},
            "r": str(one.get("r", "")),
            "c": str(one.get("c", "")),
        }
    return answers


def typed_answers(data, items):
    """What stands in the fields of the one subject on the screen."""
    marks = {str(item.pk): data.get(f"m-{item.pk}", "").strip() for item in items}
    return {
        "m": {item: value for item, value in marks.items() if value},
        "r": data.get("reason", ""),
        "c": data.get("comment", ""),
    }


def as_text(answers):
    """The answers as the page carries them along."""
    return json.dumps(answers, ensure_ascii=False, separators=(",", ":"))
