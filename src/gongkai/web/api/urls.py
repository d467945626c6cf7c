"""Addresses of the interface: its page, its description for programs, version 1."""

from django.urls import path

from gongkai.web.api import page
from gongkai.web.api.v1 import api

urlpatterns = [
    path("", page.show, name="api_page"),
    path("v1/openapi.json", page.openapi, name="api_openapi"),
    path("v1/", api.urls),
]
