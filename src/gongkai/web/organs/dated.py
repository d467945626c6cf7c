"""Settings that count from a day on: what may be set and the usual value of each; which value is in force on a day.

Two sorts: figures of the law whose text was not read at its source, and the platform's own. Entries are only appended
(``models.Setting``); who may enter one, and what it moves, is ``gongkai.web.system.setting``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from django.utils import timezone

from gongkai.law.answering import ANSWER_TERMS
from gongkai.law.deadlines import DEADLINE, RULES
from gongkai.law.fees import PAGE_UNITS
from gongkai.law.remedies import TERMS
from gongkai.sources import FEE_MEASURES, REGULATIONS
from gongkai.web.organs.models import Setting


class Kind(Enum):
    """What a value is: a whole number, yes or no, several whole numbers, words."""

    WHOLE = "whole"
    YES = "yes"
    SEVERAL = "several"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Dated:
    """A setting: key, name, what it does, the value without any entry and the day that counts from, its source.

    ``moves`` when the clocks of open cases hang on it: such a figure may be put right for days that are past, for it says
    what the law was. ``least`` and ``most`` bound a number.
    """

    key: str
    name: str
    effect: str
    usual: Any
    since: date
    source: str
    kind: Kind = Kind.WHOLE
    unit: str = ""
    least: int = 1
    most: int = 60
    law: bool = False
    moves: bool = False

    def read(self, text: str) -> Any:
        """A value from what was typed. ValueError with one Chinese sentence."""
        return _READ[self.kind](self, text.strip())

    def said(self, value: Any) -> str:
        """A value in words."""
        if self.kind is Kind.YES:
            return "是" if value else "否"
        if self.kind is Kind.SEVERAL:
            return "、".join(map(str, value)) + f" {self.unit}"
        return f"{value} {self.unit}".strip()


def _whole(row: Dated, text: str) -> int:
    if not text.isdecimal() or len(text) > 6 or not row.least <= int(text) <= row.most:
        raise ValueError(f"“{row.name}”应填 {row.least} 到 {row.most} 之间的整数（单位：{row.unit}）。")
    return int(text)


def _yes(row: Dated, text: str) -> bool:
    if text not in ("是", "否"):
        raise ValueError(f"“{row.name}”只能选“是”或者“否”。")
    return text == "是"


def _several(row: Dated, text: str) -> list[int]:
    parts = [p for p in text.replace("，", " ").replace("、", " ").replace(",", " ").split() if p]
    if not 1 <= len(parts) <= 10:
        raise ValueError(f"“{row.name}”应填 1 到 10 个数，用顿号隔开，例如 5、3、1、0。")
    return sorted({_whole(row, part) for part in parts}, reverse=True)


def _words(row: Dated, text: str) -> str:
    if not 2 <= len(text) <= 60 or "\n" in text:
        raise ValueError(f"“{row.name}”应写成 2 到 60 个字的一句话。")
    return text


_READ: dict[Kind, Callable[[Dated, str], Any]] = {
    Kind.WHOLE: _whole,
    Kind.YES: _yes,
    Kind.SEVERAL: _several,
    Kind.WORDS: _words,
}
_NOW = RULES[-1]
_TERM = {t.key: t for t in TERMS}
_ANSWER = {t.key: t for t in ANSWER_TERMS}
_PAGE = {u.carrier: u for u in PAGE_UNITS}
_FIRST = date(2026, 1, 1)  # the platform's own settings: since the platform is


def _remedy(key: str, name: str, unit: str, most: int) -> Dated:
    term = _TERM[key]
    effect = f"自该日起发出的文书所写的期限，从{term.counts_from}起算；已经发出的文书不变"
    return Dated(key, name, effect, term.days or term.months, term.since, str(term.law), unit=unit, most=most, law=True)


def _answer(key: str) -> Dated:
    term = _ANSWER[key]
    effect = "自该日起收到副本的案件，本机关几日内提交答复（答辩）和证据"
    unit = "个工作日" if term.working else "日"
    return Dated(key, f"{term.words}的期限", effect, term.days, term.since, str(term.law), unit=unit, most=90, law=True)


def _pages(carrier: str, name: str) -> Dated:
    unit = _PAGE[carrier]
    return Dated(
        f"page_{carrier}",
        name,
        "登记收费时怎样数页，显示在收费通知的页数旁",
        unit.words,
        unit.since,
        str(unit.law),
        Kind.WORDS,
        law=True,
    )


SETTINGS = (
    Dated(
        "fee_payment",
        "缴费期限",
        "收到收费通知之日的次日起，申请人多少个工作日内缴费；适用于自该日起收到的申请",
        _NOW.fee_payment,
        FEE_MEASURES.since or _NOW.since,
        str(DEADLINE["fee_payment"].law),
        unit="个工作日",
        law=True,
        moves=True,
    ),
    Dated(
        "fee_restarts",
        "缴费后重新计算期限",
        "“是”：缴费的次日起重新计算答复期限；“否”：等候缴费的时间不计，缴费后接着计算",
        _NOW.fee_restarts,
        FEE_MEASURES.since or _NOW.since,
        str(FEE_MEASURES.part("缴费后办理")),
        Kind.YES,
        law=True,
        moves=True,
    ),
    Dated(
        "fee_levied",
        "可以收取信息处理费",
        "自该日起收到的申请，数量、频次明显超过合理范围的，可以收取信息处理费；办法的施行日核对有出入的，在这里更正",
        _NOW.fee_levied,
        FEE_MEASURES.since or _NOW.since,
        str(REGULATIONS.art(42)),
        Kind.YES,
        law=True,
        moves=True,
    ),
    Dated(
        "reasons_stop",
        "说明理由期间停止计算",
        "请申请人说明理由（大量反复申请）时，答复期限是否停止计算",
        _NOW.reasons_stop,
        REGULATIONS.since or _NOW.since,
        str(REGULATIONS.art(35)),
        Kind.YES,
        law=True,
        moves=True,
    ),
    _remedy("reconsideration", "申请行政复议的期限", "日", 365),
    _remedy("direct_suit", "直接提起行政诉讼的期限", "个月", 24),
    _remedy("suit_after_reconsideration", "复议后起诉的期限", "日", 365),
    *(_answer(key) for key in _ANSWER),
    _pages("paper", "纸质材料怎样计页"),
    _pages("electronic", "电子材料怎样计页"),
    Dated(
        "publish_threshold",
        "几人申请相同信息时提请主动公开",
        "不同申请人达到这个数，提请机关考虑主动公开；机关自己设定了人数的，按机关的",
        3,
        _FIRST,
        str(REGULATIONS.art(44)),
        unit="人",
        least=2,
        most=100,
    ),
    Dated(
        "reminder_days",
        "到期前几个工作日提醒",
        "在系统内和用电子邮件提醒办理的人；0 是到期当天；逾期后每个工作日提醒",
        [5, 3, 1, 0],
        _FIRST,
        "平台设定",
        Kind.SEVERAL,
        unit="个工作日",
        least=0,
        most=20,
    ),
    Dated(
        "report_reminder_days",
        "年度报告到期前几天提醒",
        "上一年度的报告没有公开的，在系统内和用电子邮件提醒公开办；按自然日计算到 1 月 31 日（政府的年度报告到 3 月 31 日），逾期后每 7 天提醒",
        [30, 14, 7, 3, 1, 0],
        _FIRST,
        "平台设定（期限：" + str(REGULATIONS.art(49)) + "）",
        Kind.SEVERAL,
        unit="天",
        least=0,
        most=30,
    ),
    Dated(
        "idle_minutes",
        "多久没有操作自动退出",
        "登录后没有操作，超过这个时间须重新登录",
        30,
        _FIRST,
        "平台设定（网络安全等级保护：登录连接超时自动退出）",
        unit="分钟",
        least=5,
        most=240,
    ),
    Dated(
        "lock_failures",
        "连续几次登录失败后锁定",
        "同一账号在同一网络地址上连续输错密码达到这个次数，暂时锁定",
        5,
        _FIRST,
        "平台设定（网络安全等级保护：登录失败处理）",
        unit="次",
        least=3,
        most=10,
    ),
    Dated(
        "lock_minutes",
        "锁定多久",
        "锁定期间用正确的密码也不能登录；安全管理员可以提前解锁",
        15,
        _FIRST,
        "平台设定（网络安全等级保护：登录失败处理）",
        unit="分钟",
        least=5,
        most=1440,
    ),
)
SETTING = {row.key: row for row in SETTINGS}

_known: ContextVar[dict[str, tuple[Setting, ...]] | None] = ContextVar("dated", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Within it the entries are read once: for the length of one web request."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def forget() -> None:
    """Read the entries again: one was added."""
    known = _known.get()
    if known is not None:
        known.clear()


def entries() -> tuple[Setting, ...]:
    """Every entry, in the order in which they take over from one another."""
    known = _known.get()
    if known is None:
        return _all()
    if "all" not in known:
        known["all"] = _all()
    return known["all"]


def _all() -> tuple[Setting, ...]:
    return tuple(Setting.objects.order_by("since", "pk"))


def entry_on(key: str, on: date, among: Sequence[Setting] | None = None) -> Setting | None:
    """The entry in force on a day: of those begun by then the latest, and of one day the last entered; None: the usual."""
    rows = [e for e in (entries() if among is None else among) if e.key == key and e.since <= on]
    return rows[-1] if rows else None


def value(key: str, on: date | None = None) -> Any:
    """The value in force on a day (today)."""
    found = entry_on(key, on or timezone.localdate())
    return found.value if found else SETTING[key].usual


def lock_failures(*_: object) -> int:
    """After how many failures an account is locked (``AXES_FAILURE_LIMIT``)."""
    return int(value("lock_failures"))


def lock_time(*_: object) -> timedelta:
    """For how long (``AXES_COOLOFF_TIME``)."""
    return timedelta(minutes=value("lock_minutes"))
