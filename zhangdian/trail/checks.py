"""What else `manage.py verify` asks: a floor that freezes results has them computed again from what they rest on."""

CHECKS: list = []


def declare(check):
    """Add a function that yields a sentence for everything that does not come out as it is stored."""
    if check not in CHECKS:
        CHECKS.append(check)
    return check
