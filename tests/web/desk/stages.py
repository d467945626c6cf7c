"""Bringing a case to a draft, into review, to the signature: through the operations, as people would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from gongkai.web.applications import decisions
from gongkai.web.applications.models import Application, Decision
from gongkai.web.review.models import Opinion, Review

CHAIN = ("reviewer", "legal_reviewer", "secrecy_reviewer", "signer")
ANSWER = {"enclosures": ["2025年法律援助经费支出明细"], "provision": "纸质复印件，当面领取"}
Viewers = Callable[..., Any]


def drafted(case: Application, viewer_of: Viewers, *, on: date, **more: Any) -> Decision:
    """A draft that grants, by the clerk."""
    given = {"outcome": "granted", "letter": "granted", "reason": "", "elements": ANSWER, **more}
    return decisions.draft(case, viewer=viewer_of("clerk", on=on), **given)


def reviewed(case: Application, viewer_of: Viewers, *, on: date, steps: int = 4, **more: Any) -> Review:
    """Sent for review and passed by so many of the four steps."""
    passage = decisions.send_for_review(
        drafted(case, viewer_of, on=on, **more), viewer=viewer_of("clerk", on=on), on=on
    )
    for role in CHAIN[:steps]:
        passage = decisions.decide(
            passage,
            verdict=Opinion.Verdict.PASSED,
            comment="",
            version=passage.version,
            viewer=viewer_of(role, on=on),
            on=on,
        )
    return passage
