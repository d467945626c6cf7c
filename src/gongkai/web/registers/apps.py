"""台账."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """台账."""

    name = "gongkai.web.registers"
    label = "registers"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The gate's rules are known from the start; a model whose rule is not registered is hidden from everybody."""
        from gongkai.web.registers import gate  # noqa: F401
