"""Drafting a decision, sending it through review, and what signing does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.documents import letters
from gongkai.law import stages
from gongkai.law.conditions import REFUSED, Facts
from gongkai.law.conditions import Role as LawRole
from gongkai.law.events import Event, Unlawful
from gongkai.law.outcomes import OUTCOME
from gongkai.sources import Citation
from gongkai.web.applications import answerfiles
from gongkai.web.applications.ledgers import ledger_of, the_calendar, the_rules, the_terms
from gongkai.web.applications.models import Application, ApplicationEvent, Decision
from gongkai.web.applications.steps import StepInput, elements_of, locked, take
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Role
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.models import Kind, Opinion, Review
from gongkai.web.review.operations import Stale

# An application that asks for a record to be put right is dealt with under 条例第四十一条 and stands among the other endings;
# its letter belongs to no outcome of its own.
ALSO_ANNOUNCES = {"other": ("rectification",)}

# Ways of providing that need a file in the system; anything else is handed over, sent or written in the letter itself.
_ELECTRONIC = re.compile("电子|网上|邮件")

# What is written in a draft; the log has each as it stood before and after.
_WRITTEN = ("outcome", "letter", "reason", "elements", "basis")


def letters_of(outcome: str) -> list[letters.Letter]:
    """The letters that can announce an outcome, the usual one first."""
    found = [x for x in letters.LETTERS if x.outcome == outcome and x.contestable]
    also = [letters.LETTER[key] for key in ALSO_ANNOUNCES.get(outcome, ())]
    return [*sorted(found, key=lambda x: x.key != outcome), *also]


def letter_for(outcome: str, law: Sequence[Citation]) -> letters.Letter:
    """The letter that announces an outcome for some articles: 第三十六条第（四）项 and 第（五）项 are one row of the form
    and two letters. The usual one when no letter rests on any of them first."""
    usable = letters_of(outcome)
    return next((x for x in usable if x.basis[0] in law), usable[0])


def _basis(outcome: str, letter: str) -> tuple[Citation, ...]:
    """The articles the chosen letter rests on: of an outcome with alternatives, only that one's."""
    declared = letters.LETTER.get(letter)
    return declared.basis if declared is not None and declared.outcome == outcome else OUTCOME[outcome].law


def opinions(application: Application) -> list[ApplicationEvent]:
    """What each third party said last, also before the application was reopened: a refusal binds until the party is asked
    again (条例第三十二条). Who was asked again and has not answered has said nothing yet."""
    said: dict[str, ApplicationEvent] = {}
    for row in application.events.all():
        if row.kind == "opinion_requested":
            said.pop(row.party, None)
        elif row.kind == "opinion_received":
            said[row.party] = row
    return list(said.values())


def facts_of(decision: Decision, *, signed: bool, secrecy: bool) -> Facts:
    """The facts the law's conditions ask of a decision. A release overrules the third parties who refused with reasons
    (条例第三十二条), whichever round they did it in; who agreed or gave no reason is not overruled."""
    return Facts(
        actor=LawRole.SIGNER if signed else LawRole.CLERK,
        outcome=decision.outcome,
        basis=_basis(decision.outcome, decision.letter),
        basis_text=decision.reason,
        secrecy_reviewed=secrecy,
        earlier_number=str(decision.elements.get("earlier_number", "")),
        touches_third_party=decision.application.touches_third_party,
        overruled=tuple(row.party for row in opinions(decision.application) if row.facts.get("position") == REFUSED),
        public_interest=str(decision.elements.get("public_interest", "")),
    )


@transaction.atomic
def draft(
    application: Application,
    *,
    outcome: str,
    letter: str,
    reason: str,
    elements: Mapping[str, object],
    viewer: Viewer,
    version: int | None = None,
) -> Decision:
    """Save the draft of the decision; a draft under review is not changed.

    Raises Stale when another saved meanwhile, PermissionDenied for others than the office and the handling unit,
    ValueError for an outcome or a letter that does not fit.
    """
    assert viewer.person is not None
    if not viewer.has(Role.CLERK, Role.HANDLER, Role.HEAD, organ=application.organ):
        raise PermissionDenied("草拟答复须由经办人或承办处室办理。")
    if outcome not in OUTCOME or letter not in {x.key for x in letters_of(outcome)}:
        raise ValueError("请选定办理结果和与之相符的文书。")
    fresh = locked(application, None)
    if under_review(fresh):
        raise Stale("答复正在审核，不能修改；请先撤回送审。")
    current = _open_draft(fresh)
    if current is None:
        current = Decision(application=fresh, drafted_by=viewer.person, drafted_at=timezone.now())
    elif version is not None and current.version != version:
        raise Stale("这份答复稿刚被别人改过，您的修改没有保存；请刷新后合并。")
    before = log.standing(current if current.pk else None, *_WRITTEN)
    current.outcome, current.letter, current.reason = outcome, letter, reason.strip()
    current.elements = {k: v for k, v in elements.items() if v}
    current.basis = "、".join(str(c) for c in _basis(outcome, letter))
    current.version += 1
    current.save()
    changed = log.change(before, log.standing(current, *_WRITTEN)) | {"version": current.version}
    words = f"草拟答复：{OUTCOME[outcome].words}"
    log.append("drafted", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=changed)
    return current


def _open_draft(application: Application) -> Decision | None:
    """The draft that is written at. A decision that was signed stays as it is: after a reopening a new one begins."""
    current = application.decisions.filter(current=True).first()
    if current is not None and reviews_of(current).filter(state=Review.State.SIGNED).exists():
        Decision.objects.filter(pk=current.pk).update(current=False)
        return None
    return current


def reviews_of(decision: Decision) -> QuerySet[Review]:
    """The passages of a decision through review."""
    type_ = ContentType.objects.get_for_model(Decision)
    return Review.objects.filter(subject_type=type_, subject_id=decision.pk)


def is_signed(decision: Decision) -> bool:
    """Whether the decision went through review to the signature."""
    return reviews_of(decision).filter(state=Review.State.SIGNED).exists()


def under_review(application: Application) -> Review | None:
    """The open review of the application's decision, if any."""
    current = application.decisions.filter(current=True).first()
    return None if current is None else open_review(current)


def open_review(decision: Decision) -> Review | None:
    """The open review of a decision, if any."""
    return reviews_of(decision).filter(state=Review.State.OPEN).first()


def releases(decision: Decision) -> bool:
    """Whether something is provided with the letter: all or a part of it, and not by telling where it is public."""
    return OUTCOME[decision.outcome].releases and decision.letter != "already_public"


def unprovided(decision: Decision) -> str:
    """Why the applicant would not get what the letter releases, in Chinese (条例第三十六条第二项、第四十条); empty when they
    will: a letter that says 电子 or 网上 needs its file."""
    if not releases(decision) or not _ELECTRONIC.search(str(decision.elements.get("provision", ""))):
        return ""
    if answerfiles.drafted(decision.application).exists():
        return ""
    return (
        "文书写明以电子方式提供，但没有答复附件，申请人将拿不到信息；请在「答复附件」里添加文件，"
        "内容已经写在文书里的，请改写「提供方式」（条例第三十六条第二项、第四十条）。"
    )


def problems(decision: Decision, *, on: date) -> list[str]:
    """Why the decision could not be issued on a day, in Chinese; empty when it could. Signing and the secrecy review are
    still to come and not counted."""
    application = decision.application
    ledger = ledger_of(application.events.all())
    facts = facts_of(decision, signed=True, secrecy=True)
    decided = Event("decided", on)
    refused = stages.refusals(ledger, decided, facts=facts, calendar=the_calendar(), rules=the_rules())
    found = [str(r) for r in refused]
    missing = unprovided(decision)
    found += [missing] if missing else []
    named, known = decision.elements.get("responsible_organ"), decision.elements.get("responsible_known")
    if decision.letter == "not_this_organ" and known and (known == "能够确定") != bool(named):
        found.append(
            "能够确定负责公开的机关的，写明其名称、联系方式；不能确定的，「负责公开的机关」留空（条例第三十六条第五项）。"
        )
    try:
        letters.prepare(
            decision.letter,
            {**elements_of(application, ledger, facts, on=on, number="公开〔2000〕1号"), **decision.elements},
            terms=the_terms(),
        )
    except (letters.MissingElements, letters.BadElement, ValueError) as error:
        found.append(str(error))
    return found


@transaction.atomic
def send_for_review(decision: Decision, *, viewer: Viewer, on: date) -> Review:
    """Send the draft through the organ's chain. Raises Unlawful with the first problem, Stale when it is there already."""
    found = problems(decision, on=on)
    if found:
        raise Unlawful(found[0])
    application = decision.application
    title = f"{application.number} {application.subject}：{OUTCOME[decision.outcome].words}"
    return review.start(
        decision, organ=application.organ, kind=Kind.ANSWER, title=title, viewer=viewer, unit=application.unit
    )


def refusal(passage: Review, viewer: Viewer) -> str:
    """Why the viewer may not take the waiting step, in Chinese; empty when they may. Who wrote at a draft does not review
    it, neither for themselves nor as somebody's deputy."""
    found = review.may_decide(passage, viewer)
    decision = passage.subject
    if found or not isinstance(decision, Decision) or passage.step is None:
        return found
    wrote = log.of(decision.application).filter(kind="drafted", at__gte=decision.drafted_at)
    authors = {decision.drafted_by_id, passage.started_by_id, *wrote.values_list("actor", flat=True)}
    behalf = viewer.acting_for(str(passage.step["role"]), organ=passage.organ_id)
    if viewer.person is not None and viewer.person.pk in authors:
        return "起草人不能审核自己起草的答复。"
    if behalf is not None and behalf.pk in authors:
        return f"{behalf}起草了这份答复，不能由代理人代为审核。"
    return ""


@transaction.atomic
def decide(
    passage: Review, *, verdict: Opinion.Verdict, comment: str, version: int, viewer: Viewer, on: date
) -> Review:
    """Take a step of the review; the last signature issues the decision and its letter in the same transaction.

    Raises what ``review.decide`` and ``steps.take`` raise.
    """
    why = refusal(passage, viewer)
    if why and passage.version == version:
        raise PermissionDenied(why)
    after = review.decide(passage, verdict=verdict, comment=comment, version=version, viewer=viewer)
    decision = after.subject
    if after.state == Review.State.SIGNED and isinstance(decision, Decision):
        passed = {str(s["role"]) for s in after.steps}
        facts = facts_of(decision, signed=True, secrecy=str(Role.SECRECY_REVIEWER) in passed)
        step = StepInput(Event("decided", on), facts, decision.elements, letter=decision.letter)
        take(decision.application, step, viewer=viewer)
    return after


def issued(passage: Review) -> ApplicationEvent | None:
    """The decision a review ended in, as it stands in the case; None before it is signed. A case that was reopened has more
    than one."""
    decision = passage.subject
    if passage.state != Review.State.SIGNED or not isinstance(decision, Decision):
        return None
    rows = decision.application.events.filter(kind="decided", at__gte=passage.ended_at)
    return rows.order_by("order").first()
