"""Forms of the public site. An application has the elements of 条例第二十九条 and never asks for a purpose."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.web.applications import outbox
from gongkai.web.applications.characters import refusal, visible
from gongkai.web.applications.identity import CODE, ID_KINDS, RESIDENT, is_resident
from gongkai.web.applications.models import FORMS_WANTED, WAYS
from gongkai.web.applications.templatetags.ratings import SCORES
from gongkai.web.organs.models import Organ
from gongkai.web.portal.models import Account

# A mobile, a fixed number with its area code, a service number, or one from abroad with its country code.
_PHONE = re.compile(r"^((\+?86-?)?1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4}|\+\d[\d-]{7,18})$")
# Letters go there: a place, a street and a number have at least so many characters.
_SHORTEST_ADDRESS = 6


class Plain(forms.Form):
    """A form in the theme's clothes whose faults are one plain sentence each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # the server says what is missing, all at once and in plain words
        for field in self.fields.values():
            kind = getattr(field.widget, "input_type", "")
            style = {"select": "form-select", "radio": "form-check-input", "checkbox": "form-check-input"}.get(kind)
            field.widget.attrs.setdefault("class", style or "form-control")
            verb = "选择" if kind in ("select", "radio") else "填写"
            field.error_messages["required"] = f"请{verb}「{field.label}」。"
            field.error_messages.setdefault("invalid_choice", f"请重新选择「{field.label}」。")
            if kind in ("select", "radio"):
                field.error_messages["invalid_choice"] = f"请重新选择「{field.label}」。"
            field.widget.attrs.pop("maxlength", None)  # too long is told, never cut off while typing or pasting
            validators: list[Any] = list(field.validators)
            for validator in validators:
                if getattr(validator, "code", "") == "max_length":
                    validator.message = "最多 %(limit_value)s 个字，现有 %(show_value)s 个，请精简。"
                if getattr(validator, "code", "") == "null_characters_not_allowed":
                    validator.message = "含有不能显示的字符，请删去后重写。"

    def clean(self) -> dict[str, Any]:
        """What was typed, without marks nobody sees; a password stays as it is."""
        found: dict[str, Any] = super().clean() or {}
        return {
            name: visible(value)
            if isinstance(value, str) and not isinstance(self.fields[name].widget, forms.PasswordInput)
            else value
            for name, value in found.items()
        }


def _text(label: str, longest: int, *, help_text: str = "", required: bool = True, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=longest, help_text=help_text, required=required, widget=widget)


class ApplicationForm(Plain):
    """An application for government information."""

    organ = forms.ModelChoiceField(
        label="向哪个机关申请", queryset=Organ.objects.none(), to_field_name="code", empty_label="请选择",
        help_text="谁制作、谁保存，就向谁申请。拿不准时先看下面的“谁掌握这些信息”。",
    )  # fmt: skip
    subject = _text("所需信息的名称", 200, help_text="一份申请写一项。例如：2025年法律援助经费支出明细")
    content = forms.CharField(
        label="内容描述", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写清时间、地域、事项，便于查找；不需要说明用途。",
    )  # fmt: skip
    document_number = _text("文号或者其他特征", 100, help_text="知道的话写上，例如：青财〔2025〕12号", required=False)
    form_wanted = forms.ChoiceField(
        label="要什么形式", choices=FORMS_WANTED, widget=forms.RadioSelect, initial="electronic"
    )
    way_wanted = forms.ChoiceField(label="怎样拿到", choices=WAYS, widget=forms.RadioSelect, initial="online")
    kind = forms.ChoiceField(
        label="您是", choices=[(k.key, "其他组织" if k.words == "其他" else k.words) for k in APPLICANT_KINDS],
        widget=forms.RadioSelect, initial="natural_person",
    )  # fmt: skip
    name = _text("姓名或者单位名称", 100, help_text="与证件一致。", autocomplete="name")
    id_kind = forms.ChoiceField(label="证件类型", choices=[(k, k) for k in ID_KINDS], initial=RESIDENT)
    id_number = _text(
        "证件号码", 40, help_text="法律要求证明身份；加密保存，只有承办人员说明理由后才能查看。", autocomplete="off"
    )
    agent = _text("联系人或者代理人", 60, required=False, help_text="单位申请的，写联系人。")
    telephone = _text("联系电话", 30, help_text="手机或者带区号的座机。", autocomplete="tel", inputmode="tel")
    email = forms.EmailField(
        label="电子邮箱", required=False, max_length=200, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="选择用电子邮件获取的，必须填写。", error_messages={"invalid": "邮箱应像 name@example.cn 这样，请核对。"},
    )  # fmt: skip
    address = _text("通信地址", 200, help_text="写到门牌号，用来寄送文书。", autocomplete="street-address")
    postcode = _text("邮政编码", 6, required=False, autocomplete="postal-code", inputmode="numeric")

    PARTS = (
        ("要什么信息", ("organ", "subject", "content", "document_number")),
        ("怎样给您", ("form_wanted", "way_wanted")),
        ("您是谁", ("kind", "name", "id_kind", "id_number", "agent", "telephone", "email", "address", "postcode")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = Organ.objects.filter(active=True)  # type: ignore[attr-defined]
        if not outbox.leaves():  # what cannot be sent is not offered
            self.fields["way_wanted"].choices = [w for w in WAYS if w[0] != "email"]  # type: ignore[attr-defined]
            self.fields["email"].help_text = "没有可以不填。"

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(words, [self[name] for name in names]) for words, names in self.PARTS]

    def clean_telephone(self) -> str:
        """A mobile or fixed number; spaces do not matter."""
        number = re.sub(r"\s", "", str(self.cleaned_data["telephone"]))
        if not _PHONE.match(number):
            raise forms.ValidationError("电话号码不完整，请写 11 位手机号，或者带区号的座机，如 0635-8210001。")
        return number

    def clean_address(self) -> str:
        """An address a letter can reach."""
        address = str(self.cleaned_data["address"])
        if len("".join(address.split())) < _SHORTEST_ADDRESS:
            raise forms.ValidationError("通信地址不完整，请写清区县、街道和门牌号，如 青澜市西城区西街2号。")
        return address

    def clean_postcode(self) -> str:
        """Six digits or nothing."""
        code = str(self.cleaned_data["postcode"])
        if code and not re.fullmatch(r"[0-9]{6}", code):
            raise forms.ValidationError("邮政编码是 6 位数字；不知道可以不填。")
        return code

    def clean(self) -> dict[str, Any]:
        """What hangs together: the identity number and its kind, the way and the address it needs."""
        from stdnum.cn import uscc

        found = super().clean() or {}
        for name, text in list(found.items()):
            if said := refusal(text):
                self.add_error(name, said)
        number, kind = str(found.get("id_number", "")).replace(" ", "").upper(), found.get("id_kind")
        found["id_number"] = number
        if number and kind == RESIDENT and not is_resident(number):
            self.add_error("id_number", "身份证号码不对：应为 18 位，最后一位与前面相符，请对照证件核对。")
        if number and kind == CODE and not uscc.is_valid(number):
            self.add_error("id_number", "统一社会信用代码不对：应为 18 位，最后一位与前面相符，请对照执照核对。")
        if kind == RESIDENT and found.get("kind") not in (None, "natural_person"):
            self.add_error("id_kind", "单位申请请选“统一社会信用代码”或者“其他证件”。")
        if kind == CODE and found.get("kind") == "natural_person":
            self.add_error("id_kind", "个人申请请选身份证、护照等个人证件。")
        if found.get("way_wanted") == "email" and not found.get("email") and "email" not in self.errors:
            self.add_error("email", "选择了用电子邮件获取，请填写邮箱。")
        return found


FIELDS = tuple(ApplicationForm.base_fields)


class StatusForm(Plain):
    """The number and the query code of an application."""

    number = _text("受理编号", 60, help_text="在回执上，例如：000033-2026-0002", autocomplete="off")
    code = _text("查询码", 20, help_text="8 位字母和数字，大小写都可以。", autocomplete="off")


def _password(label: str, *, fresh: bool, help_text: str = "") -> forms.CharField:
    attrs = {"autocomplete": "new-password" if fresh else "current-password"}
    return forms.CharField(
        label=label, max_length=128, help_text=help_text, strip=False, widget=forms.PasswordInput(attrs)
    )


def _email() -> forms.EmailField:
    return forms.EmailField(
        label="电子邮箱", max_length=200, widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"invalid": "邮箱应像 name@example.cn 这样，请核对。"},
    )  # fmt: skip


class EnterForm(Plain):
    """An applicant signs in."""

    email = _email()
    password = _password("密码", fresh=False)


class _Twice(Plain):
    """A new password, the same as for everybody on the platform, typed twice."""

    def clean(self) -> dict[str, Any]:
        """Good enough, and the same twice."""
        found = super().clean() or {}
        first, second = found.get("password"), found.get("again")
        if first:
            try:
                validate_password(
                    first, cast(Any, Account(email=found.get("email", "")))
                )  # only its address is looked at
            except forms.ValidationError as error:
                self.add_error("password", error)
        if first and second and first != second:
            self.add_error("again", "两次输入的密码不一样，请重新输入。")
        return found


class NewAccountForm(_Twice):
    """An applicant opens an account."""

    email = _email()
    password = _password("密码", fresh=True, help_text="至少 10 位，不能全是数字，也不要用常见的密码。")
    again = _password("再输入一遍密码", fresh=True)


class NewPasswordForm(_Twice):
    """Another password for an applicant's account."""

    present = _password("现在的密码", fresh=False)
    password = _password("新密码", fresh=True, help_text="至少 10 位，不能全是数字，也不要用常见的密码。")
    again = _password("再输入一遍新密码", fresh=True)


class CloseForm(Plain):
    """An applicant closes the account."""

    present = _password("密码", fresh=False)


class SupplementForm(Plain):
    """What the organ asked to be supplied."""

    text = forms.CharField(
        label="补正内容", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="照补正告知书的要求写。也可以同时添加附件。",
    )  # fmt: skip


class PaymentForm(Plain):
    """That the fee was paid, for the office to check."""

    text = forms.CharField(
        label="怎样缴的费", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明缴费日期、金额和方式；把缴费凭证的照片或者扫描件作为附件。",
    )  # fmt: skip


class QuestionForm(Plain):
    """A message to the office."""

    text = forms.CharField(
        label="留言", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="可以询问办理情况、更改联系方式。要求公开其他信息的，请另外提交申请。",
    )  # fmt: skip


class RatingForm(Plain):
    """What the applicant thinks of the answer."""

    score = forms.TypedChoiceField(
        label="您对这次答复满意吗",
        choices=list(SCORES.items()),
        coerce=int,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="意见和建议", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="评价不影响您申请复议或者提起诉讼。",
    )  # fmt: skip


class WithdrawForm(Plain):
    """A request to withdraw."""

    reason = forms.CharField(
        label="撤回的原因", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    sure = forms.BooleanField(label="我确认撤回这件申请", error_messages={"required": "请勾选确认。"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].error_messages["required"] = "要撤回，请先勾选“我确认撤回这件申请”。"
