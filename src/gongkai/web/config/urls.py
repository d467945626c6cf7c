"""Addresses of the whole platform: the public site at the root, the desk and signing in beside it."""

from django.urls import include, path

import gongkai.web.system.admin  # noqa: F401 - what the sites show is registered there
from gongkai.web.system.sites import audit, security, system

urlpatterns = [
    path("", include("gongkai.web.portal.urls")),
    path("api/", include("gongkai.web.api.urls")),
    path("desk/", include("gongkai.web.desk.urls")),
    path("account/", include("gongkai.web.organs.signinurls")),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("system/settings/", include("gongkai.web.system.settingurls")),
    path("system/calendar/", include("gongkai.web.system.urls")),
    path("system/", system.urls),
    path("security/", security.urls),
    path("audit/", audit.urls),
]
