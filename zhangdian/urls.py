"""The addresses of the house: each floor's own, then the composed pages."""

from django.contrib import admin
from django.urls import include, path

from zhangdian.pages import health, home

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("accounts.urls")),
    path("", include("projects.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
]
