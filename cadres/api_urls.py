"""The addresses of this floor under /api/v1/."""

from cadres.api import router

urlpatterns = router.urls
