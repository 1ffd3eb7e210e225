"""The weekly inspection: addresses."""

from django.urls import path

from evaluations.views import inspections as views

urlpatterns = [
    path("inspections/", views.week, name="inspections"),
    path("inspections/draw/", views.draw, name="inspection_draw"),
    path("inspections/coverage/", views.coverage, name="inspection_coverage"),
    path("inspections/weeks/<int:pk>/drawn/", views.drawn, name="inspection_drawn"),
    path("inspections/weeks/<int:pk>/publish/", views.publish, name="inspection_publish"),
    path("inspections/weeks/<int:pk>/add/", views.add, name="inspection_add"),
    path("inspections/evidence/<int:pk>/remove/", views.detach, name="inspection_detach"),
    path("inspections/<int:pk>/", views.detail, name="inspection"),
    path("inspections/<int:pk>/drop/", views.drop, name="inspection_drop"),
    path("inspections/<int:pk>/assign/", views.assign, name="inspection_assign"),
    path("inspections/<int:pk>/begin/", views.begin, name="inspection_begin"),
    path("inspections/<int:pk>/cancel/", views.cancel, name="inspection_cancel"),
    path("inspections/<int:pk>/record/", views.record, name="inspection_record"),
    path("inspections/<int:pk>/files/", views.attach, name="inspection_attach"),
    path("inspections/<int:pk>/confirm/", views.confirm, name="inspection_confirm"),
    path("inspections/<int:pk>/revise/", views.revise, name="inspection_revise"),
    path("inspections/<int:pk>/versions/<int:number>/", views.version, name="inspection_version"),
]
