"""What somebody should look at in a case. Nothing here stops anything: a court that accepted a case has accepted it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.law.outcomes import OUTCOME
from gongkai.law.remedies import (
    COURSE,
    RECONSIDERATION_FIRST,
    RECONSIDERATION_FIRST_SINCE,
    SILENCE_FIRST,
    TERMS,
    Route,
    Term,
    counting_organ,
    last_day,
    route,
    term_on,
)
from gongkai.web.remedies import terms
from gongkai.web.remedies.models import Remedy
from gongkai.workdays import CalendarEnds, WorkingCalendar

# Calendar days ahead that a last day to answer is called near.
SOON = 5


@dataclass(frozen=True, slots=True)
class Caution:
    """A key, one Chinese sentence, the article (empty when none), and whether it concerns our own duty today."""

    key: str
    words: str
    law: str = ""
    urgent: bool = False


def of(remedy: Remedy, calendar: WorkingCalendar, *, on: date, limits: tuple[Term, ...] = TERMS) -> list[Caution]:
    """Everything to look at in a case on a day, the urgent first; nothing for a voided one. ``limits``: the terms to contest
    in force."""
    if remedy.voided_on:
        return []
    found = [*_answer(remedy, calendar, on), *_way(remedy), *_term(remedy, calendar, limits), *_gaps(remedy)]
    return sorted(found, key=lambda w: not w.urgent)


def _answer(remedy: Remedy, calendar: WorkingCalendar, on: date) -> list[Caution]:
    due = remedy.answer_due
    if remedy.ended_on:
        return []
    if due is None:
        why = "" if remedy.answered_on else terms.why_unknown(remedy, calendar)
        words = f"不能计算答复（举证）期限：{why}请按通知书写明的期限办理。"
        return [Caution("answer_unknown", words, urgent=True)] if why else []
    if remedy.answered_on:
        late = remedy.answered_on > due
        return [Caution("answered_late", f"答复（答辩）于 {remedy.answered_on} 提交，晚于期限 {due}。")] if late else []
    found = terms.term_of(remedy)
    law = found.source if found else ""
    if due < on:
        return [Caution("answer_late", f"答复（举证）期限 {due} 已过，还没有登记提交；请立即核对。", law, urgent=True)]
    if due <= on + timedelta(days=SOON):
        return [Caution("answer_soon", f"答复（举证）期限 {due} 将到，还没有登记提交。", law, urgent=True)]
    return []


def _way(remedy: Remedy) -> list[Caution]:
    """A suit where the law wants reconsideration first."""
    if remedy.course != "direct_suit":
        return []
    if after := _after(remedy):
        return after
    if not remedy.outcome:
        return _silence(remedy)
    if remedy.replied_on is None:
        return []
    way, law = route(OUTCOME[remedy.outcome], remedy.replied_on), "；".join(map(str, RECONSIDERATION_FIRST))
    if way is Route.EITHER:
        return []
    words = f"对这一答复，{way.value}；本案是未经复议直接起诉。法院已经立案的照实登记，答辩时可以提出。"
    return [Caution("reconsideration_first", words, law)]


def _after(remedy: Remedy) -> list[Caution]:
    """A suit entered as direct though the reconsideration of the same application had ended: table 4 keeps the two apart."""
    brought = remedy.filed_on or remedy.accepted_on
    if brought is None or not remedy.application_number:
        return []
    same = Remedy.objects.filter(organ=remedy.organ, application_number=remedy.application_number, voided_on=None)
    before = same.filter(course="reconsideration", ended_on__lte=brought).order_by("-ended_on").first()
    if before is None:
        return []
    words = (
        f"申请 {remedy.application_number} 的行政复议{f'（{before.case_number}）' if before.case_number else ''}已于 "
        f"{before.ended_on} 审结，本案登记的却是“{COURSE[remedy.course].words}”；是复议后起诉的，请作废本案，"
        f"按“{COURSE['suit_after_reconsideration'].words}”另行登记并关联该复议，表四分开统计。"
    )
    return [Caution("reconsidered_before", words, str(COURSE[remedy.course].law))]


def _silence(remedy: Remedy) -> list[Caution]:
    """A suit with no reply on file: over silence, which since 2024 has its own item in the same list, or over a reply that is
    not entered. Which of both only people know, so this asks."""
    brought = remedy.filed_on or remedy.accepted_on
    if brought is None or brought < RECONSIDERATION_FIRST_SINCE:
        return []
    words = (
        "没有登记被诉的答复。起诉的是逾期不答复的，属于没有履行法定职责，2024年1月1日起一般也应当先申请行政复议"
        "（这一项条文尚待核对原文）；起诉的是某个答复的，请补填办理结果和答复日期。法院已经立案的照实登记。"
    )
    return [Caution("silence_first", words, str(SILENCE_FIRST))]


def _term(remedy: Remedy, calendar: WorkingCalendar, limits: tuple[Term, ...]) -> list[Caution]:
    """Whether the case was brought after its term."""
    since, issued = _since(remedy)
    if remedy.filed_on is None or since is None or issued is None:
        return []
    try:
        term = term_on(remedy.course, issued, limits)
        last = last_day(term, since, calendar)
    except (CalendarEnds, ValueError) as error:
        return [Caution("term_unknown", f"不能判断是否超过期限：{error}")]
    if remedy.filed_on <= last.day:
        return []
    unsure = "（这一期限的条文尚待核对原文）" if term.unverified else ""
    words = f"{COURSE[remedy.course].words}的期限（{term.words}）自 {since} 起至 {last.day} 届满，本案于 {remedy.filed_on} 提出{unsure}；是否受理由复议机关或者法院决定。"
    return [Caution("term_passed", words, str(term.law))]


def _since(remedy: Remedy) -> tuple[date | None, date | None]:
    """The day the term counts from, and the day of the letter whose rules it follows."""
    if remedy.course != "suit_after_reconsideration":
        return remedy.known_on or remedy.replied_on, remedy.replied_on
    before = remedy.before
    return (before.served_on or before.ended_on, before.ended_on) if before else (None, None)


def _gaps(remedy: Remedy) -> list[Caution]:
    found = []
    if remedy.accepted_on is None:
        words = (
            "没有受理（立案）就已终结，不计入年报。"
            if remedy.ended_on
            else "还没有登记受理（立案）日期，本案暂不计入年报。"
        )
        found.append(Caution("not_accepted", words))
    if not remedy.case_number:
        found.append(Caution("no_number", "还没有案号，不能发现重复登记；收到案号后请补上。"))
    if remedy.course == "suit_after_reconsideration" and remedy.before is None:
        found.append(Caution("no_reconsideration", "还没有关联此前的行政复议；已登记的请在“修改案件”中选择。"))
    if remedy.before is not None:
        found += _too_early(remedy, remedy.before)
    if not remedy.counted:
        who = counting_organ(remedy.original, remedy.defendants)
        found.append(Caution("not_counted", f"本案由“{who}”统计，不计入本机关年报表四。"))
    return found


def _too_early(remedy: Remedy, before: Remedy) -> list[Caution]:
    """A suit brought before its reconsideration was decided: right where the suit is over the decision not coming."""
    brought = remedy.filed_on or remedy.accepted_on
    if brought is None or (before.ended_on and before.ended_on <= brought):
        return []
    state = f"到 {before.ended_on} 才审结" if before.ended_on else "还没有审结"
    words = (
        f"此前的行政复议{state}，本案却在 {brought} 已经提出；不是起诉复议机关逾期不作决定的，请核对两件案件的日期。"
    )
    return [Caution("reconsideration_open", words)]
