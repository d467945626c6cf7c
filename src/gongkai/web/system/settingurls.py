"""Addresses of the dated settings."""

from django.urls import path

from gongkai.web.system import settingviews

app_name = "settings"
urlpatterns = [
    path("", settingviews.settings, name="all"),
    path("<slug:key>/", settingviews.one, name="one"),
    path("<slug:key>/confirm/", settingviews.confirm, name="confirm"),
]
