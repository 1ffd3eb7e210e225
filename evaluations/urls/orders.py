"""Orders: addresses."""

from django.urls import path

from evaluations.views import orders as views

urlpatterns = [
    path("orders/", views.order_list, name="orders"),
    path("orders/export/", views.export, name="orders_export"),
    path("orders/new/", views.new, name="order_new"),
    path("orders/<int:pk>/", views.detail, name="order"),
    path("orders/<int:pk>/edit/", views.edit, name="order_edit"),
    path("orders/<int:pk>/print/", views.printed, name="order_print"),
    path("orders/<int:pk>/docx/", views.paper, name="order_docx"),
    path("orders/<int:pk>/files/", views.attach, name="order_attach"),
    path("orders/<int:pk>/urge/", views.urge, name="order_urge"),
    path("orders/<int:pk>/<slug:verb>/", views.move, name="order_move"),
]
