"""From a closed case to a text for the public: what is proposed, what must be taken out, what to be warned of; and groups of
cases that ask for the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.documents import letters
from gongkai.documents.letters.paper import Line
from gongkai.documents.letters.paper import Role as PaperRole
from gongkai.law.outcomes import OUTCOME, Group
from gongkai.web.applications import answerfiles, drafting, store
from gongkai.web.applications.models import Application, Attachment, Decision
from gongkai.web.applications.repeats import repeated
from gongkai.web.catalogue import enclosed, queries
from gongkai.web.catalogue.models import LONGEST_BODY, Column, InformationItem, State
from gongkai.web.catalogue.operations import File, Text
from gongkai.web.catalogue.personal import Own, without
from gongkai.web.organs.gate import Viewer, visible

_PRINTED = (PaperRole.TEXT, PaperRole.FIRST, PaperRole.SECOND)
# What only the applicant needs: what they sent and when, their remedies, whom to ring up.
_TO_THE_APPLICANT = ("提交的政府信息公开申请", "行政复议", "行政诉讼", "如需了解有关情况", "提供方式", "领取或者查阅")
_SIDE_BY_SIDE = 30
# Answers that give something to the applicant which others may want as well.
_GIVEN = (Group.GRANTED, Group.PARTIALLY_GRANTED)


def source_of(item: InformationItem) -> Application | None:
    """The case an item answers, for what the machine compares and warns of: reviewers need that also when they may not see
    the case. None of it is shown."""
    if not item.source_number:
        return None
    return Application.objects.filter(number=item.source_number).select_related("applicant").first()


def own_of(item: InformationItem) -> Own:
    """The data of the applicant an item answers, to be looked for in its text; nothing for other items."""
    found = source_of(item)
    return own(found) if found else ()


def own(case: Application) -> Own:
    """Who applied, in pairs of words and value."""
    who = case.applicant
    rows = (
        ("申请人姓名", who.name),
        ("申请人的代理人", who.agent),
        ("申请人的证件号码", who.id_number),
        ("申请人的联系电话", who.telephone),
        ("申请人的电子邮箱", who.email),
        ("申请人的通信地址", who.address),
    )
    return tuple((words, value) for words, value in rows if value)


def publishable(case: Application) -> str:
    """Why a case's answer cannot be published, in one sentence; empty when it can."""
    if case.stage != "closed" or not case.outcome:
        return "答复作出并送达、案件办结以后，才能公开答复。"
    if OUTCOME[case.outcome].group not in _GIVEN:
        return f"这件申请的办理结果是「{OUTCOME[case.outcome].words}」，没有提供信息；只有予以公开、部分公开的答复可以公开。"
    return ""


def warnings(case: Application | None) -> list[str]:
    """What makes publishing an answer delicate."""
    if case is None:
        return []
    found = []
    if (
        case.touches_third_party
        or case.outcome == "third_party"
        or case.events.filter(kind="opinion_requested").exists()
    ):
        found.append(
            "答复涉及第三方的合法权益：向申请人公开不等于可以向社会公开，公开前应当征得第三方同意，或者删去有关内容。"
        )
    if case.outcome and OUTCOME[case.outcome].group is Group.PARTIALLY_GRANTED:
        found.append("这是部分公开的答复：附件应是已经遮盖的那一份，正文不得透露不公开的内容本身。")
    return found


def proposed(case: Application, *, on: date) -> Text:
    """The text that is proposed: what the information is called (not how the applicant put it), after a supplement what was
    asked for since in the words of the answer, the outcome, the answer; the applicant taken out."""
    mine = own(case)
    decision = case.decisions.filter(current=True).select_related("application__organ").first()
    outcome = OUTCOME[case.outcome]
    parts = [f"信息名称\n{case.subject.strip()}", f"办理结果\n{outcome.words}"]
    if decision is not None and (now := str(decision.elements.get("supplemented", "")).strip()):
        parts.insert(1, f"补正后申请的信息\n{now}")
    if decision is not None and (said := _said(decision, on=on)):
        parts.append("答复内容\n" + "\n".join(said))
    body = without("\n\n".join(parts), mine)[:LONGEST_BODY]
    title = f"{without(case.subject, mine)[:180]}（申请答复）"
    return Text(title, body, str(Column.ANSWER), drawn_up_on=case.ended_on)


def _said(decision: Decision, *, on: date) -> list[str]:
    """The paragraphs of the answer that are for everybody; the reason alone when the letter cannot be made again."""
    try:
        blocks = drafting.paper(decision, on=on).blocks
    except (letters.MissingElements, letters.BadElement, ValueError):
        return [decision.reason] if decision.reason else []
    lines = [b for b in blocks if isinstance(b, Line) and b.role in _PRINTED and b.text.strip()]
    kept = [b for b in lines if not any(words in b.text for words in _TO_THE_APPLICANT)]
    return [b.text for at, b in enumerate(kept) if not _bare(b, kept[at + 1] if at + 1 < len(kept) else None)]


def _bare(line: Line, following: Line | None) -> bool:
    """Whether a line is a heading with nothing left under it."""
    if line.role is PaperRole.TEXT or line.text.rstrip().endswith("。"):
        return False
    return following is None or following.role is line.role or following.role is PaperRole.FIRST


def answer_files(case: Application) -> list[Attachment]:
    """The files that went out with the answer."""
    return list(answerfiles.standing(case))


def warned(attachments: Sequence[Attachment]) -> list[tuple[Attachment, str, str]]:
    """Files for an applicant with something to be warned of: the file, what looks like other people's personal data in it,
    what was not checked. Their own data may go to them."""
    found = []
    for file in attachments:
        looked = enclosed.look(file.sha256, file.kind, own(file.application), theirs=True)
        if looked.found or looked.missed:
            found.append((file, looked.found, looked.missed))
    return found


def files_of(attachments: Sequence[Attachment]) -> list[File]:
    """Files of a case as files of an item: the same bytes, kept once."""
    return [File(a.name, a.kind, a.size, a.sha256) for a in attachments]


def uploaded(uploads: Sequence[store.Upload]) -> list[File]:
    """Uploads, stored."""
    return [File(u.name, u.kind, len(u.content), store.keep(u.content)) for u in uploads]


@dataclass(frozen=True, slots=True)
class Raised:
    """Several people asked for the same: the cases to be shown, newest first, the numbers of all, how many people, the case
    whose answer can be published."""

    cases: tuple[Application, ...]
    numbers: tuple[str, ...]
    applicants: int
    best: Application | None


def raised(viewer: Viewer, organ: int, *, most: int = 20) -> list[Raised]:
    """The groups an organ should consider now: neither published nor dismissed. Five queries, whatever their number."""
    groups = repeated(viewer, organ, least=queries.threshold(organ, on=viewer.on))
    numbers = {n for g in groups for n in g.numbers}
    rows = InformationItem.objects.filter(source_number__in=numbers).exclude(state=State.WITHDRAWN)
    done = set(rows.values_list("source_number", flat=True))
    settled = queries.dismissed(viewer, organ)
    open_ = [g for g in groups if not done & set(g.numbers) and not any(set(g.numbers) <= s for s in settled)][:most]
    shown = {n for g in open_ for n in g.numbers[:_SIDE_BY_SIDE]}
    cases = {c.number: c for c in visible(viewer, Application).filter(number__in=shown).select_related("organ")}
    found = []
    for group in open_:
        beside = tuple(cases[n] for n in group.numbers[:_SIDE_BY_SIDE] if n in cases)
        best = next((c for c in beside if not publishable(c)), None)
        found.append(Raised(beside, group.numbers, group.applicants, best))
    return found
