"""Lists and dashboards ask the database the same number of questions whatever their size."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

MOST = 12


def statements(client, url, *, status=200, post=None, **words):
    """The statements that one GET of `url` (a POST of the data `post`) sends, after a first one that fills what is
    kept per process."""

    def ask():
        return client.get(url, **words) if post is None else client.post(url, post, **words)

    ask()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
        if hasattr(answer, "streaming") and answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == status, f"{url} answered {answer.status_code}, not {status}"
    return [query["sql"] for query in captured.captured_queries]


def same_count(client, url, grow, *, most=MOST, **words):
    """GET `url`, call `grow()` to make many more rows, GET again: the same number of statements, at most `most`.

    Returns that number. A failure shows the statements that came more than once.
    """
    small = statements(client, url, **words)
    grow()
    large = statements(client, url, **words)
    doubled = "\n".join(sorted({sql[:300] for sql in large if large.count(sql) > 1 or sql not in small}))
    assert len(large) == len(small), f"{url}: {len(small)} statements became {len(large)} with more rows:\n{doubled}"
    assert len(large) <= most, f"{url}: {len(large)} statements, more than {most}:\n" + "\n".join(
        sql[:300] for sql in large
    )
    return len(large)
