"""What an applicant takes away after sending, and the fields of the form in words."""

from __future__ import annotations

from django.forms import BoundField

from gongkai.documents import letters
from gongkai.documents.letters.paper import Block, Grid, Line, Paper, Role
from gongkai.sources import REGULATIONS
from gongkai.web.applications.models import Application
from gongkai.web.organs.templatetags.gongkai import day, moment, weekday
from gongkai.web.portal import progress
from gongkai.web.portal.forms import ApplicationForm

# The site's own slip, not a letter of the organ: the organ's receipt (登记回执) follows once it has registered.
_SLIP = letters.Letter(
    "submission_slip", "政府信息公开申请提交回执", (REGULATIONS.art(31),), (), "表格和归档", layout=letters.Layout.FORM
)


def said(form: ApplicationForm, field: BoundField) -> str:
    """A field of a valid form as people read it; empty when nothing was filled in."""
    value = form.cleaned_data.get(field.name)
    choices = dict(getattr(field.field, "choices", ())) if isinstance(value, str) else {}
    return str(choices.get(value, value) if value not in (None, "") else "")


def due_words(case: Application) -> str:
    """When the reply is due, in one sentence: the day itself once registered, before that the day it will be if the organ
    confirms at once."""
    if case.reply_due:
        extra = "（暂定）" if case.provisional else ""
        return f"{day(case.reply_due)}（{weekday(case.reply_due)}）{extra}"
    found = progress.due_if_registered(case)
    if found is None:
        return "受理机关登记后告知"
    confirmed, due = found
    extra = "，暂定" if due.provisional else ""
    return f"{day(due.day)}（{weekday(due.day)}{extra}）：按 {day(confirmed)}确认收到计算，以登记的日期为准"


def submission_slip(case: Application, *, code: str, address: str) -> bytes:
    """What an applicant keeps after sending, PDF: number, query code, organ, moment, the reply's last day, how to follow.

    ``code``: the query code, while the site still has it; empty: the line says that it is no longer shown. ``address``:
    where the status page is.
    """
    organ = case.organ
    rows = (
        ("受理编号", case.number),
        ("查询码", code or "已不再显示，请看提交时抄下或者打印的"),
        ("受理机关", organ.name),
        ("所需信息", case.subject),
        ("提交时间", moment(case.submitted_at)),
        ("答复期限", due_words(case)),
        ("怎样查询", f"打开 {address}\n输入受理编号和查询码"),
        ("联系", "\n".join(filter(None, (f"{organ.office}　{organ.telephone}", organ.address, organ.hours)))),
    )
    notes = (
        "1. 查询码只有您有，系统里没有原文，遗失以后查不到；请妥善保管，不要告诉他人。",
        "2. 收到申请之日由双方确认（《政府信息公开条例》第三十一条），受理机关登记以后另发登记回执。",
        "3. 补正、征求意见、延长期限会使答复日期变化，进度页会说明是哪一天、为什么。",
    )
    title = _SLIP.title
    blocks: tuple[Block, ...] = (
        Line(Role.TITLE, title),
        Grid((5, 19), rows),
        *(Line(Role.NOTE, words) for words in notes),
    )
    return letters.pdf.write(Paper(_SLIP, organ.name, title, case.number, None, blocks))
