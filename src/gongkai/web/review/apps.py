"""审核与日志."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """审核与日志."""

    name = "gongkai.web.review"
    label = "review"
    verbose_name = "审核与日志"
    default_auto_field = "django.db.models.BigAutoField"
