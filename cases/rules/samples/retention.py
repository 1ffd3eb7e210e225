"""Sample numbers: how many years a case is kept after its end. A kind without its own number takes the default."""

FIGURES = {"retention.default": 10, "retention.card": 10, "retention.appeal": 10}
