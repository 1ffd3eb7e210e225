"""The curtain of the voting booth: nothing that could tell who votes reaches the application."""

from accounts.lockout import client_ip
from evaluations.silence import BOOTH

# What a browser or a front says of the person behind it.
TELLING = (
    "HTTP_COOKIE", "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED",
    "HTTP_X_REQUEST_ID", "HTTP_AUTHORIZATION", "HTTP_ORIGIN", "REMOTE_USER", "REMOTE_PORT",
)  # fmt: skip
LANGUAGE = "django_language"


class Booth:
    """Stands first: takes cookies, address and the like off what goes to /vote/, and sends nothing back that stays.

    The address goes no further than to the counting of wrong codes, which keeps it nowhere (services.booth).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(BOOTH):
            return self.get_response(request)
        request.booth_address = client_ip(request)
        language = request.COOKIES.get(LANGUAGE)
        request.COOKIES = {LANGUAGE: language} if language else {}
        for name in TELLING:
            request.META.pop(name, None)
        request.META["REMOTE_ADDR"] = ""
        response = self.get_response(request)
        response.cookies.clear()
        del response["X-Request-ID"]
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response
