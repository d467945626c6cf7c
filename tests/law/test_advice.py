"""The questions: every leaf is reached and cited, the way is deterministic, and contradictions are refused."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.advice import Advice, BadAnswer, Undecided, advise, counted_as, next_question, path_of
from gongkai.law.events import KIND
from gongkai.law.fees import METHODS
from gongkai.law.outcomes import OUTCOME, Group
from gongkai.law.questions import GROUNDS, QUESTION, QUESTIONS, STEPS
from gongkai.law.remedies import DISPOSALS
from gongkai.sources import INSTRUMENTS, REGULATIONS
from tests.law.test_cases import ORDINARY
from tests.paths import ROOT


def ways(given: dict[str, str], *, free: frozenset[str]) -> Iterator[dict[str, str]]:
    """Every complete set of answers that starts with ``given``; only the ``free`` questions take all their options."""
    question = next_question(given)
    if question is None:
        yield given
        return
    keys = [ORDINARY[question.key]] if question.key not in free else [o.key for o in question.options]
    for key in keys:
        yield from ways({**given, question.key: key}, free=free)


# What is asked only after another answer has no ordinary answer; each other question is varied one at a time.
FOLLOWING = frozenset(set(QUESTION) - set(ORDINARY)) | {"separable"}
ALL_WAYS = [way for key in QUESTION for way in ways({}, free=FOLLOWING | {key})]


@st.composite
def complete(draw: st.DrawFn) -> dict[str, str]:
    """A complete set of answers, drawn question by question."""
    answers: dict[str, str] = {}
    while (question := next_question(answers)) is not None:
        answers[question.key] = draw(st.sampled_from([o.key for o in question.options]))
    return answers


def test_it_works() -> None:
    answers: dict[str, str | bool] = {"standing": "open", "matter": "information", "clear": "yes"}
    question = next_question(answers)
    assert question is not None
    assert question.key == "answered_before"
    (advice,) = advise({**answers, "answered_before": True})
    assert (advice.outcome, advice.words) == ("repeated", "重复申请")
    assert advice.law == (REGULATIONS.art(36, None, 6),)


def test_chinese_words_and_code_words_say_the_same() -> None:
    assert advise({"办理状态": "申请人撤回"}) == advise({"standing": "withdrawn"})


def test_every_outcome_and_step_is_reached() -> None:
    advices = [a for way in ALL_WAYS for a in advise(way)]
    assert {a.outcome for a in advices} - {""} == set(OUTCOME)
    assert {a.step for a in advices} - {""} == set(STEPS)


def test_every_leaf_and_ground_cites() -> None:
    leaves = [o.leaf for q in QUESTIONS for o in q.options if o.leaf]
    for leaf in leaves:
        assert bool(leaf.outcome) != bool(leaf.step)
        assert leaf.outcome in OUTCOME or leaf.step in STEPS
    for row in [*leaves, *GROUNDS]:
        assert row.reason and row.law
        assert all(c.place and c.instrument in INSTRUMENTS for c in row.law)
    assert all(q.law.place for q in QUESTIONS)


def test_an_outcome_rests_on_a_basis_that_is_declared() -> None:
    for row in [*(o.leaf for q in QUESTIONS for o in q.options if o.leaf and o.leaf.outcome), *GROUNDS]:
        assert row is not None
        assert set(row.law) & set(OUTCOME[row.outcome].law), row


def test_keys_names_and_words_are_unique() -> None:
    names = [n for q in QUESTIONS for n in (q.key, q.name)]
    assert len(names) == len(set(names))
    for question in QUESTIONS:
        words = [w for o in question.options for w in {o.key, o.words}]
        assert len(words) == len(set(words)) >= 4
        assert question.words.endswith(("？", "。"))


def test_every_key_is_in_the_glossary() -> None:
    known = set(re.findall(r"`([a-z_]+)`", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")))
    assert {row.key for table in (QUESTIONS, METHODS, DISPOSALS) for row in table} | set(STEPS) <= known


def test_steps_that_are_events_keep_their_keys() -> None:
    assert {"supplement_asked", "reasons_asked", "opinion_requested"} <= set(STEPS) & set(KIND)


@given(complete())
def test_a_complete_way_always_ends_lawfully(answers: dict[str, str]) -> None:
    advices = advise(answers)
    assert advices
    assert advices == advise(answers) == advise(dict(reversed(answers.items())))
    assert next_question(answers) is None
    for advice in advices:
        assert advice.reason and advice.law and advice.words
        assert bool(advice.outcome) != bool(advice.step)
    parts = [a for a in advices if a.part]
    assert bool(parts) == (advices[0].outcome == "partially_granted")
    assert all(OUTCOME[a.outcome].group is Group.REFUSED for a in parts)


@given(complete(), st.data())
def test_an_answer_taken_away_is_asked_for_again(answers: dict[str, str], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(answers)))
    fewer = {k: v for k, v in answers.items() if k != key}
    with pytest.raises(Undecided) as open_:
        advise(fewer)
    assert open_.value.question == key
    question = next_question(fewer)
    assert question is not None
    assert question.key == key


@given(complete(), st.data())
def test_an_answer_too_many_is_refused(answers: dict[str, str], data: st.DataObject) -> None:
    others = sorted(set(QUESTION) - set(answers))
    key = data.draw(st.sampled_from(others))
    option = QUESTION[key].options[-1].key
    with pytest.raises(BadAnswer, match=r"矛盾|不应再回答") as refused:
        advise({**answers, key: option})
    assert QUESTION[refused.value.question].name in str(refused.value)


def test_the_way_is_shown() -> None:
    way = path_of({"standing": "open", "matter": "petition"})
    assert [(q.name, o.words) for q, o in way] == [("办理状态", "正在办理"), ("申请实质", "信访投诉举报")]


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, "请先回答「办理状态」"),
        ({"purpose": "yes"}, "没有「purpose」这个问题"),
        ({"standing": "maybe"}, "「办理状态」不能回答「maybe」"),
        ({"standing": True}, "「办理状态」不能回答「yes」"),
        ({"standing": "open", "办理状态": "申请人撤回"}, "两个不同的回答"),
        ({"standing": ""}, "请先回答「办理状态」"),
    ],
)
def test_what_cannot_be_is_refused(answers: dict[str, str | bool], says: str) -> None:
    with pytest.raises(BadAnswer, match=says):
        advise(answers)


def item(outcome: str, step: str = "") -> list[Advice]:
    return [Advice(outcome, "理由", (REGULATIONS.art(36),), step)]


@pytest.mark.parametrize(
    ("outcomes", "counted"),
    [
        (["granted", "granted"], "granted"),
        (["not_held", "not_held"], "not_held"),
        (["granted", "not_held"], "partially_granted"),
        (["partially_granted", "state_secret"], "partially_granted"),
        (["granted", "partially_granted"], "partially_granted"),
    ],
)
def test_several_items_count_once(outcomes: list[str], counted: str) -> None:
    assert counted_as([item(o) for o in outcomes]) == counted


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([], "没有任何一项"),
        ([[]], "没有任何一项"),
        ([item("granted"), item("", "supplement_asked")], "先一次性告知补正"),
        ([item("not_held"), item("state_secret")], "按一事一申请拆分登记"),
    ],
)
def test_items_that_cannot_be_counted_together(items: list[list[Advice]], says: str) -> None:
    with pytest.raises(BadAnswer, match=says):
        counted_as(items)
