"""What the three administrators work with."""

from django.apps import AppConfig


class SystemConfig(AppConfig):
    """系统管理、安全管理、审计."""

    name = "gongkai.web.system"
    label = "system"
    verbose_name = "系统管理"

    def ready(self) -> None:
        """Listen to signing in and out; say in Chinese what others' tables are called."""
        from gongkai.web.system import entrances, naming

        entrances.listen()
        naming.rename()
