"""Addresses of the whole platform: the public site at the root, the desk and signing in beside it."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("gongkai.web.portal.urls")),
    path("desk/", include("gongkai.web.desk.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("system/", admin.site.urls),
]
