"""/api/: version 1 with each floor's own addresses, the schema, and a page to read it on.

A floor adds `api_urlpatterns` to its `urls.py` and one line here; names are `api:…`.
"""

from django.urls import include, path

import accounts.urls
import cadres.api_urls
import cases.api_urls
import evaluations.api_urls
import projects.api_urls
from zhangdian.pages import api_pages

floors = [
    *accounts.urls.api_urlpatterns,
    *cadres.api_urls.urlpatterns,
    *projects.api_urls.urlpatterns,
    *evaluations.api_urls.urlpatterns,
    *cases.api_urls.urlpatterns,
]

urlpatterns = [
    path("v1/", include((floors, "api"))),
    path("schema/", api_pages.schema, name="api_schema"),
    path("docs/", api_pages.docs, name="api_docs"),
    # Last: what is not there is said in JSON too.
    path("<path:rest>", api_pages.nothing, name="api_nothing"),
]
