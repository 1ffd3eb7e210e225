"""The scenarios of docs/fairness.md. All parameters that a line does not name are those of `Scenario`."""

from dataclasses import replace

from bench.fairness.simulate import Scenario

HONEST = Scenario("all honest")
SET = Scenario("as set: 10 % harsh, 10 % careless, 20 % colluding", harsh=0.1, careless=0.1, colluding=0.2)
MAIN = (HONEST, SET)


def _as_set(name, **words):
    return replace(SET, name=f"as set, {name}", **words)


OTHERS = (
    Scenario("harsh only, 10 %", harsh=0.1),
    Scenario("careless only, 10 %", careless=0.1),
    Scenario("colluding only, 20 %", colluding=0.2),
    _as_set("colluding 30 %", colluding=0.3),
    _as_set("colluding 40 %", colluding=0.4),
    _as_set("half the marks missing", missing=0.5),
    _as_set("noise 6 points instead of 4", noise=6.0),
    _as_set("colluders move 3 friends and 1 rival only", rivals=1),
    _as_set("12 raters", raters=12),
    _as_set("12 raters, 8 subjects", raters=12, subjects=8),
    Scenario("all honest, 12 raters", raters=12),
    Scenario("all honest, 12 raters, 8 subjects", raters=12, subjects=8),
    Scenario("all honest, half the marks missing", missing=0.5),
    Scenario("all honest, noise 6 points", noise=6.0),
    Scenario("all honest, one subject divides them 30 : 70", divided=1, minority=0.3),
    _as_set("one subject divides the honest 30 : 70", divided=1, minority=0.3),
)
DIVIDED = tuple(
    Scenario(f"{round(share * 100)} %", divided=1, minority=share) for share in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
)
