"""What can happen to an application in law, and the ledger it is written into. Events are appended, never edited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from gongkai.sources import FEE_MEASURES, REGULATIONS, Citation


class Effect(Enum):
    """What an event does to the clock of the reply. Stopping and starting again are different law."""

    STARTS = "开始计算"
    STARTS_AGAIN = "重新计算"
    WAITS = "等待申请人，期限未起算"
    STOPS = "停止计算"
    RESUMES = "恢复计算"
    LENGTHENS = "延长"
    ENDS = "终结"
    NOTHING = "不影响"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: key, Chinese words, effect on the clock, article. ``of_party`` when it names a consulted party."""

    key: str
    words: str
    effect: Effect
    law: Citation
    of_party: bool = False


# fmt: off
KINDS = (
    Kind("received",             "收到申请",           Effect.STARTS,       REGULATIONS.art(31)),
    Kind("supplement_asked",     "告知补正",           Effect.WAITS,        REGULATIONS.art(30)),
    Kind("supplement_delivered", "申请人收到补正告知书", Effect.NOTHING,    REGULATIONS.art(30)),
    Kind("supplement_received",  "收到补正",           Effect.STARTS_AGAIN, REGULATIONS.art(30)),
    Kind("supplement_lapsed",    "逾期不补正",         Effect.ENDS,         REGULATIONS.art(30)),
    Kind("opinion_requested",    "征求第三方意见",     Effect.STOPS,        REGULATIONS.art(33, 3), of_party=True),
    Kind("opinion_delivered",    "第三方收到征求意见书", Effect.NOTHING,    REGULATIONS.art(32), of_party=True),
    Kind("opinion_received",     "收到第三方意见",     Effect.RESUMES,      REGULATIONS.art(33, 3), of_party=True),
    Kind("opinion_silent",       "第三方逾期未提出意见", Effect.RESUMES,    REGULATIONS.art(32), of_party=True),
    Kind("comaker_consulted",    "征求共同制作机关意见", Effect.STOPS,      REGULATIONS.art(33, 3), of_party=True),
    Kind("comaker_delivered",    "共同制作机关收到征求意见书", Effect.NOTHING, REGULATIONS.art(34), of_party=True),
    Kind("comaker_answered",     "共同制作机关答复",   Effect.RESUMES,      REGULATIONS.art(34), of_party=True),
    Kind("comaker_silent",       "共同制作机关逾期未答复，视为同意公开", Effect.RESUMES, REGULATIONS.art(34), of_party=True),
    Kind("extended",             "延长答复期限",       Effect.LENGTHENS,    REGULATIONS.art(33, 2)),
    Kind("reasons_asked",        "要求说明理由",       Effect.NOTHING,      REGULATIONS.art(35)),
    Kind("reasons_given",        "收到理由说明",       Effect.NOTHING,      REGULATIONS.art(35)),
    Kind("postponed",            "延迟答复",           Effect.LENGTHENS,    REGULATIONS.art(35)),
    Kind("fee_notified",         "发出收费通知",       Effect.WAITS,        REGULATIONS.art(42)),
    Kind("fee_delivered",        "申请人收到收费通知书", Effect.NOTHING,    FEE_MEASURES.part("缴费期限")),
    Kind("fee_paid",             "缴纳信息处理费",     Effect.STARTS_AGAIN, FEE_MEASURES.part("缴费后办理")),
    Kind("fee_lapsed",           "逾期未缴费",         Effect.ENDS,         REGULATIONS.art(42)),
    Kind("transferred",          "移送",               Effect.ENDS,         REGULATIONS.art(41)),
    Kind("withdrawn",            "申请人撤回",         Effect.ENDS,         REGULATIONS.art(45)),
    Kind("decided",              "作出答复",           Effect.ENDS,         REGULATIONS.art(36)),
    Kind("delivered",            "送达答复",           Effect.NOTHING,      REGULATIONS.art(40)),
    Kind("reopened",             "重新办理",           Effect.STARTS,       REGULATIONS.art(51)),
)
# fmt: on
KIND = {k.key: k for k in KINDS}


@dataclass(frozen=True, slots=True)
class Channel:
    """How an application arrives and what fixes the day of receipt (art. 31)."""

    key: str
    words: str
    rule: str
    law: Citation = field(default=REGULATIONS.art(31))


# fmt: off
CHANNELS = (
    Channel("counter", "当面提交", "以提交之日为收到申请之日"),
    Channel("registered_post", "需要签收的邮寄", "以行政机关签收之日为收到申请之日"),
    Channel("post", "平常信函等无需签收的邮寄", "应当于收到申请的当日与申请人确认，以确认之日为收到申请之日"),
    Channel("internet", "互联网渠道", "以双方确认之日为收到申请之日"),
    Channel("fax", "政府信息公开工作机构的传真", "以双方确认之日为收到申请之日"),
)
# fmt: on
CHANNEL = {c.key: c for c in CHANNELS}


class Unlawful(ValueError):
    """An event that cannot be: the message is one Chinese sentence with the rule, ``law`` the citation or None.

    ``key`` names what forbids it: the key of a condition, ``stage`` or ``order``.
    """

    def __init__(self, message: str, law: Citation | None = None, *, key: str = "order") -> None:
        super().__init__(f"{message}（依据：{law}）" if law else message)
        self.law, self.key = law, key


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day. ``days`` is the length of an extension or postponement, of the period given for a
    supplement, for reasons or for payment, or of an ordered new term, in working days; ``party`` names the consulted
    party, or the organ transferred to; ``channel`` how the application came."""

    kind: str
    on: date
    days: int | None = None
    party: str = ""
    channel: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KIND:
            raise Unlawful(f"没有「{self.kind}」这种事件；可用的有：{'、'.join(KIND)}。")
        if self.days is not None and not 0 < self.days <= 250:
            raise Unlawful(f"「{KIND[self.kind].words}」的天数 {self.days} 不合理，应为 1 至 250 个工作日。")
        if self.kind == "postponed" and self.days is None:
            raise Unlawful("「延迟答复」没有法定天数，请填写延迟多少个工作日。", REGULATIONS.art(35))
        if self.channel and self.channel not in CHANNEL:
            raise Unlawful(f"没有「{self.channel}」这种渠道；可用的有：{'、'.join(CHANNEL)}。", REGULATIONS.art(31))

    @property
    def effect(self) -> Effect:
        """What the event does to the clock, before settings."""
        return KIND[self.kind].effect


_OPINION, _COMAKER, _SUPPLEMENT, _FEE = (
    ("opinion_requested",),
    ("comaker_consulted",),
    ("supplement_asked",),
    ("fee_notified",),
)
# What must have happened before, any one of them.
FOLLOWS = {
    "opinion_delivered": _OPINION,
    "opinion_received": _OPINION,
    "opinion_silent": _OPINION,
    "comaker_delivered": _COMAKER,
    "comaker_answered": _COMAKER,
    "comaker_silent": _COMAKER,
    "supplement_delivered": _SUPPLEMENT,
    "supplement_received": _SUPPLEMENT,
    "supplement_lapsed": _SUPPLEMENT,
    "fee_delivered": _FEE,
    "fee_paid": _FEE,
    "fee_lapsed": _FEE,
    "reasons_given": ("reasons_asked",),
    "postponed": ("reasons_asked",),
    "delivered": ("decided", "supplement_lapsed", "fee_lapsed"),
}


@dataclass(frozen=True, slots=True)
class Ledger:
    """The events of one application in the order they happened. ``append`` gives a new ledger; nothing is ever changed."""

    events: tuple[Event, ...] = ()

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Ledger":
        """A ledger from events; they must already be in order. Raises Unlawful."""
        ledger = cls()
        for event in events:
            ledger = ledger.append(event)
        return ledger

    def append(self, event: Event) -> "Ledger":
        """The ledger with one event more. Raises Unlawful when the event cannot follow the others in time or in logic.

        This is the order of facts only; whether a step is allowed is a matter of ``gongkai.law.stages``.
        """
        words = KIND[event.kind].words
        if not self.events:
            if event.kind != "received":
                raise Unlawful(f"第一件事应当是「收到申请」，不能是「{words}」。", REGULATIONS.art(31))
            return Ledger((event,))
        if event.kind == "received":
            raise Unlawful("一件申请只能收到一次；重新办理请用「reopened」。", REGULATIONS.art(31))
        if event.on < self.events[-1].on:
            raise Unlawful(
                f"「{words}」的日期 {event.on} 早于前一件事（{self.events[-1].on}）；请按先后登记。",
                REGULATIONS.art(45),
            )
        needed = FOLLOWS.get(event.kind, ())
        party = event.party if KIND[event.kind].of_party else None
        if needed and not any(self.last(kind, party) for kind in needed):
            first = KIND[needed[0]]
            asked = f"（{party}）" if party else ""
            raise Unlawful(f"还没有「{first.words}」{asked}，不能有「{words}」；请先登记前一件事。", first.law)
        return Ledger((*self.events, event))

    def last(self, kind: str, party: str | None = None) -> Event | None:
        """The latest event of a kind (of one party, when named), or None."""
        for event in reversed(self.events):
            if event.kind == kind and (party in (None, "") or event.party == party):
                return event
        return None

    @property
    def this_round(self) -> "Ledger":
        """The events since the application was last reopened, or all of them."""
        for index in range(len(self.events) - 1, 0, -1):
            if self.events[index].kind == "reopened":
                return Ledger(self.events[index:])
        return self
