"""What the three administrators work with."""

from django.apps import AppConfig


class SystemConfig(AppConfig):
    """系统管理、安全管理、审计."""

    name = "gongkai.web.system"
    label = "system"
    verbose_name = "系统管理"

    def ready(self) -> None:
        """Listen to signing in and out."""
        from gongkai.web.system import entrances

        entrances.listen()
