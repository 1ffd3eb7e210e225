"""The figures: addresses."""

urlpatterns = []
