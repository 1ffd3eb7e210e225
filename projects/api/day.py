"""The report a day: addresses."""

urlpatterns = []
