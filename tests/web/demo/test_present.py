"""The bureau's present year: what stands in the registers on a day, and nothing that lies ahead of it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from gongkai.web.demo import annual, city, present
from gongkai.web.organs.models import Organ, Role
from gongkai.web.registers import operations as registers
from gongkai.web.registers.table import REGISTERS

pytestmark = pytest.mark.django_db
YEAR = 2026
# Days something is to be done by; everything else that looks like a day has happened.
AHEAD = ("due_on",)


def rows(*day: int) -> list[annual.Row]:
    """What is entered by a day."""
    return list(present.so_far(today=date(YEAR, *day)))


def test_it_works() -> None:
    """In late November: ten months published, motions replied to, one inspection still to come, the tasks done."""
    found = rows(11, 23)
    assert Counter(key for key, _ in found) == {
        "publication": 5, "proposal": 3, "activity": 4, "key_task": 3, "decision": 1, "charge": 1,
    }  # fmt: skip
    assert {row["title"] for _, row in found if row.get("kind") == "information"} == {
        "司法行政动态1月至10月发布", "政务微信1月至10月发布", "部门会议、部门文件和清理结果1月至10月发布",
    }  # fmt: skip
    assert all(row["done_on"] for key, row in found if key == "key_task")


def test_nothing_lies_ahead() -> None:
    """On every day of the year."""
    day = date(YEAR, 1, 1)
    while day.year == YEAR:
        for key, row in present.so_far(today=day):
            late = {k: v for k, v in row.items() if k.split("_")[-1] == "on" and k not in AHEAD and str(v) > str(day)}
            assert not late, (day, key, row)
        day += timedelta(days=1)


def test_january_has_only_its_tasks() -> None:
    found = rows(1, 9)
    assert [key for key, _ in found] == ["key_task"] * 3
    assert {(row["progress"], row["done_on"]) for _, row in found} == {("正在办理", "")}


def test_a_motion_is_there_before_it_is_replied_to() -> None:
    waiting = [row for key, row in rows(3, 31) if key == "proposal"]
    assert len(waiting) == 3
    assert all((row["replied_on"], row["satisfaction"], row["published_on"]) == ("", "", "") for row in waiting)


@pytest.mark.parametrize("month", [1, 3, 6, 9, 12])
def test_the_registers_take_every_row(month: int) -> None:
    """Through the operation that a clerk's form calls, on the day."""
    organ = _bureau()
    clerk, today = annual.viewer(organ, Role.CLERK, date(YEAR, month, 15)), date(YEAR, month, 15)
    for key, row in present.so_far(today=today):
        registers.enter(REGISTERS[key], organ, row, viewer=clerk)


def _bureau() -> Organ:
    from gongkai.web.demo import build

    row = next(r for r in city.ORGANS if r.short == city.BUREAU)
    return build.organ_and_staff(row, 1, None, "!")
