"""Forms of the desk: assigning, notes, revealing, an application entered for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.events import CHANNELS
from gongkai.web.applications.assign import Assigned, Task, Worker
from gongkai.web.applications.characters import refusal
from gongkai.web.applications.identity import CODE, ID_KINDS, RESIDENT, is_resident
from gongkai.web.applications.models import FORMS_WANTED, WAYS, Application
from gongkai.web.organs.models import Organ, Person, Unit


class Described(forms.Form):
    """A form whose faults stand at their field and are tied to it for those who cannot see."""

    # Whether what is typed may stand in a letter; a remark inside the organ never does.
    printed: ClassVar[bool] = False
    inside: ClassVar[tuple[str, ...]] = ("note",)

    def clean(self) -> dict[str, Any]:
        """Refuse what no letter can be printed with: here, not when somebody signs."""
        found = super().clean() or {}
        for name, value in list(found.items()) if self.printed else ():
            if name not in self.inside and (said := refusal(value)):
                self.add_error(name, said)
        return found

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.dress(name)

    def renew(self, **values: object) -> None:
        """Put values into the hidden fields of the page to come; everything typed stays."""
        typed = self.data.copy()  # type: ignore[attr-defined]
        for name, value in values.items():
            typed[name] = str(value)
        self.data = typed

    def dress(self, name: str) -> None:
        """Give a field the theme's classes and plain words for its faults."""
        field = self.fields[name]
        kind = getattr(field.widget, "input_type", "")
        if kind not in ("hidden", "checkbox", "radio"):
            field.widget.attrs.setdefault("class", "form-select" if kind == "select" else "form-control")
        if kind in ("checkbox", "radio"):
            field.widget.attrs.setdefault("class", "form-check-input")
        verb = "选择" if kind in ("select", "radio", "date") else "填写"
        field.error_messages["required"] = f"请{verb}「{field.label}」。"
        if isinstance(field, forms.DateField):
            field.error_messages["invalid"] = "日期应写成 2026-03-02 这样，请重新选择。"
        if isinstance(field, forms.IntegerField):
            field.error_messages["invalid"] = "请填写整数。"
        field.label_suffix = ""


class AssignForm(Described):
    """To whom a case is given. ``before`` is what the page showed, so that a second clerk notices the first."""

    printed = True
    unit_id = forms.TypedChoiceField(label="承办处室", required=False, coerce=int, empty_value=None)
    person_id = forms.TypedChoiceField(label="经办人", required=False, coerce=int, empty_value=None)
    reason = forms.CharField(
        label="移交理由",
        required=False,
        max_length=150,
        help_text="第一次分办可以不写；已经分办的，移交须写明理由。",
    )
    tasks = forms.CharField(
        label="随案发协助办理函：请处室做什么",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行写一项；不写就不发函。",
    )
    assist_due = forms.DateField(
        label="协办期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    before = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """A letter wants its last day."""
        found = super().clean() or {}
        if found.get("tasks") and not found.get("assist_due") and "assist_due" not in self.errors:
            self.add_error("assist_due", "发协助办理函请写明协办期限。")
        return found

    @property
    def task(self) -> Task | None:
        """What the letter asks; None when none is wanted."""
        items = tuple(x.strip() for x in self.cleaned_data["tasks"].splitlines() if x.strip())
        return Task(items, self.cleaned_data["assist_due"]) if items else None

    def __init__(self, *args: Any, case: Application, units: list[Unit], people: list[Worker], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"unit_id": case.unit_id, "person_id": case.handler_id, "before": _mark(case)})
        super().__init__(*args, **kwargs)
        self._units = {u.pk: u for u in units}
        self._people = {w.person.pk: w.person for w in people}
        self.fields["unit_id"].choices = [("", "不指定"), *((u.pk, u.name) for u in units)]  # type: ignore[attr-defined]
        named = [(w.person.pk, _with_units(w, self._units)) for w in people]
        self.fields["person_id"].choices = [("", "不指定"), *named]  # type: ignore[attr-defined]

    def take_up(self, case: Application) -> None:
        """Take up what the case is now, so that the next submission is measured against it."""
        self.renew(before=_mark(case))

    @property
    def unit(self) -> Unit | None:
        """The chosen unit."""
        return self._units.get(self.cleaned_data["unit_id"])

    @property
    def person(self) -> Person | None:
        """The chosen person."""
        return self._people.get(self.cleaned_data["person_id"])

    @property
    def seen(self) -> Assigned | None:
        """Unit and person as the page showed them; None when the mark is not ours."""
        parts = self.cleaned_data["before"].split("-")
        if len(parts) != 2 or not all(p.isdecimal() or not p for p in parts):
            return None
        unit, person = (int(p) if p else None for p in parts)
        return unit, person


def _mark(case: Application) -> str:
    return f"{case.unit_id or ''}-{case.handler_id or ''}"


def _with_units(worker: Worker, units: dict[int, Unit]) -> str:
    names = "、".join(units[pk].name for pk in worker.units if pk in units)
    return f"{worker.words}（{names}）" if names else worker.words


class ThirdPartyForm(Described):
    """Whether a third party is concerned."""

    touches = forms.BooleanField(label="涉及第三方商业秘密、个人隐私", required=False)
    reason = forms.CharField(label="改为不涉及的理由", required=False, max_length=150)


class NoteForm(Described):
    """A note on a case."""

    text = forms.CharField(label="附注", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class RevealForm(Described):
    """Why somebody wants to see the applicant's data."""

    reason = forms.CharField(label="查看理由", max_length=200)


class SplitForm(Described):
    """One matter that becomes a case of its own."""

    printed = True
    subject = forms.CharField(label="分立出的信息名称", max_length=200)
    content = forms.CharField(
        label="分立出的内容",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="从原申请中照抄属于这一项的内容。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class MergeForm(Described):
    """With which case another is handled, and how the applicant agreed."""

    into = forms.ModelChoiceField(
        label="并入哪一件", queryset=Application.objects.none(), empty_label=None, to_field_name="number"
    )
    on = forms.DateField(label="申请人同意的日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    consent = forms.CharField(label="申请人怎样同意", max_length=200, help_text="例如：来电同意，号码已核对。")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, others: QuerySet[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class EntryForm(Described):
    """An application on paper, by fax or at the counter, entered by a clerk (条例第二十九条). ``once`` keeps a double
    submission from making two cases."""

    printed = True
    organ = forms.ModelChoiceField(label="受理机关", queryset=Organ.objects.none(), empty_label=None)
    channel = forms.ChoiceField(
        label="渠道", choices=[(c.key, c.words) for c in CHANNELS if c.key != "internet"], widget=forms.RadioSelect
    )
    oral = forms.BooleanField(
        label="口头申请，由本机关代填（第二十九条）",
        required=False,
        help_text="书写确有困难的可以口头提出。勾选表示内容已经向申请人宣读，申请人确认无误；签名的记录请存入附件。",
    )
    kind = forms.ChoiceField(label="申请人类别", choices=[(k.key, k.words) for k in APPLICANT_KINDS])
    name = forms.CharField(label="姓名或者名称", max_length=100)
    id_kind = forms.ChoiceField(label="证件类型", choices=[(k, k) for k in ID_KINDS])
    id_number = forms.CharField(label="证件号码", max_length=40)
    agent = forms.CharField(label="代理人或者联系人", max_length=60, required=False)
    telephone = forms.RegexField(
        r"^[\d+][\d\- ]{5,19}$", label="联系电话", error_messages={"invalid": "电话只写数字和短横线，如 0635-8210001。"}
    )
    email = forms.EmailField(
        label="电子邮箱", required=False, error_messages={"invalid": "电子邮箱应写成 a@b.cn 这样。"}
    )
    address = forms.CharField(label="通信地址", max_length=200)
    postcode = forms.RegexField(
        r"^\d{6}$", label="邮政编码", required=False, error_messages={"invalid": "邮政编码是 6 位数字。"}
    )
    subject = forms.CharField(label="所需信息名称", max_length=200, help_text="用申请人自己的话，一件申请写一项。")
    content = forms.CharField(
        label="所需信息描述", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}), help_text="照申请书抄录。"
    )
    document_number = forms.CharField(label="文号或者其他特征", max_length=100, required=False)
    form_wanted = forms.ChoiceField(label="提供形式", choices=FORMS_WANTED)
    way_wanted = forms.ChoiceField(label="获取方式", choices=WAYS, initial="post")
    once = forms.CharField(widget=forms.HiddenInput, max_length=64)

    SECTIONS = (
        ("申请怎样到的", ("organ", "channel", "oral")),
        ("申请人", ("kind", "name", "id_kind", "id_number", "agent", "telephone", "email", "address", "postcode")),
        ("申请公开什么", ("subject", "content", "document_number", "form_wanted", "way_wanted")),
    )

    def __init__(self, *args: Any, organs: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = Organ.objects.filter(pk__in=organs, active=True)  # type: ignore[attr-defined]

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(words, [self[name] for name in names]) for words, names in self.SECTIONS]

    def clean(self) -> dict[str, Any]:
        """Check the identity number by its own check character; an organization shows its code."""
        from stdnum.cn import uscc

        found = super().clean() or {}
        number, kind = str(found.get("id_number", "")).strip().upper(), found.get("id_kind")
        if number and kind == RESIDENT and not is_resident(number):
            self.add_error("id_number", "身份证号码应为 18 位且校验码相符，请对照证件核对。")
        if number and kind == CODE and not uscc.is_valid(number):
            self.add_error("id_number", "统一社会信用代码应为 18 位且校验码相符，请对照登记证核对。")
        if kind == RESIDENT and found.get("kind") not in (None, "natural_person"):
            self.add_error("id_kind", "法人或者其他组织请提供统一社会信用代码或者其他证件。")
        if found.get("oral") and found.get("channel") != "counter":
            self.add_error("oral", "口头申请须当面提出：请把渠道选为“当面提交”，或者去掉这一项。")
        return found
