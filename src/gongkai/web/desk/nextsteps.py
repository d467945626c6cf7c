"""The next steps of a case as buttons: the lawful ones first, the others with the rule that forbids them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from gongkai.law import stages
from gongkai.law.conditions import Facts
from gongkai.law.events import FOLLOWS, KIND, Event, Ledger
from gongkai.web.applications import extensions, messages
from gongkai.web.applications.assign import may_assign
from gongkai.web.applications.ledgers import ledger_of, the_calendar, the_rules
from gongkai.web.applications.models import Application
from gongkai.web.applications.steps import WHO
from gongkai.web.organs.gate import Viewer
from gongkai.web.organs.models import Role

# The steps that lead on, shown before those that lead aside.
_FIRST = {"received", "supplement_received", "fee_paid", "decided", "delivered"}
# Steps that have pages of their own: the answer is drafted and reviewed before it is decided, and delivered letter by letter.
_OWN = {"decided": "desk:decision", "delivered": "desk:delivery"}

# What a button says where the event's own words are not what one does.
_WORDS = {"decided": "拟定答复", "received": "登记收到", "fee_paid": "登记缴费", "transferred": "移送（仅限更正申请）"}
# What only an application to have a record put right is for (条例第四十一条), and the word by which one is told from others.
_RECTIFYING, _RECTIFY = frozenset({"transferred"}), "更正"


@dataclass(frozen=True, slots=True)
class Button:
    """A step: its event, words, article, address, and what forbids it (empty when it may be taken). ``by`` says whose step
    it is, when it may be taken now and only not by the viewer."""

    event: str
    words: str
    law: str
    address: str
    refusal: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Barred:
    """The steps that the same rule forbids, and the rule, said once."""

    refusal: str
    steps: tuple[Button, ...]


def grouped(barred: list[Button]) -> list[Barred]:
    """What is barred by its reason, in the order of the steps. A reason that several share names none of them."""
    found: dict[str, list[Button]] = {}
    for button in barred:
        named = f"「{stages.MOVE[button.event].words}」"
        found.setdefault(button.refusal.replace(f"不能{named}", "还不能办理").replace(named, "这一步"), []).append(
            button
        )
    return [Barred(said if len(own) > 1 else own[0].refusal, tuple(own)) for said, own in found.items()]


def own_page(case: Application, event: str) -> str:
    """The address of a step that has a page of its own, else empty."""
    return reverse(_OWN[event], args=[case.number]) if event in _OWN else ""


def buttons(case: Application, ledger: Ledger, viewer: Viewer) -> tuple[list[Button], list[Button]]:
    """The steps the viewer may take now, and the others with what forbids each."""
    if messages.taken_back(case):
        gone = messages.TAKEN_BACK
        return [], [Button(m.event, m.words, str(m.law), _address(case, m.event), gone) for m in stages.MOVES]
    lawful = {m.event for m in stages.lawful_moves(ledger, on=viewer.on, calendar=the_calendar(), rules=the_rules())}
    open_: list[Button] = []
    barred: list[Button] = []
    for move in stages.MOVES:
        refusal = _role(case, move, viewer) if move.event in lawful else _rule(ledger, move, viewer)
        by = _whose(move) if refusal and move.event in lawful else ""
        button = Button(move.event, _words(case, move, viewer), str(move.law), _address(case, move.event), refusal, by)
        (barred if refusal else open_).append(button)
    return _giving_out(case, viewer) + sorted(open_, key=lambda b: b.event not in _FIRST), barred


def _giving_out(case: Application, viewer: Viewer) -> list[Button]:
    """Giving the case to a unit or a person comes first while nobody works at it."""
    idle = case.unit_id is None and case.handler_id is None and case.stage not in ("new", "closed", "decided")
    if not idle or not may_assign(case, viewer):
        return []
    return [Button("assigned", "分办", "", reverse("desk:assign", args=[case.number]))]


def rare(case: Application, steps: list[Button]) -> tuple[list[Button], list[Button]]:
    """The steps that belong to this application, and those meant for another kind of it. Which kind it is, its own words
    say; the law names no mark, so that a step is set apart, not taken away."""
    asks = _RECTIFY in case.subject + case.content
    aside = [s for s in steps if s.event in _RECTIFYING and not asks]
    return [s for s in steps if s not in aside], aside


def others(barred: list[Button]) -> list[tuple[str, str]]:
    """The steps that may be taken now, only not by the viewer: whose they are, and the steps' words."""
    found: dict[str, list[str]] = {}
    for button in barred:
        if button.by and button.event not in _RECTIFYING:
            found.setdefault(button.by, []).append(button.words)
    return [(by, "、".join(words)) for by, words in found.items()]


def _whose(move: stages.Move) -> str:
    return "或者".join(Role(role).label for role in WHO[move.who])


def forbidden(case: Application, move: stages.Move, viewer: Viewer) -> str:
    """Why the viewer cannot take a step now, in Chinese; empty when they can."""
    if messages.taken_back(case):
        return messages.TAKEN_BACK
    ledger = ledger_of(case.events.all())
    if move in stages.lawful_moves(ledger, on=viewer.on, calendar=the_calendar(), rules=the_rules()):
        return _role(case, move, viewer)
    return _rule(ledger, move, viewer)


def _words(case: Application, move: stages.Move, viewer: Viewer) -> str:
    if move.event == "extended" and not extensions.may_consent(case, viewer):
        return "提请延长"
    return _WORDS.get(move.event, move.words)


def _address(case: Application, event: str) -> str:
    return own_page(case, event) or reverse("desk:step", args=[case.number, event])


def _role(case: Application, move: stages.Move, viewer: Viewer) -> str:
    """Who must take the step, when it is not the viewer. An answer may be drafted by all who can see the case; an
    extension is asked for by the office and the handling unit, and the head agrees."""
    if move.event == "extended" and extensions.may_ask(case, viewer):
        return ""
    if move.event == "decided" or viewer.has(*WHO[move.who], organ=case.organ_id):
        return ""
    return f"「{move.words}」须由{move.who.value}办理。"


def _rule(ledger: Ledger, move: stages.Move, viewer: Viewer) -> str:
    """The first rule of stage, order or term that bars a step whatever its facts will be."""
    party = ""
    if KIND[move.event].of_party:
        asked = [e.party for e in ledger if e.kind in FOLLOWS.get(move.event, ())]
        party = asked[-1] if asked else ""
    event = Event(move.event, viewer.on, days=1 if move.event == "postponed" else None, party=party)
    timed = {"stage", "order", *(x.key for x in move.conditions if x.timed)}
    found = stages.refusals(ledger, event, facts=Facts(), calendar=the_calendar(), rules=the_rules())
    return next((str(r) for r in found if r.key in timed), f"现在不能「{move.words}」。")
