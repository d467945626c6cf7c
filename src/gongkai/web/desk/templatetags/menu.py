"""Which entry of the desk's menu one is under."""

from typing import Any

from django import template
from django.utils.html import format_html

register = template.Library()

# What follows ``desk/`` in an address, and the entry it belongs to; what is not named is work at a case, of the queue.
_UNDER = {
    "reviews": "reviews", "review": "reviews", "extension": "reviews", "publication": "reviews",
    "information": "information", "considering": "information",
    "remedies": "remedies", "remedy": "remedies",
    "registers": "registers",
    "reports": "reports",
    "board": "board",
    "reminders": "reminders", "mentions": "reminders", "mail": "reminders",
}  # fmt: skip


@register.simple_tag(takes_context=True)
def current(context: dict[str, Any], entry: str) -> str:
    """The mark of the menu's entry the page stands under: on its own page ``page``, below it ``true``; otherwise nothing."""
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None or match.app_names[:1] != ["desk"]:
        return ""
    first = match.route.removeprefix("desk/").split("/")[0]
    under = "page" if match.url_name == entry else "true" if _UNDER.get(first, "queue") == entry else ""
    return format_html(' aria-current="{}"', under) if under else ""
