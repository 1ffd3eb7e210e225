"""What this machine has."""

import os
import shutil
from functools import cache

# The one without windows first: the same engine for a third of the work.
NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


@cache
def chromium():
    """The path of a Chromium (the one CHROMIUM names, else one on the PATH), or None."""
    return os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, NAMES) if path), None)
