"""The API's schema, the page to read it on, and the answer for addresses that are not there."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

schema = SpectacularAPIView.as_view()


class Docs(SpectacularSwaggerSplitView):
    """Served from our own static files; its script is a second request, so the strict content policy holds."""

    url_name = "api_schema"
    template_name = "pages/api_docs.html"


docs = login_required(Docs.as_view())


@extend_schema(exclude=True)
class Nothing(APIView):
    """404 in the shape of every other refusal, to anybody."""

    permission_classes = [AllowAny]

    def nothing(self, request, rest):
        raise Http404

    get = post = put = patch = delete = nothing


nothing = Nothing.as_view()
