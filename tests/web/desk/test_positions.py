"""The fields of a consulted party's answer: who may answer what, and when the reason is wanted."""

from __future__ import annotations

import pytest

from gongkai.law.conditions import AGREED, AGREED_IN_PART, REFUSED, REFUSED_UNREASONED
from gongkai.law.events import KIND
from gongkai.web.desk.positions import ANSWERS, fields_of, lacking


def test_it_works() -> None:
    found = dict(fields_of("opinion_received"))
    assert list(found) == ["position", "reason"]
    assert [key for key, _ in found["position"].choices] == ["", AGREED, AGREED_IN_PART, REFUSED, REFUSED_UNREASONED]
    assert found["position"].required and not found["reason"].required


def test_a_comaker_does_not_agree_in_part() -> None:
    offered = [key for key, _ in dict(fields_of("comaker_answered"))["position"].choices]
    assert AGREED_IN_PART not in offered and {AGREED, REFUSED, REFUSED_UNREASONED} <= set(offered)


@pytest.mark.parametrize("event", sorted(set(KIND) - set(ANSWERS)))
def test_other_steps_have_none(event: str) -> None:
    assert not list(fields_of(event))


@pytest.mark.parametrize("position", [AGREED_IN_PART, REFUSED])
def test_a_reasoned_answer_wants_its_reason(position: str) -> None:
    assert "请照对方的原话写明理由" in lacking(position, "  ")
    assert not lacking(position, "涉及客户名单")


def test_a_refusal_without_reasons_has_none() -> None:
    assert "请把理由留空" in lacking(REFUSED_UNREASONED, "涉及客户名单")
    assert not lacking(REFUSED_UNREASONED, "")


@pytest.mark.parametrize("reason", ["", "同意公开"])
def test_who_agrees_may_say_why_or_not(reason: str) -> None:
    assert not lacking(AGREED, reason)
