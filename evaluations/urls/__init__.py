"""The addresses of this floor: a module per subject, each with its `urlpatterns`; a line a subject."""

app_name = "evaluations"
urlpatterns = []
