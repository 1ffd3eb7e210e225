"""What the browser needs to work without a signal: the service worker, the manifest, the page behind a dead line."""

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SHELL = ("zhangdian.css", "zhangdian.js", "zhangdian.svg", "day/outbox.js", "day/form.js", "day/offline.js")


@require_safe
@never_cache
def worker(request):
    """The service worker for the whole site, told the addresses of what the shell is made of."""
    text = (Path(settings.BASE_DIR) / "static" / "day" / "worker.js").read_text(encoding="utf-8")
    paths = ", ".join(f'"{static(name)}"' for name in SHELL)
    answer = HttpResponse(f"var SHELL = [{paths}];\n{text}", content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = "/"
    return answer


@require_safe
def manifest(request):
    """The web manifest, so that the page may be put on the home screen. Nobody has to."""
    return JsonResponse(
        {
            "name": _("Zhangdian on site"),
            "short_name": _("Zhangdian on site"),
            "lang": request.LANGUAGE_CODE,
            "start_url": "/daily-reports/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#b3141b",
            "icons": [{"src": static("zhangdian.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
def shell(request):
    """Shown when there is no signal and the page asked for is not on the device. Holds nobody's data."""
    return render(request, "projects/day/offline.html")
