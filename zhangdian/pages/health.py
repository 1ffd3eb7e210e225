"""Is the system up? For the front and for compose."""

from django.db import connection
from django.http import JsonResponse


def healthz(request):
    """200 with the state of the database, 503 when it does not answer. Nothing else is told to strangers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse({"database": "up"})
