"""Which applications were opened again stands with them: a report need not look for it among the events."""

from typing import Any, ClassVar

from django.db import migrations, models


def mark(apps: Any, _: Any) -> None:
    """Mark those whose events say so."""
    events = apps.get_model("applications", "ApplicationEvent").objects.filter(kind="reopened")
    apps.get_model("applications", "Application").objects.filter(pk__in=events.values("application")).update(
        reopened=True
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("applications", "0008_counting")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="application",
            name="reopened",
            field=models.BooleanField(default=False, editable=False, verbose_name="重新办理过"),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="application", name="application_received"),
        migrations.RemoveIndex(model_name="application", name="application_ended"),
        migrations.RemoveIndex(model_name="applicationevent", name="event_reopened"),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["organ", "received_on", "ended_on", "outcome", "applicant", "reopened"],
                name="application_received",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["organ", "ended_on", "outcome", "received_on", "applicant", "reopened"],
                name="application_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(condition=models.Q(("reopened", True)), fields=["organ"], name="application_reopened"),
        ),
    ]
