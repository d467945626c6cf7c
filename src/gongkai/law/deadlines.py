"""The terms of the law, each a row: key, working days, what it counts from, article. And the rules in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.sources import (
    FEE_MEASURES,
    REGULATIONS,
    REGULATIONS_2007,
    REPLY_STANDARD,
    SPC_2025,
    Citation,
)

RECEIVED, SUPPLEMENT_DELIVERED, OPINION_DELIVERED = "received", "supplement_delivered", "opinion_delivered"
COMAKER_DELIVERED, FEE_DELIVERED, MADE, ORDERED = "comaker_delivered", "fee_delivered", "made", "reopened"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term in working days that starts the day after an event. ``at_most`` marks a ceiling rather than a fixed term;
    ``unverified`` a figure not read at its source, which an administrator may set."""

    key: str
    days: int
    counts_from: str
    law: Citation
    words: str
    at_most: bool = False
    unverified: bool = False


# fmt: off
DEADLINES = (
    #        key                   days  counts from         law                          words
    Deadline("ask_for_supplement",    7, RECEIVED,           REGULATIONS.art(30),         "一次性告知补正"),
    Deadline("supplement",           15, SUPPLEMENT_DELIVERED, REPLY_STANDARD.part("补正期限"), "申请人补正", at_most=True),
    Deadline("third_party_opinion",  15, OPINION_DELIVERED,  REGULATIONS.art(32),         "第三方提出意见"),
    Deadline("comaker_opinion",      15, COMAKER_DELIVERED,  REGULATIONS.art(34),         "共同制作机关提出意见"),
    Deadline("reply",                20, RECEIVED,           REGULATIONS.art(33, 2),      "答复"),
    Deadline("extension",            20, RECEIVED,           REGULATIONS.art(33, 2),      "延长答复", at_most=True),
    Deadline("fee_payment",          20, FEE_DELIVERED,      FEE_MEASURES.part("缴费期限"), "缴纳信息处理费", unverified=True),
    Deadline("court_order",          20, ORDERED,            SPC_2025.part("判决限期公开"), "按判决重新答复"),
    Deadline("publish",              20, MADE,               REGULATIONS.art(26),         "主动公开"),
)
# fmt: on
DEADLINE = {d.key: d for d in DEADLINES}


@dataclass(frozen=True, slots=True)
class Term:
    """A time the applicant is given by a notice: the event that asks, the one of the notice's arrival it is counted from,
    the field of ``Rules`` that holds its length, and in words what is to be done and what the notice is called."""

    asked: str
    delivered: str
    key: str
    words: str
    notice: str

    def days(self, given: int | None, rules: "Rules") -> int:
        """Working days: those the notice gives, else those of the rules."""
        return given or int(getattr(rules, self.key))


TERMS = {
    term.asked: term
    for term in (
        Term("supplement_asked", SUPPLEMENT_DELIVERED, "supplement", "申请人补正", "补正告知书"),
        Term("fee_notified", FEE_DELIVERED, "fee_payment", "申请人缴费", "收费通知书"),
    )
}


@dataclass(frozen=True, slots=True)
class Rules:
    """The terms in force from a day on, and how the questions the law leaves open are settled.

    ``reasons_stop``, ``fee_levied`` (whether an application received then may be charged for) and ``fee_restarts`` are
    settings: the text was not read at its source (law.md C1, C3). ``law`` answers for ``reply`` and ``extension``.
    """

    since: date
    reply: int
    extension: int
    ask_for_supplement: int
    supplement: int
    opinion: int
    comaker: int
    fee_payment: int
    law: Citation
    extension_law: Citation
    reasons_stop: bool = False
    fee_levied: bool = False
    fee_restarts: bool = True


RULES = (
    # Before 2019-05-15: 15 and 15 working days, art. 24 of the regulations of 2007.
    Rules(date(2008, 5, 1), 15, 15, 15, 15, 15, 15, 20, REGULATIONS_2007.art(24, 2), REGULATIONS_2007.art(24, 2)),
    Rules(date(2019, 5, 15), 20, 20, 7, 15, 15, 15, 20, REGULATIONS.art(33, 2), REGULATIONS.art(33, 2)),
    # The day from which the fee measures are in force is UNVERIFIED (law.md C3): a setting.
    Rules(date(2021, 1, 1), 20, 20, 7, 15, 15, 15, 20, REGULATIONS.art(33, 2), REGULATIONS.art(33, 2), fee_levied=True),
)


def rules_on(day: date, rules: Sequence[Rules] = RULES) -> Rules:
    """The rules in force on a day. ValueError (a Chinese sentence) before the first of them."""
    for row in reversed(rules):
        if row.since <= day:
            return row
    raise ValueError(f"{day} 早于《政府信息公开条例》施行之日（2008-05-01），没有可适用的期限；请核对日期。")
