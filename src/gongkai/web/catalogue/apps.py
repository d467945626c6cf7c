"""主动公开."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """主动公开."""

    name = "gongkai.web.catalogue"
    label = "catalogue"
    verbose_name = "主动公开"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The gate's rules are known from the start; a model whose rule is not registered is hidden from everybody."""
        from gongkai.web.catalogue import queries  # noqa: F401
