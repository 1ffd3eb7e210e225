"""Addresses of the cadres floor."""

from django.urls import path

from cadres import views

app_name = "cadres"

urlpatterns = [
    path("cadres/<int:pk>/", views.cadre_file, name="file"),
]
