"""The application on paper, and its fields in words."""

from __future__ import annotations

from django.forms import BoundField
from django.utils import timezone

from gongkai.documents import letters
from gongkai.web.applications.models import Application
from gongkai.web.portal.forms import ApplicationForm

_FORMS = {"paper": "纸质", "electronic": "电子文档", "inspection": "当场查阅"}
_WAYS = {"post": "邮寄", "email": "电子邮件", "in_person": "自行领取", "online": "网上获取"}


def said(form: ApplicationForm, field: BoundField) -> str:
    """A field of a valid form as people read it; empty when nothing was filled in."""
    value = form.cleaned_data.get(field.name)
    choices = dict(getattr(field.field, "choices", ())) if isinstance(value, str) else {}
    return str(choices.get(value, value) if value not in (None, "") else "")


def application_form(case: Application) -> bytes:
    """The application as 政府信息公开申请表, PDF."""
    who = case.applicant
    content = "\n".join(filter(None, (case.subject, case.document_number, case.content)))
    paper = letters.prepare(
        "application_form",
        {
            "applicant": who.name,
            "applicant_kind": who.kind,
            "applicant_email": who.email,
            "organ": case.organ.name,
            "registration_number": case.number,
            "identity_document": f"{who.id_kind} {who.id_number}",
            "applicant_address": f"{who.address} {who.postcode}".strip(),
            "applicant_telephone": who.telephone,
            "content": content,
            "form_wanted": _FORMS[case.form_wanted],
            "way_wanted": _WAYS[case.way_wanted],
            "applied_on": timezone.localdate(case.submitted_at),
        },
    )
    return letters.pdf.write(paper)
