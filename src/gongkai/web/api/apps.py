"""The interface for other programs."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """数据接口."""

    name = "gongkai.web.api"
    label = "api"
    verbose_name = "数据接口"
    default_auto_field = "django.db.models.BigAutoField"
