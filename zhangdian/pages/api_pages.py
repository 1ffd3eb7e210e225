"""The API's schema, the page to read it on, and the answer for addresses that are not there."""

from functools import cache

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView


@cache
def described(language):
    """The schema in one language. It is the same for everybody, so it is worked out once a process."""
    return SchemaGenerator().get_schema(request=None, public=True)


class Once(SchemaGenerator):
    """Hands out the one that is known."""

    def get_schema(self, request=None, public=False):
        return described(get_language())


class Schema(SpectacularAPIView):
    """JSON unless YAML is asked for: writing YAML takes half a second."""

    generator_class = Once
    renderer_classes = [OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer, OpenApiYamlRenderer2]


schema = Schema.as_view()


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
