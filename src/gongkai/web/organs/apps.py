"""Organs and people."""

from django.apps import AppConfig


class OrgansConfig(AppConfig):
    """The tree of organs, staff and their posts."""

    name = "gongkai.web.organs"
    label = "organs"
    verbose_name = "机关与人员"
    default_auto_field = "django.db.models.BigAutoField"
