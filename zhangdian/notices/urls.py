"""Addresses of the bell."""

from django.urls import path

from zhangdian.notices import views

app_name = "notices"

urlpatterns = [
    path("notices/", views.notice_list, name="list"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/<int:pk>/read/", views.read, name="read"),
    path("notices/digests/<int:pk>/", views.digest_detail, name="digest"),
    path("account/reminders/", views.cadence, name="cadence"),
]
