"""公众门户."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """公众门户."""

    name = "gongkai.web.portal"
    label = "portal"
    verbose_name = "公众门户"
    default_auto_field = "django.db.models.BigAutoField"
