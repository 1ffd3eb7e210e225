"""How the tests are spread over the workers: a file to one, what shares a world of many files to one as well."""

from xdist.scheduler import LoadFileScheduling

# Folders whose files share a world that costs far more than they do.
TOGETHER = ("tests/demo/",)


def place(nodeid):
    """Where a test belongs: tests of one place go to one worker, in their order."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.split("::", 1)[0])


class Spread(LoadFileScheduling):
    def _split_scope(self, nodeid):
        return place(nodeid)
