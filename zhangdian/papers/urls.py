"""Addresses of this room."""

from django.urls import path

from zhangdian.papers import views

app_name = "papers"

urlpatterns = [
    path("papers/<int:pk>/", views.download, name="download"),
]
