"""``gongkai workdays``: the year, its months, its notice; adding and counting."""

import json
from calendar import monthrange
from pathlib import Path
from typing import Any

import pytest

from gongkai.cli import faults
from gongkai.cli.layout import width
from gongkai.cli.year_calendar import MONTHS
from gongkai.workdays import calendar
from tests.cli.samples import run


def out(*args: str) -> str:
    result = run("workdays", *args)
    assert result.exit_code == 0, result.output
    return result.stdout


def json_of(*args: str) -> Any:
    return json.loads(out(*args, "--format", "json"))


def test_it_works() -> None:
    text = out("2026")
    assert text.startswith("2026 年：248 个工作日\n")
    assert "2月15日（周日）至23日（周一）放假，共 9 天；2月14日（周六）、2月28日" in text
    assert "（国办发明电〔2025〕7号，\n2025-11-04）" in text


@pytest.mark.parametrize("year", range(2019, 2036))
def test_counts_are_those_of_the_calendar(year: int) -> None:
    found, ours = json_of(str(year)), calendar()
    assert sum(found["months"]) == found["working_days"] == sum(k.counts for _, k in ours.days_of(year))
    assert found["provisional"] == (year not in ours.announced) == (found["notice"] is None)
    assert len(found["days"]) == sum(monthrange(year, month)[1] for month in range(1, 13))


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_every_day_stands_in_the_calendar_once(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = out("2026")
    assert max(map(width, text.splitlines())) <= columns
    grid = text.partition("\n\n")[2].partition("* 放假")[0]
    assert all(month in grid for month in MONTHS)
    for line in grid.splitlines():
        for word in ("个工作日", *MONTHS):
            assert line.count(word) <= 4
    days = grid.replace("*", " ").replace("+", " ").split()
    heads = sum(word.endswith("月") for word in days)
    numbers = [w for w in days if w.isdigit() and int(w) <= 31]
    assert heads == 12 and len(numbers) == 365 + 12  # a count stands beside each name of a month
    assert grid.count("*") == sum(d["kind"] == "holiday" for d in json_of("2026")["days"]) == 33
    assert grid.count("+") == 6


def test_an_amended_notice_says_so() -> None:
    assert "经国办发明电〔2020〕1号调整" in out("2020").replace("\n", "")
    assert json_of("2020")["notice"]["amended_by"] == ["国办发明电〔2020〕1号"]


def test_a_year_without_a_notice_is_provisional() -> None:
    text = out("2027")
    assert text.startswith("2027 年：254 个工作日（暂定）") and "暂定：2027 年的放假通知还没有发布" in text
    assert "+" not in text.split("* 放假")[0]


def test_a_notice_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(
        'year = 2027\nnumber = "测试〔2026〕1号"\nissued_on = 2026-11-01\n'
        '[[holiday]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-03\nwork = [2027-01-09]\n',
        encoding="utf-8",
    )
    found = json_of("2027", "--notices", str(tmp_path))
    assert not found["provisional"] and found["notice"]["number"] == "测试〔2026〕1号"
    assert "测试〔2026〕1号" in out("2027", "--notices", str(tmp_path))
    other = tmp_path / "other"
    other.mkdir()
    (other / "2027.toml").write_text("year = 2027\n", encoding="utf-8")
    result = run("workdays", "2027", "--notices", str(other))
    assert result.exit_code == faults.FAILED and "缺少项目" in result.stderr


def test_html(tmp_path: Path) -> None:
    place = tmp_path / "日历.html"
    out("2026", "--format", "html", "-o", str(place))
    text = place.read_text(encoding="utf-8")
    assert text.count("<caption>") == 12 and '<td class="work" title="元旦调休上班">4+</td>' in text
    assert text.count('class="off"') == 33 and text.count('class="work"') == 6


def test_this_year_is_read_by_the_command_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Day:
        year = 2025

        @classmethod
        def today(cls) -> "Day":
            return cls()

    monkeypatch.setattr("gongkai.cli.commands.workdays.date", Day)
    assert json_of()["year"] == 2025


def test_adding_and_counting() -> None:
    assert out("add", "2026-09-25", "20") == "2026-09-25（周五）之后的第 20 个工作日是 2026-10-29（周四）。\n"
    assert json_of("count", "2026-09-25", "2026-10-29")["working_days"] == 20
    assert "暂定：2027 年" in out("add", "2026-12-25", "20")
    assert "暂定：2027 年" in out("count", "2026-12-25", "2027-01-29")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2050"], "2050 年不在日历范围内（2019 至 2035 年）"),
        (["2018"], "不在日历范围内"),
        (["26"], "不是年份"),
        (["二〇二六"], "不是年份"),
        (["2026", "3"], "多出了「3」"),
        (["add"], "add 要写日期和天数"),
        (["count", "2026-03-02"], "count 要写两个日期"),
        (["add", "2026-02-30", "3"], "只有 28 天"),
        (["add", "2026-02-03", "0"], "天数要填 1 到 2000"),
        (["add", "2026-02-03", "99999"], "天数要填"),
        (["add", "2035-12-20", "200"], "超出日历范围"),
        (["count", "2026-03-03", "2026-03-02"], "先写前一天"),
        (["add", "2026-02-03", "3", "--format", "html"], "只能写成 text 或 json"),
    ],
)
def test_what_cannot_be(arguments: list[str], words: str) -> None:
    result = run("workdays", *arguments)
    assert result.exit_code == faults.FAILED
    assert words in result.stderr and result.stderr.count("\n") == 1 and result.stdout == ""
