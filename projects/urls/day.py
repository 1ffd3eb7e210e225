"""The report a day: addresses."""

from django.urls import path

from projects.views import day, group, offline, photos, wall

urlpatterns = [
    path("daily-reports/", day.mine, name="daily_reports"),
    path("daily-reports/review/", wall.review, name="daily_review"),
    path("daily-reports/review/read/", wall.read_many, name="daily_read_many"),
    path("daily-reports/export/", wall.export, name="daily_export"),
    path("daily-reports/group/", group.group, name="daily_group"),
    path("daily-reports/paste/", group.paste, name="daily_paste"),
    path("daily-reports/offline/", offline.shell, name="daily_offline"),
    path("daily-reports/<int:pk>/", day.detail, name="daily_report"),
    path("daily-reports/<int:pk>/versions/<int:number>/", day.version, name="daily_version"),
    path("daily-reports/<int:pk>/fill/", day.fill, name="daily_fill"),
    path("daily-reports/<int:pk>/submit/", day.submit, name="daily_submit"),
    path("daily-reports/<int:pk>/revise/", day.revise, name="daily_revise"),
    path("daily-reports/<int:pk>/no-change/", day.no_change, name="daily_no_change"),
    path("daily-reports/<int:pk>/read/", day.read, name="daily_read"),
    path("daily-reports/<int:pk>/return/", day.give_back, name="daily_return"),
    path("daily-reports/<int:pk>/exempt/", day.exempt, name="daily_exempt"),
    path("daily-reports/<int:pk>/reopen/", day.reopen, name="daily_reopen"),
    path("daily-reports/<int:pk>/photos/", photos.add, name="daily_photos"),
    path("daily-reports/photos/<int:pk>/remove/", photos.take_out, name="photo_remove"),
    path("daily-reports/photos/<int:pk>/thumb/", photos.show, {"size": "thumb"}, name="photo_thumb"),
    path("daily-reports/photos/<int:pk>/shown/", photos.show, {"size": "shown"}, name="photo_shown"),
    path("wall/", wall.wall, name="wall"),
    path("wall/<str:day>/", wall.wall, name="wall_of_day"),
    path("sw.js", offline.worker, name="service_worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
]
