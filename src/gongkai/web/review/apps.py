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
        from django.db.models.signals import post_migrate

        from gongkai.web.review import (
            guard,
            queries,  # noqa: F401
        )

        post_migrate.connect(guard.after_migrating, sender=self, dispatch_uid="gongkai_append_only")
