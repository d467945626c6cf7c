"""Items of the catalogue: drafted, and brought through review to the public site, as people would."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.web.catalogue import operations
from gongkai.web.catalogue.models import Column, InformationItem
from gongkai.web.catalogue.operations import Text
from gongkai.web.review.models import Opinion, Review
from tests.web.conftest import TODAY, City

CHAIN = ("reviewer", "legal_reviewer", "secrecy_reviewer", "signer")


def drafted(city: City, title: str, body: str = "", *, files: Any = (), **more: Any) -> InformationItem:
    """A draft of the clerk's; ``source`` and what Text takes may be given."""
    source = more.pop("source", "")
    text = Text(title, body or f"{title}的全文。", **{"column": str(Column.POLICY), **more})
    return operations.draft(city.justice, text, viewer=city.viewer("clerk"), source=source, files=files)


def reviewed(city: City, item: InformationItem, *, steps: int = 4, on: date = TODAY, own: Any = ()) -> Review:
    """Sent for review and passed by so many of the four steps."""
    passage = operations.send(item, own=own, viewer=city.viewer("clerk", on=on), files_read=True)
    for role in CHAIN[:steps]:
        passage = operations.decide(
            passage,
            verdict=Opinion.Verdict.PASSED,
            comment="",
            version=passage.version,
            own=own,
            viewer=city.viewer(role, on=on),
            on=on,
        )
    return passage


def published(city: City, title: str, body: str = "", *, on: date = TODAY, **more: Any) -> InformationItem:
    """A published item."""
    item = drafted(city, title, body, **more)
    reviewed(city, item, on=on)
    item.refresh_from_db()
    return item
