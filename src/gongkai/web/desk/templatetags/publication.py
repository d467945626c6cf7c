"""For pages about cases: the warning beside files that go out with an answer, whether it can be published, whether there
ever was anything to answer."""

from collections.abc import Iterable
from typing import Any

from django import template

from gongkai.web.applications import messages
from gongkai.web.applications.models import Application, Attachment
from gongkai.web.desk.publishing import publishable, warned

register = template.Library()


@register.inclusion_tag("desk/publication_enclosures.html")
def enclosure_warnings(files: Iterable[Attachment]) -> dict[str, Any]:
    """What looks like somebody else's personal data in files for the applicant, and which of them nobody could look through."""
    return {"rows": warned(list(files))}


@register.filter
def can_be_published(case: Application) -> bool:
    """Whether the answer of a case can be published at all."""
    return not publishable(case)


@register.filter
def was_taken_back(case: Application) -> bool:
    """Whether the applicant took the application back before it was registered."""
    return messages.taken_back(case)
