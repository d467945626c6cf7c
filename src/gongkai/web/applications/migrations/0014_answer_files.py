"""The files of an answer belong to its decision. Those there are: to the first decision taken after they were added, else,
where the answer stands, to the last; what was added since a case was reopened is still a draft."""

import django.db.models.deletion
from django.db import migrations, models


def belong(apps, schema_editor):
    attachment, event = apps.get_model("applications", "Attachment"), apps.get_model("applications", "ApplicationEvent")
    for file in attachment.objects.filter(side="answer").select_related("application").iterator():
        taken = event.objects.filter(application=file.application_id, kind="decided")
        own = taken.filter(at__gte=file.at).order_by("order").first()
        if own is None and file.application.ended_on is not None:
            own = taken.order_by("-order").first()
        if own is not None:
            attachment.objects.filter(pk=file.pk).update(decision=own)


class Migration(migrations.Migration):
    dependencies = [("applications", "0013_reopened_index")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="decision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="applications.applicationevent",
            ),
        ),
        migrations.RunPython(belong, migrations.RunPython.noop),
    ]
