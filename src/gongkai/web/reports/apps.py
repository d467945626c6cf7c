"""政府信息公开年度报告."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """政府信息公开年度报告."""

    name = "gongkai.web.reports"
    label = "reports"
    verbose_name = "年度报告"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The gate's rules are known from the start; a model whose rule is not registered is hidden from everybody."""
        from gongkai.web.reports import queries  # noqa: F401
