"""The addresses of this floor under /api/v1/: a module per subject; a line a subject."""

from evaluations.api import coordination, orders, scores

urlpatterns = []
urlpatterns += coordination.urlpatterns
urlpatterns += orders.urlpatterns
urlpatterns += scores.urlpatterns
