"""What the system administrator fills in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from gongkai.web.organs.dated import Dated, Kind
from gongkai.web.organs.models import Setting
from gongkai.web.system import setting
from gongkai.workdays.notices import BadNotice, read_notice

_LINES = "每行一个节日：名称、放假第一天、最后一天，有调休上班的接着写日期，用空格隔开。例如：元旦 2027-01-01 2027-01-03 2027-01-09"


class NoticeForm(forms.Form):
    """A holiday notice, as a file or line by line."""

    file = forms.FileField(label="通知文件（TOML）", required=False, help_text="已有文件的，选文件即可，下面不必填。")
    year = forms.IntegerField(label="年份", required=False, min_value=2008, max_value=2100)
    number = forms.CharField(label="通知文号", required=False, max_length=60, help_text="例如：国办发明电〔2025〕7号")
    issued_on = forms.DateField(label="通知日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    holidays = forms.CharField(
        label="放假安排", required=False, help_text=_LINES, widget=forms.Textarea(attrs={"rows": 8})
    )

    def clean(self) -> dict[str, Any]:
        """The text of the notice stands in ``cleaned_data["text"]``."""
        given = super().clean() or {}
        if self.errors:
            return given
        try:
            given["text"] = self._from_file(given["file"]) if given.get("file") else self._from_lines(given)
            read_notice(given["text"], name="所填内容")
        except BadNotice as error:
            raise forms.ValidationError(str(error)) from None
        return given

    @staticmethod
    def _from_file(file: Any) -> str:
        if file.size > 100_000:
            raise BadNotice("文件太大：放假通知的 TOML 文件只有几千字节，请核对是不是选错了文件。")
        try:
            return str(file.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise BadNotice("文件不是 UTF-8 文本，请另存为 UTF-8 后再上传。") from None

    @staticmethod
    def _from_lines(given: dict[str, Any]) -> str:
        if not (given.get("year") and given.get("number") and given.get("issued_on") and given.get("holidays")):
            raise BadNotice("请选择文件，或者填写年份、文号、日期和放假安排四项。")
        number = str(given["number"]).replace("\\", "").replace('"', "")
        parts = [f'year = {given["year"]}\nnumber = "{number}"\nissued_on = {given["issued_on"]}\n']
        for line in str(given["holidays"]).splitlines():
            if line.strip():
                parts.append(_holiday(line.split()))
        return "\n".join(parts)


def _holiday(words: list[str]) -> str:
    """One holiday as TOML, from a line's words. Raises BadNotice."""
    try:
        name, days = words[0], [date.fromisoformat(w) for w in words[1:]]
    except ValueError:
        raise BadNotice(f"「{' '.join(words)}」里有不是日期的内容，日期请写成 2027-01-01 这样。") from None
    if len(days) < 2:
        raise BadNotice(f"「{' '.join(words)}」至少要有名称、第一天和最后一天。")
    shown = name.replace("\\", "").replace('"', "")
    text = f'[[holiday]]\nname = "{shown}"\nfrom = {days[0]}\nto = {days[1]}\n'
    return text + (f"work = [{', '.join(str(d) for d in days[2:])}]\n" if days[2:] else "")


class SettingForm(forms.Form):
    """A new value of a dated setting, from a day on, with the reason. Valid, it has its ``proposal``."""

    value = forms.CharField(label="新的值", max_length=200)
    since = forms.DateField(label="自哪天起", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    why = forms.CharField(
        label="依据或者理由",
        max_length=setting.LONGEST_WHY,
        help_text="写明文件名称、文号、条款，或者为什么这样设定；记入日志，以后的管理员都看得到。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    proposal: Setting

    def __init__(self, *given: Any, row: Dated, on: date, **more: Any) -> None:
        super().__init__(*given, **more)
        self.row, self.on = row, on
        self.fields["since"].initial = on
        if row.kind is Kind.YES:
            self.fields["value"] = forms.ChoiceField(label="新的值", choices=[(w, w) for w in ("是", "否")])
        else:
            self.fields["value"].help_text = _HELP[row.kind].format(row=row)
        for name, field in self.fields.items():
            field.error_messages["required"] = f"请填写“{field.label}”。"
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_helptext"

    def clean(self) -> dict[str, Any]:
        """Look at the value and the day; what is wrong is said in a sentence."""
        given = super().clean() or {}
        if "value" in given and "since" in given:
            try:
                self.proposal = setting.propose(self.row.key, given["value"], since=given["since"], on=self.on)
            except ValueError as error:
                self.add_error("since" if "生效日期" in str(error) else "value", str(error))
        return given


_HELP = {
    Kind.WHOLE: "单位：{row.unit}，{row.least} 到 {row.most} 之间的整数。",
    Kind.SEVERAL: "一个或者几个数，用顿号隔开，例如 5、3、1、0；{row.least} 到 {row.most}，单位：{row.unit}。",
    Kind.WORDS: "写成一句话，2 到 60 个字。",
}
