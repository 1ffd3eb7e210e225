"""The catalogues under locale/: reading, compiling, and what is wrong with them. Needs polib, not Django."""

import os
import re
import tempfile
from pathlib import Path

import polib

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")


def paths(base):
    """Every catalogue below `base`/locale, sorted."""
    return sorted(Path(base).glob("locale/*/zh_Hans/LC_MESSAGES/*.po"))


def room_of(path):
    """The room a catalogue belongs to: locale/ROOM/zh_Hans/…"""
    return Path(path).parts[-4]


def compile_all(base):
    """Write a .mo beside every .po that is newer than it; returns the paths written. Safe to run many at a time."""
    written = []
    for source in paths(base):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        stamp = source.stat().st_mtime_ns
        handle, beside = tempfile.mkstemp(dir=source.parent, suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(polib.pofile(str(source)).to_binary())
        os.chmod(beside, 0o644)
        # The stamp of the text that was read: a change made meanwhile is compiled next time.
        os.utime(beside, ns=(stamp, stamp))
        os.replace(beside, target)
        written.append(target)
    return written


def entries(base):
    """Yield (path, entry) of every living entry of every catalogue."""
    for path in paths(base):
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                yield path, entry


def known(base):
    """{(context or "", msgid): [(path, entry), …]} of everything that is translated and not fuzzy."""
    table = {}
    for path, entry in entries(base):
        if entry.translated():
            table.setdefault((entry.msgctxt or "", entry.msgid), []).append((path, entry))
    return table


def faults(base):
    """Yield (path, msgid, sentence) for every entry that is fuzzy, empty, doubled or lost a placeholder."""
    first = {}
    for path, entry in entries(base):
        if entry.fuzzy:
            yield path, entry.msgid, "is marked fuzzy: check the translation and remove the mark"
        elif not entry.translated():
            yield path, entry.msgid, "has no translation"
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            if text and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid)):
                if entry.msgid_plural and set(PLACEHOLDER.findall(text)) == set(
                    PLACEHOLDER.findall(entry.msgid_plural)
                ):
                    continue
                yield path, entry.msgid, f"has other placeholders in its translation “{text}”"
        key = (entry.msgctxt or "", entry.msgid)
        said = (entry.msgstr, sorted(entry.msgstr_plural.items()))
        if key not in first:
            first[key] = (path, said)
        elif first[key][0] == path:
            yield path, entry.msgid, "stands twice in this file"
        elif first[key][1] != said:
            yield (
                path,
                entry.msgid,
                (
                    f"is translated “{entry.msgstr}” here and “{first[key][1][0]}” in {room_of(first[key][0])}: "
                    "one word per thing, or pgettext where it means two things"
                ),
            )


def tidy(base):
    """Remove entries that stand twice alike in one file, as joining two people's lines leaves them; how many."""
    count = 0
    for path in paths(base):
        catalogue, seen, doubled = polib.pofile(str(path), wrapwidth=0), set(), []
        for entry in catalogue:
            said = (entry.msgctxt, entry.msgid, entry.msgstr, str(sorted(entry.msgstr_plural.items())))
            if said in seen:
                doubled.append(entry)
            seen.add(said)
        for entry in doubled:
            # `remove` would take the first that is equal; this takes the later one itself.
            del catalogue[max(place for place, other in enumerate(catalogue) if other == entry)]
        if doubled:
            catalogue.save()
        count += len(doubled)
    return count
