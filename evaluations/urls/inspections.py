"""The weekly inspection: addresses."""

from django.urls import path

from evaluations.views import inspections, records, week_plans

urlpatterns = [
    path("inspections/", week_plans.week, name="inspections"),
    path("inspections/draw/", week_plans.draw, name="inspection_draw"),
    path("inspections/coverage/", week_plans.coverage, name="inspection_coverage"),
    path("inspections/weeks/<int:pk>/drawn/", week_plans.drawn, name="inspection_drawn"),
    path("inspections/weeks/<int:pk>/publish/", week_plans.publish, name="inspection_publish"),
    path("inspections/weeks/<int:pk>/add/", week_plans.add, name="inspection_add"),
    path("inspections/evidence/<int:pk>/remove/", records.detach, name="inspection_detach"),
    path("inspections/<int:pk>/", inspections.detail, name="inspection"),
    path("inspections/<int:pk>/drop/", week_plans.drop, name="inspection_drop"),
    path("inspections/<int:pk>/assign/", week_plans.assign, name="inspection_assign"),
    path("inspections/<int:pk>/begin/", inspections.begin, name="inspection_begin"),
    path("inspections/<int:pk>/cancel/", inspections.cancel, name="inspection_cancel"),
    path("inspections/<int:pk>/record/", records.record, name="inspection_record"),
    path("inspections/<int:pk>/files/", records.attach, name="inspection_attach"),
    path("inspections/<int:pk>/confirm/", inspections.confirm, name="inspection_confirm"),
    path("inspections/<int:pk>/revise/", inspections.revise, name="inspection_revise"),
    path("inspections/<int:pk>/versions/<int:number>/", inspections.version, name="inspection_version"),
]
