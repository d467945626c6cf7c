"""What may have happened to an application: lawful histories by chance, told up to a day.

Days come from the law: a reply is placed before or, seldom, after the due date that ``gongkai.law.clock`` gives for what has
happened so far. The test of this module takes every step through ``gongkai.law.stages`` again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from gongkai.law import stages
from gongkai.law.clock import due_of, standing
from gongkai.law.conditions import AGREED, AGREED_IN_PART, REFUSED, Facts, Role
from gongkai.law.events import Event, Ledger
from gongkai.law.outcomes import OUTCOME
from gongkai.workdays import WorkingCalendar

# fmt: off
OUTCOMES = (("granted", 520), ("partially_granted", 90), ("state_secret", 3), ("prohibited_by_law", 4), ("security_and_stability", 3),
            ("third_party", 25), ("internal_affairs", 20), ("process_information", 30), ("enforcement_file", 20), ("registry_inquiry", 25),
            ("not_held", 140), ("not_compiled", 45), ("petition_or_complaint", 45), ("repeated", 25), ("publication", 8), ("reissue", 4),
            ("other", 6), ("excessive", 5))
REASONS = {
    "partially_granted": "个人身份信息属于个人隐私，遮盖后提供其他内容", "state_secret": "经审查，该文件已依法定密",
    "prohibited_by_law": "统计法规定统计调查对象的资料应当保密", "security_and_stability": "公开后可能危及公共安全",
    "third_party": "第三方不同意公开且理由合理", "internal_affairs": "属于本机关人事管理方面的内部事务信息",
    "process_information": "属于履行职权过程中形成的讨论记录", "enforcement_file": "属于行政处罚案卷的内容",
    "registry_inquiry": "不动产登记资料另有专门的查询规定", "not_held": "经检索公文系统和档案室目录，没有查到相关信息",
    "not_compiled": "没有现成的统计结果，需要另行汇总", "still_unclear": "补正后仍不能指明文件的名称或者特征",
    "petition_or_complaint": "所提内容是投诉举报，不是获取政府信息", "repeated": "与此前已答复的申请内容相同",
    "publication": "所需内容已在政府公报刊登", "reissue": "申请人已经取得该文件", "other": "所申请的不是本机关履行职能中形成的信息",
    "excessive": "同一时期提出数十件申请，理由不合理",
}
PARTIES = ("惠民建设有限公司", "澜江建材有限公司", "东湖物业服务有限公司", "青澜第一医院", "望江花园业主委员会", "云山设计院")
# fmt: on
_RELEASES = ("granted", "partially_granted")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a history needs beside chance: the calendar, the last day told, other organs, who approves, the letter word."""

    working: WorkingCalendar
    until: date
    organs: Sequence[str]
    head: str
    word: str


@dataclass(frozen=True, slots=True)
class Happened:
    """An event with the facts its conditions asked for."""

    event: Event
    facts: Facts


class _NotYet(Exception):
    """The next event lies after the day up to which the history is told."""


def history(chance: random.Random, received: date, channel: str, scene: Scene) -> list[Happened]:
    """What happened to an application received on a working day, up to the scene's last day; empty when that is earlier."""
    teller = _Teller(chance, scene)
    with suppress(_NotYet):
        teller.tell(received, channel)
    return teller.told


def outcome_of(told: Sequence[Happened]) -> str:
    """The outcome after a history, as the platform keeps it; empty while there is none."""
    outcome = ""
    for one in told:
        move = stages.MOVE[one.event.kind]
        if move.outcome or one.event.kind == "decided":
            outcome = move.outcome or one.facts.outcome
        elif one.event.kind == "reopened":
            outcome = ""
    return outcome


class _Teller:
    """Tells one history; ``_NotYet`` ends it."""

    def __init__(self, chance: random.Random, scene: Scene) -> None:
        self._chance, self._scene = chance, scene
        self.told: list[Happened] = []
        self._at = scene.until
        self._party = ""

    def tell(self, received: date, channel: str) -> None:
        """From receipt to delivery, with what may come between."""
        self._on("received", received, channel=channel)
        way = self._chance.random()
        if way < 0.035:
            self._after("transferred", 1, 6, party=self._chance.choice(self._scene.organs), reason="属于该机关职责范围")
            return
        if way < 0.06:
            self._after("withdrawn", 1, 8, reason="申请人说明已从其他途径取得所需信息，书面撤回")
            return
        outcome = self._chance.choices([o for o, _ in OUTCOMES], [w for _, w in OUTCOMES])[0]
        if (way < 0.13 or outcome == "still_unclear") and self._supplement():
            return
        self._decided(self._prepared(outcome))
        if self._chance.random() < 0.008:
            self._again()

    def _again(self) -> None:
        """Reopened by a reconsideration decision or a judgment, and decided anew."""
        self._after(
            "reopened",
            25,
            70,
            reason=self._chance.choice(("行政复议决定撤销并责令重新答复", "人民法院判决责令重新答复")),
        )
        self._party = ""
        self._decided(self._chance.choice(("granted", "partially_granted", "not_held")))

    def _prepared(self, outcome: str) -> str:
        """What is done before a decision of a kind; the outcome that comes of it."""
        chance = self._chance.random()
        if outcome == "third_party" or (outcome in _RELEASES and chance < 0.05):
            self._third_party(outcome)
        elif outcome == "excessive":
            self._after("reasons_asked", 2, 6, days=10, reason="三个月内提出申请四十余件")
            self._after("reasons_given", 3, 9)
        elif outcome in _RELEASES and chance < 0.08:
            self._comaker()
        if self._last("supplement_received") and self._chance.random() < 0.1:
            outcome = "still_unclear"
        if self._chance.random() < 0.08:
            due = self._due()
            if due is not None and (room := self._scene.working.count(self._at, due)) > 4:
                days = self._chance.choice((10, 15, 20, 20))
                self._on("extended", self._day(room - self._chance.randint(1, 4)), days=days, approver=self._scene.head)
        if outcome in _RELEASES and self._chance.random() < 0.02 and self._fee():
            return "fee_lapsed"
        return outcome

    def _supplement(self) -> bool:
        """Asked to make the application clearer; whether the applicant let the time pass and the case ended so."""
        days = self._chance.choice((10, 15))
        self._after("supplement_asked", 1, 7, days=days)
        self._after("supplement_delivered", 0, 2)
        if self._chance.random() < 0.15:
            self._after("supplement_lapsed", days + 1, days + 3, actor=Role.SIGNER)
            self._after("delivered", 1, 4)
            return True
        self._after("supplement_received", 1, days)
        return False

    def _third_party(self, outcome: str) -> None:
        self._party = party = self._chance.choice(PARTIES)
        self._after("opinion_requested", 1, 5, party=party)
        self._after("opinion_delivered", 1, 3, party=party)
        if self._chance.random() < 0.2:
            self._after("opinion_silent", 16, 18, party=party)
        else:
            answer = {"third_party": REFUSED, "partially_granted": AGREED_IN_PART}.get(outcome, AGREED)
            reason = "" if answer == AGREED else "文件中的报价和技术方案没有公开过，公开会损害本单位的经营"
            self._after("opinion_received", 2, 15, party=party, position=answer, reason=reason)

    def _comaker(self) -> None:
        party = self._chance.choice(self._scene.organs)
        self._after("comaker_consulted", 1, 5, party=party)
        self._after("comaker_delivered", 0, 2, party=party)
        if self._chance.random() < 0.15:
            self._after("comaker_silent", 16, 18, party=party)
        else:
            self._after("comaker_answered", 2, 14, party=party, position=AGREED)

    def _fee(self) -> bool:
        """A fee is notified within the term; whether it was never paid and the case ended so."""
        due = self._due()
        if due is None or self._scene.working.count(self._at, due) < 3:
            return False
        amount = Decimal(self._chance.choice((100, 200, 400, 700, 800, 1300)))
        self._on("fee_notified", self._day(self._chance.randint(1, 2)), fee_amount=amount)
        self._after("fee_delivered", 0, 2)
        if self._chance.random() < 0.2:
            self._after("fee_lapsed", 21, 23, actor=Role.SIGNER)
            return True
        self._after("fee_paid", 1, 15)
        return False

    def _decided(self, outcome: str) -> None:
        """The reply, mostly in time, and its delivery. A fee that lapsed has decided the case already."""
        if outcome != "fee_lapsed":
            due = self._due()
            assert due is not None, "nothing stops the clock any more"
            room = max(1, self._scene.working.count(self._at, due))
            late = self._chance.random() < 0.015
            days = room + self._chance.randint(1, 12) if late else int(self._chance.triangular(1, room, room * 0.8))
            self._on("decided", self._day(days), actor=Role.SIGNER, **self._grounds(outcome))
        self._after("delivered", 1, 4)

    def _grounds(self, outcome: str) -> dict[str, object]:
        given: dict[str, object] = {"outcome": outcome, "secrecy_reviewed": True}
        given |= {"touches_third_party": bool(self._party), "basis": OUTCOME[outcome].law[:1]}
        if outcome == "repeated":
            given["earlier_number"] = f"{self._scene.word}〔{self._at.year}〕{self._chance.randint(1, 9)}号"
        return {**given, "basis_text": REASONS.get(outcome, "")}

    def _last(self, kind: str) -> bool:
        return any(one.event.kind == kind for one in self.told)

    def _due(self) -> date | None:
        ledger = Ledger(tuple(one.event for one in self.told))
        due = due_of(standing(ledger, self._scene.working), self._scene.working)
        return due.day if due else None

    def _day(self, days: int) -> date:
        return self._scene.working.add(self._at, days)

    def _after(self, kind: str, least: int, most: int, **given: object) -> None:
        """An event so many working days after the one before."""
        self._on(kind, self._day(self._chance.randint(least, most)), **given)

    def _on(self, kind: str, day: date, **given: object) -> None:
        if day > self._scene.until:
            raise _NotYet
        days, party, channel = given.pop("days", None), given.pop("party", ""), given.pop("channel", "")
        event = Event(kind, day, days=days, party=str(party), channel=str(channel))  # type: ignore[arg-type]
        facts = replace(Facts(actor=stages.MOVE[kind].who), **given)  # type: ignore[arg-type]
        self.told.append(Happened(event, facts))
        self._at = day
