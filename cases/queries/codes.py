"""What the codes of a rule set stand for, in words, and which of them the kinds of cases need."""

from cases import registry
from cases.rules import figures, samples


def clock_words(code):
    """The step or period that a clock is of: "card: facts served"; the code itself where nothing is known of it."""
    if code in figures.PERIODS:
        return figures.PERIODS[code]
    name, _dot, state = code.partition(".")
    kind = registry.KINDS.get(name)
    label = dict(states_of(kind)).get(state) if kind else None
    return f"{kind.label} · {label}" if label is not None else code


def states_of(kind):
    """[(state, words)] of a kind."""
    return kind.model._meta.get_field("state").flatchoices


def steps():
    """[code] of the clock of every open state of every kind."""
    return [
        f"{kind.name}.{state}"
        for kind in registry.KINDS.values()
        for state, _words in states_of(kind)
        if state not in kind.model.ENDED
    ]


def needed_clocks():
    """The codes without which a case would stop: every open step, and the periods that the samples name beside."""
    return list(dict.fromkeys([*steps(), *_of_samples("CLOCKS")]))


def needed_figures():
    """The codes of all numbers that the kinds ask for: each stands in the samples."""
    return _of_samples("FIGURES")


def needed_measures():
    """[(kind, code)] of the measures that every version of the samples has: those that the kinds ask for by name."""
    versions = [code for code, *_words in samples.VERSIONS]
    found = [{(row["kind"], row["code"]) for row in samples.gathered("MEASURES", version)} for version in versions]
    return sorted(set.intersection(*found))


def _of_samples(name):
    found = {}
    for version, *_words in samples.VERSIONS:
        found |= dict.fromkeys(samples.gathered(name, version))
    return list(found)
