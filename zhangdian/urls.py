"""The addresses of the house: each floor's own, then the composed pages."""

from django.contrib import admin
from django.urls import include, path

from accounts.views.signing import set_language
from zhangdian.pages import accounts, burden, cockpit, dossier, health, home, me, project, unit

handler400 = "zhangdian.pages.errors.not_understood"
handler500 = "zhangdian.pages.errors.fault"

urlpatterns = [
    path("", home.home, name="home"),
    path("cockpit/", cockpit.cockpit, name="cockpit"),
    path("screen/", cockpit.screen, name="screen"),
    path("burden/", burden.burden, name="burden"),
    path("burden/<int:pk>/", burden.of_project, name="burden_project"),
    path("cadres/<int:pk>/", dossier.cadre_file, name="cadre_file"),
    path("cadres/<int:pk>/appraisal/<int:year>/", dossier.take_appraisal, name="cadre_appraisal"),
    path("me/", me.me, name="me"),
    path("me/appraisal/<int:year>/", me.take_appraisal, name="me_appraisal"),
    path("projects/<int:pk>/", project.project, name="project"),
    path("units/<int:pk>/", unit.unit, name="unit"),
    path("", include("zhangdian.notices.urls")),
    path("accounts/issue/", accounts.issue, name="issue_accounts"),
    path("", include("accounts.urls")),
    path("", include("projects.urls")),
    path("", include("evaluations.urls")),
    path("", include("cases.urls")),
    path("", include("zhangdian.papers.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("api/", include("zhangdian.api_urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
]
