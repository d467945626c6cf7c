"""What the page for drafting a decision needs to know: which elements the letter still lacks, what can be suggested from
the case, and how the letter would look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from django.core.exceptions import PermissionDenied
from django.db import transaction

from gongkai.documents import letters
from gongkai.documents.letters import case, template
from gongkai.documents.letters.paper import Block, Line
from gongkai.documents.letters.paper import Role as PaperRole
from gongkai.law.conditions import POSITIONS
from gongkai.law.outcomes import OUTCOME, Group
from gongkai.web.applications import answerfiles, intake, store
from gongkai.web.applications.decisions import facts_of, is_signed, opinions, releases, under_review
from gongkai.web.applications.ledgers import ledger_of, the_terms
from gongkai.web.applications.models import Application, Attachment, Decision, Letter, Message
from gongkai.web.applications.steps import elements_of, locked
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Role
from gongkai.web.review import log
from gongkai.web.review.operations import Stale

DRAFTERS = (Role.CLERK, Role.HANDLER, Role.HEAD)
# In place of the number until the letter is signed.
UNNUMBERED = "草稿，未签发，不得外发"
# What a third party must be told when its refusal is overruled (条例第三十二条).
_OVERRULING = ("public_interest", "information", "opinion")


def may_draft(application: Application, viewer: Viewer) -> bool:
    """Whether the viewer may write at the case's decision: the office and the handling unit."""
    return viewer.has(*DRAFTERS, organ=application.organ_id)


def the_draft(application: Application) -> Decision | None:
    """The current draft; None when there is none or the last decision was signed already."""
    current: Decision | None = application.decisions.filter(current=True).select_related("drafted_by").first()
    return None if current is None or is_signed(current) else current


@cache
def _named(key: str) -> tuple[letters.Element, ...]:
    """The elements a letter's template may print."""
    rows = template.load(letters.LETTER[key]).rows
    return tuple(dict.fromkeys(e for row in rows for e in row.slots() if not e.derived))


def known(application: Application, outcome: str, letter: str, *, on: date) -> dict[str, object]:
    """What the case itself gives the letter; the reason is always written by hand."""
    decision = Decision(application=application, outcome=outcome, letter=letter)
    ledger = ledger_of(application.events.all())
    found = elements_of(application, ledger, facts_of(decision, signed=True, secrecy=True), on=on, number=UNNUMBERED)
    return {k: v for k, v in found.items() if k != "reason"}


def lacking(application: Application, outcome: str, letter: str, *, on: date) -> tuple[letters.Element, ...]:
    """The elements somebody must supply before the letter can be made, beside the reason."""
    try:
        letters.prepare(letter, {**known(application, outcome, letter, on=on), "reason": "理由"}, terms=the_terms())
    except letters.MissingElements as error:
        return error.missing
    return ()


def possible(application: Application, outcome: str, letter: str, *, on: date) -> tuple[letters.Element, ...]:
    """The elements that may be added: what the template prints if given, and what overruling a third party needs."""
    have = known(application, outcome, letter, on=on)
    wanted = {e.key for e in lacking(application, outcome, letter, on=on)}
    extra = _OVERRULING if _answered(application) and OUTCOME[outcome].releases else ()
    found = (*_named(letter), *(letters.ELEMENT[key] for key in extra))
    if not application.events.filter(kind="supplement_received").exists():
        have = {**have, "supplemented": ""}
    return tuple(e for e in dict.fromkeys(found) if e.key not in have and e.key not in wanted and e.key != "reason")


def _answered(application: Application) -> bool:
    return bool(opinions(application))


def _opinion(application: Application) -> str:
    """What the consulted parties answered, for the letter; parties are not named, they may be what is protected."""
    said = []
    for row in opinions(application):
        words = POSITIONS.get(row.facts.get("position", ""), "")
        reason = str(row.facts.get("reason", ""))
        plain = words.split("，")[0] if reason else words
        said.append(f"{plain}，理由是{reason.rstrip('。')}" if plain and reason else plain)
    return "；".join(dict.fromkeys(x for x in said if x))


def needs_reason(outcome: str) -> bool:
    """Whether the decision must give reasons (everything but a full release does, 条例第三十六条第三项)."""
    return OUTCOME[outcome].group is not Group.GRANTED


def suggested(application: Application) -> dict[str, object]:
    """What can be proposed from the case, to be looked at by whoever drafts: keys of elements."""
    numbers = dict(application.letters.exclude(number="").values_list("key", "number"))
    answers = answerfiles.drafted(application)
    found: dict[str, object] = {
        "provision": f"以{application.get_form_wanted_display()}形式，通过{application.get_way_wanted_display()}方式提供",
        "supplemented": _supplemented(application),
        "enclosures": [stem(name) for name in answers.values_list("name", flat=True)],
        "supplement_number": numbers.get("supplement_notice", ""),
        "fee_number": numbers.get("fee_notice", ""),
        "opinion": _opinion(application),
    }
    earlier = _earlier(application)
    if earlier is not None:
        found |= {"earlier_number": earlier.number, "earlier_on": earlier.issued_on.isoformat()}
    return {key: value for key, value in found.items() if value}


def _supplemented(application: Application) -> str:
    """What the applicant wrote online when asked to supplement, the last time."""
    sent = application.messages.filter(side=Message.Side.APPLICANT, kind=Message.Kind.SUPPLEMENT).order_by("pk").last()
    return "" if sent is None else case.wanted(sent.text)


def cautions(decision: Decision) -> list[str]:
    """What does not stop the draft but should be looked at before it is sent and signed, in Chinese."""
    application = decision.application
    elements = decision.elements
    found = []
    names = [stem(a.name) for a in answerfiles.drafted(application)]
    listed = [stem(str(name)) for name in elements.get("enclosures") or ()]
    if releases(decision):
        found += [f"答复附件「{name}」没有写进文书的「附件名称」；请补上。" for name in names if name not in listed]
        if names:
            found += [
                f"文书列了附件「{name}」，「答复附件」里没有同名的文件；请核对。"
                for name in listed
                if name not in names
            ]
    withheld = f"{decision.reason} {elements.get('withheld', '')}"
    if re.search("个人隐私|商业秘密|第三方", withheld) and not application.touches_third_party:
        found.append(
            "不公开的理由涉及商业秘密、个人隐私，本件却「未认定涉及」第三方；请核对是否应当征求第三方意见（条例第十五条、第三十二条）。"
        )
    if application.events.filter(kind="supplement_received").exists() and not elements.get("supplemented"):
        found.append("申请已经补正，文书只写了原来的申请内容；请填写「补正后的申请内容」。")
    return found


def stem(name: str) -> str:
    """A file's name as a letter lists it: without its ending."""
    return name.rpartition(".")[0] or name


def _earlier(application: Application) -> Letter | None:
    """The last answer this applicant got from the organ in another case."""
    keys = [x.key for x in letters.LETTERS if x.outcome]
    same = Letter.objects.filter(
        key__in=keys,
        application__organ=application.organ_id,
        application__applicant__fingerprint=application.applicant.fingerprint,
    )
    return same.exclude(application=application).order_by("-issued_on", "-pk").first()


def paper(decision: Decision, *, on: date) -> letters.Paper:
    """The letter as it would be, marked as a draft. ``decision`` need not be saved. What is lacking stands as a mark
    （待填：…）; MissingElements where no mark will do, BadElement for a value that cannot be."""
    application = decision.application
    given = {**known(application, decision.outcome, decision.letter, on=on), **decision.elements}
    if decision.reason:
        given["reason"] = decision.reason
    try:
        made = letters.prepare(decision.letter, given, terms=the_terms())
    except letters.MissingElements as error:
        marks = {e.key: _mark(e) for e in error.missing}
        if not all(marks.values()):
            raise
        made = letters.prepare(decision.letter, {**given, **marks}, terms=the_terms())
    return replace(made, title=f"{made.title}（草稿）", blocks=tuple(_marked(b) for b in made.blocks))


def _marked(block: Block) -> Block:
    """The title says that it is a draft."""
    if isinstance(block, Line) and block.role is PaperRole.TITLE:
        return replace(block, text=f"{block.text}（草稿）")
    return block


def _mark(element: letters.Element) -> object:
    words = f"（待填：{element.words}）"
    if element.options or element.shape not in (letters.Shape.TEXT, letters.Shape.LIST, letters.Shape.PAIRS):
        return None
    return [[words, "（待填：依据和理由）"]] if element.shape is letters.Shape.PAIRS else words


def faults(elements: Mapping[str, object]) -> dict[str, str]:
    """For each element that was given a value it cannot take, what is wrong."""
    found: dict[str, str] = {}
    for key, given in elements.items():
        element = letters.ELEMENT[key]
        try:
            value = letters.elements.value_of(element, given)
        except letters.BadElement as error:
            found[key] = str(error)
            continue
        if element.options and value and value not in element.options:
            found[key] = f"「{element.words}」请从{'、'.join(element.options)}中选一个。"
    return found


@transaction.atomic
def enclose(application: Application, upload: store.Upload, *, viewer: Viewer) -> Attachment:
    """Add a file to the answer. PermissionDenied for others than drafters, Stale while the draft is under review."""
    fresh = _open(application, viewer)
    (kept,) = intake.attach(fresh, [upload], side=Attachment.Side.ANSWER, viewer=viewer)
    words = f"答复附件：{upload.name}"
    log.append("enclosed", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload={"sha256": kept.sha256})
    return kept


@transaction.atomic
def take_out(attachment: Attachment, *, viewer: Viewer) -> None:
    """Take a file out of the answer before it is sent for review; the log keeps its name and hash. Raises as ``enclose``."""
    fresh = _open(attachment.application, viewer)
    if attachment.side != Attachment.Side.ANSWER:
        raise PermissionDenied("只能移除答复附件。")
    if attachment.decision_id is not None:
        raise Stale("这个附件已经随以前的答复作出，不能移除。")
    words, payload = f"移除答复附件：{attachment.name}", {"sha256": attachment.sha256}
    log.append("enclosure_removed", words, organ=fresh.organ, viewer=viewer, subject=fresh, payload=payload)
    attachment.delete()


def _open(application: Application, viewer: Viewer) -> Application:
    if not may_draft(application, viewer):
        raise PermissionDenied("答复附件须由经办人或者承办处室办理。")
    fresh = locked(application, None)
    if under_review(fresh):
        raise Stale("答复正在审核，附件不能改动；请先撤回送审。")
    if fresh.ended_on is not None:
        raise Stale("答复已经作出，附件不能再改动。")
    return fresh
