"""What the annual report counts from."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("applications", "0007_extensions")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["organ", "received_on", "ended_on", "outcome", "applicant"], name="application_received"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["organ", "ended_on", "outcome", "received_on", "applicant"], name="application_ended"
            ),
        ),
        migrations.AddIndex(
            model_name="applicationevent",
            index=models.Index(condition=models.Q(("kind", "reopened")), fields=["application"], name="event_reopened"),
        ),
    ]
