"""审核与日志."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """审核与日志."""

    name = "gongkai.web.review"
    label = "review"
    verbose_name = "审核与日志"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The gate's rules are known from the start; a model whose rule is not registered is hidden from everybody."""
        from gongkai.web.review import queries  # noqa: F401
