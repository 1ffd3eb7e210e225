"""The list of projects: addresses."""

from django.urls import path, register_converter

from projects.views import people, roster


class Kind:
    """The two kinds of file that a list is exported as."""

    regex = "xlsx|csv"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(Kind, "list_kind")

urlpatterns = [
    path("projects/", roster.project_list, name="project_list"),
    path("projects/export.<list_kind:kind>", roster.project_export, name="project_export"),
    path("projects/<int:pk>/people/", people.people, name="people"),
    path("projects/<int:pk>/people/<slug:name>/", people.settle, name="settle"),
    path("programmes/", roster.programme_list, name="programme_list"),
    path("rosters/new/", roster.roster_upload, name="roster_upload"),
    path("rosters/<int:pk>/", roster.roster_preview, name="roster_preview"),
    path("rosters/<int:pk>/confirm/", roster.roster_confirm, name="roster_confirm"),
    path("rosters/<int:pk>/result/", roster.roster_result, name="roster_result"),
    path("rosters/<int:pk>/undo/", roster.roster_undo, name="roster_undo"),
]
