"""Addresses of the anchors."""

from django.urls import path

from bench.bare import views

urlpatterns = [
    path("form/", views.form),
    path("upload/", views.upload),
    path("dash/<int:count>/", views.dash),
]
