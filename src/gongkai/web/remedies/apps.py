"""行政复议、行政诉讼."""

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    """行政复议、行政诉讼."""

    name = "gongkai.web.remedies"
    label = "remedies"
    verbose_name = "行政复议、行政诉讼"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The gate's rules are known from the start; a model whose rule is not registered is hidden from everybody."""
        from gongkai.web.remedies import queries  # noqa: F401
