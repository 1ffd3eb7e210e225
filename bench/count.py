"""Statements and bytes of one request, in process: `python -m bench.count SESSION METHOD PATH [JSON of fields]`.

The same middleware, the same view, the test client instead of a socket. Prints
{"status", "statements", "bytes", "sql"}.
"""

import json
import sys

import django


def main(session, method, path, fields="{}", picture=""):
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.cookies["sessionid"] = session
    data = json.loads(fields)
    if picture:
        from bench.works import a_picture

        data[picture] = SimpleUploadedFile("a.jpg", a_picture(1), "image/jpeg")
    # The first request warms what is loaded once a process.
    client.get("/login/" if "/daily-reports/" in path else "/none/")
    connection.close()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path) if method == "GET" else client.post(path, data)
    # BEGIN and COMMIT travel with the first statement and the end of the work; the anchors' figure leaves them out too.
    said = [query["sql"] for query in captured.captured_queries if query["sql"] not in ("BEGIN", "COMMIT")]
    lost = answer.status_code == 302 and "/login/" in answer.url
    told = {
        "status": 401 if lost else answer.status_code,
        "statements": len(said),
        "bytes": len(answer.content),
        "sql": [sql[:160] for sql in said],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
