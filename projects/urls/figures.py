"""The figures: addresses."""

from django.urls import path

from projects.views import figures

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/export/", figures.export, name="figures_export"),
    path("lights/", figures.lights, name="lights"),
    path("lights/confirm/", figures.confirm_lights, name="lights_confirm"),
    path("lights/<int:pk>/confirm/", figures.confirm_light, name="light_confirm"),
    path("lights/<int:pk>/take-back/", figures.take_light_back, name="light_take_back"),
]
