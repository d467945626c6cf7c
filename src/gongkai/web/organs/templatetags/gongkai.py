"""Small words for templates: masked personal data, Chinese dates."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from gongkai.law.explain import WEEKDAYS
from gongkai.web.organs import vault

register = template.Library()


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
