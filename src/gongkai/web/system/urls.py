"""Addresses of the working calendar."""

from django.urls import path

from gongkai.web.system import views

app_name = "calendar"
urlpatterns = [
    path("", views.calendar, name="years"),
    path("confirm/", views.confirm, name="confirm"),
    path("progress/", views.progress, name="progress"),
]
