"""Small words for templates: masked personal data, Chinese dates."""

import re
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from gongkai.law.explain import WEEKDAYS
from gongkai.web.organs import vault

register = template.Library()

# A report's title and headings part before the year and after 公开; elsewhere a line would end inside a word.
_JOINTS = re.compile(r"(?<=[^\d])(?=\d{4}年)|(?<=政府信息公开)(?!情况|工作情况)")


@register.filter
def masked(text: str) -> str:
    """Personal data as people without a reason may see it."""
    return vault.mask(text or "")


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in Chinese, ``2026年9月25日``; empty for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def weekday(value: date | None) -> str:
    """The day of the week, 周一 to 周日."""
    return WEEKDAYS[value.weekday()] if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in Chinese, ``2026年9月25日 14:05``."""
    return f"{day(value)} {timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def parted(text: object) -> SafeString:
    """A report's title or heading with the places where a narrow screen may begin a new line (style ``gk-parted``)."""
    pieces = [(piece,) for piece in _JOINTS.split(str(text)) if piece]
    return format_html_join(mark_safe("<wbr>"), "{}", pieces)
