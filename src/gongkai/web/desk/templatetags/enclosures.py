"""The warning beside files that go out with an answer."""

from collections.abc import Iterable
from typing import Any

from django import template

from gongkai.web.applications.models import Attachment
from gongkai.web.desk.publishing import warned

register = template.Library()


@register.inclusion_tag("desk/publication_enclosures.html")
def enclosure_warnings(files: Iterable[Attachment]) -> dict[str, Any]:
    """What looks like somebody else's personal data in files for the applicant, and which of them nobody could look through."""
    return {"rows": warned(list(files))}
