"""The list of projects: addresses."""

urlpatterns = []
