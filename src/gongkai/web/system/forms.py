"""What the system administrator fills in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

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
