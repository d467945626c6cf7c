"""办公台."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """办公台."""

    name = "gongkai.web.desk"
    label = "desk"
    verbose_name = "办公台"
    default_auto_field = "django.db.models.BigAutoField"
