"""The addresses of this floor under /api/v1/: a module per subject; a line a subject."""

from cases.api import cases

urlpatterns = []
urlpatterns += cases.urlpatterns
