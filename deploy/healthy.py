"""Exit 0 when the web process on this machine answers /healthz with 200: the health check of compose."""

import os
import sys
import urllib.request

port = os.environ.get("BIND", "0.0.0.0:8000").rpartition(":")[2]
host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
try:
    sys.exit(0 if urllib.request.urlopen(request, timeout=4).status == 200 else 1)
except OSError as fault:
    sys.exit(f"{fault}")
