"""``gongkai due``: the day, the reasons, what comes next, and everything that cannot be."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.cli import faults
from gongkai.cli.happenings import cases_in
from gongkai.cli.layout import width
from gongkai.cli.timeline import spans
from gongkai.law.clock import reply_due
from gongkai.law.events import CHANNELS, KINDS, Event, Ledger
from gongkai.law.explain import explain
from gongkai.workdays import calendar
from tests.cli.samples import run
from tests.paths import CASES

PLAIN = ("due", "2026-03-02", "--on", "2026-03-10")
SUPPLEMENT = ("--event", "supplement_asked=2026-09-28", "--event", "supplement_received=2026-10-09")


def out(*args: str) -> str:
    result = run(*args)
    assert result.exit_code == 0, result.output
    return result.stdout


def json_of(*args: str) -> Any:
    return json.loads(out(*args, "--format", "json"))


def test_it_works() -> None:
    text = out(*PLAIN, "--channel", "post")
    assert text.startswith("2026-03-30（周一）前（含当日）答复。\n")
    assert "以确认之日为收到申请之日（《政府信息公开条例》第三十一" in text
    assert "已用 6 个工作日，还剩 14 个工作日" in text
    assert "工作日：答复的最后一日" in text and "接下来" in text


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda c: c.key)
def test_the_channel_says_what_fixed_the_day(channel: Any) -> None:
    for word in (channel.key, channel.words):
        found = json_of(*PLAIN, "--channel", word)
        assert found["received"]["rule"] == channel.rule


def test_a_supplement_starts_the_count_again() -> None:
    found = json_of("due", "2026-09-25", *SUPPLEMENT, "--on", "2026-10-16")
    ledger = Ledger.of([Event("received", date(2026, 9, 25)), Event("supplement_asked", date(2026, 9, 28)),
                        Event("supplement_received", date(2026, 10, 9))])  # fmt: skip
    due = reply_due(ledger, calendar())
    assert due is not None and found["reply_due"]["day"] == str(due.day) == "2026-11-05"
    assert found["counts_from"] == {
        "event": "supplement_received", "on": "2026-10-09", "law": "《政府信息公开条例》第三十三条第二款",
    }  # fmt: skip


def test_every_day_adds_up_to_the_due_date() -> None:
    found = json_of("due", "2026-03-02", "--event", "opinion_requested=2026-03-05:甲公司",
                    "--event", "opinion_received=2026-03-16:甲公司", "--event", "extended=2026-03-24:10天")  # fmt: skip
    days = found["days"]
    assert [d["number"] for d in days if d["counted"]] == list(range(1, 31))
    assert days[-1]["day"] == found["reply_due"]["day"] == "2026-04-23"
    assert days[0]["day"] == "2026-03-02" and not days[0]["counted"]
    assert [d["day"] for d in days] == sorted({d["day"] for d in days})


def test_the_table_and_the_days_agree() -> None:
    """Rows that are collapsed and rows that are not tell of the same counted days."""
    args = ("due", "2026-09-25", *SUPPLEMENT, "--on", "2026-10-16")
    short, long = out(*args).splitlines(), out(*args, "--all").splitlines()
    assert len(short) < len(long)
    counted = [line.split()[3] for line in short if " 计 " in line and line.startswith(" 2026") and "至" not in line]
    assert counted == ["1"]
    assert sum(" 计 " in line for line in long if line.startswith(" 2026")) == 20


@pytest.mark.parametrize("path", sorted((CASES / "deadlines").glob("*.yaml")), ids=lambda p: p.stem)
def test_rows_tell_every_day_once(path: Path) -> None:
    for one in cases_in(str(path)):
        lines = explain(one.ledger, calendar())
        for every in (False, True):
            told = [line for span in spans(lines, every=every) for line in span.lines]
            assert [(t.day, t.counted, t.number, t.events) for t in told] == [
                (line.day, line.counted, line.number, line.events) for line in lines
            ]
        assert all(len({t.why for t in span.lines}) == 1 for span in spans(lines))


def test_events_may_be_chinese_and_punctuation_wide() -> None:
    chinese = json_of("due", "2026年3月2日", "--event", "征求第三方意见＝2026/3/5：甲公司", "--on", "20260310")
    english = json_of(*PLAIN, "--event", "opinion_requested=2026-03-05:甲公司")
    assert chinese == english


def test_a_year_without_a_notice_is_provisional() -> None:
    text = out("due", "2027-12-20")
    assert "暂定：2027、2028 年的放假通知还没有发布" in text.replace("\n", "")
    assert "（暂定）" in text
    found = json_of("due", "2027-12-20")
    assert found["reply_due"]["provisional"] and found["reply_due"]["unannounced_years"] == [2027, 2028]


def test_a_notice_makes_it_certain(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(
        'year = 2027\nnumber = "测试〔2026〕1号"\nissued_on = 2026-11-01\n'
        '[[holiday]]\nname = "元旦"\nfrom = 2027-01-01\nto = 2027-01-05\n',
        encoding="utf-8",
    )
    before = json_of("due", "2026-12-18")["reply_due"]
    after = json_of("due", "2026-12-18", "--notices", str(tmp_path))["reply_due"]
    assert before["provisional"] and not after["provisional"]
    assert before["day"] < after["day"]


def test_waiting_has_no_day_and_says_for_what() -> None:
    text = out(*PLAIN, "--event", "supplement_asked=2026-03-04")
    assert text.startswith("答复期限未定：2026-03-04（周三）起等待申请人补正")
    assert "申请人补正" in text.split("接下来")[1]
    text = out(*PLAIN, "--event", "opinion_requested=2026-03-04:甲公司").replace("\n", "")
    assert "opinion_delivered" in text and "甲公司" in text


def test_late_and_done() -> None:
    assert "已逾期 11 个工作日" in out("due", "2026-03-02", "--on", "2026-04-15").splitlines()[0]
    late = out("due", "2026-03-02", "--event", "decided=2026-04-15", "--on", "2026-04-15")
    assert late.startswith("应于 2026-03-30（周一）前") and "逾期" in late.splitlines()[0]
    assert "没有未尽的期限" in late
    assert out("due", "2026-03-02", "--event", "withdrawn=2026-03-05").startswith(
        "已于 2026-03-05（周四）办结：申请人撤回"
    )


def test_what_the_procedure_forbids_is_remarked() -> None:
    found = json_of("due", "2026-03-02", "--event", "supplement_asked=2026-03-20", "--on", "2026-03-20")
    assert len(found["remarks"]) == 1 and "7 个工作日" in found["remarks"][0]
    found = json_of("due", "2026-03-02", "--event", "decided=2026-03-20", "--event", "extended=2026-03-24")
    assert "不能「延长答复期限」" in found["remarks"][0]
    assert json_of(*PLAIN)["remarks"] == []


def test_days_off_within_a_stop_are_one_row() -> None:
    args = (*PLAIN, "--event", "opinion_requested=2026-03-04:甲公司", "--event", "opinion_received=2026-03-18:甲公司")
    args = (*args[:2], *args[4:], "--on", "2026-03-18")
    assert "2026-03-05 至 03-17" in out(*args)
    assert "周末" not in out(*args).split("2026-03-18")[0].rpartition("2026-03-05")[2]


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_it_fits_the_terminal_and_nothing_is_cut(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = out("due", "2026-09-25", *SUPPLEMENT, "--on", "2026-12-01")
    assert max(map(width, text.splitlines())) <= columns
    assert "…" not in text
    assert " 2026-11-02 至 11-05 " in text and " 17–20 " in text and "答复的" in text
    assert max(map(width, out("due", "--events").splitlines())) <= columns
    # Where there is room the articles stand in the rows; else below, once.
    assert text.count("国办发明电〔2025〕7号国庆节") == 1
    assert text.count("[3]") == (0 if columns == 120 else 2)


def test_today_is_read_by_the_command_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Day(date):
        @classmethod
        def today(cls) -> date:
            return date(2026, 3, 6)

    monkeypatch.setattr("gongkai.cli.commands.due.date", Day)
    assert json_of("due", "2026-03-02")["on"] == "2026-03-06"
    assert json_of("due", "2026-05-06")["on"] == "2026-05-06"


def test_html_is_a_page_and_safe() -> None:
    text = out(*PLAIN, "--event", "opinion_requested=2026-03-04:<b>甲</b>", "--format", "html")
    assert text.startswith("<!doctype html>") and text.rstrip().endswith("</html>")
    assert "<b>" not in text and "&lt;b&gt;甲" in text
    assert "2026-03-05" in text


def test_output_is_whole_and_does_not_overwrite(tmp_path: Path) -> None:
    place = tmp_path / "期限.txt"
    out(*PLAIN, "-o", str(place))
    assert "2026-03-30" in place.read_text(encoding="utf-8") and "\x1b" not in place.read_text(encoding="utf-8")
    place.write_text("mine", encoding="utf-8")
    result = run(*PLAIN, "-o", str(place))
    assert result.exit_code == faults.FAILED and "已经存在" in result.stderr
    assert place.read_text(encoding="utf-8") == "mine"
    out(*PLAIN, "-o", "/dev/null")
    assert "是文件夹" in run(*PLAIN, "-o", str(tmp_path)).stderr
    out(*PLAIN, "-o", str(place), "--force")
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("path", sorted((CASES / "deadlines").glob("*.yaml")), ids=lambda p: p.stem)
def test_the_worked_cases_hold(path: Path) -> None:
    result = run("due", "--case", str(path))
    assert result.exit_code == 0, result.stderr


def case(tmp_path: Path, text: str) -> str:
    path = tmp_path / "案例.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_case_file_in_either_form(tmp_path: Path) -> None:
    lines = case(
        tmp_path, "情形: 一\nchannel: post\nevents:\n  - received 周一 2026-03-02\n  - extended 周五 2026-03-20 10天\n"
    )
    first = json_of("due", "--case", lines)
    mapping = case(
        tmp_path, "情形: 一\nchannel: post\nevents: {received: 周一 2026-03-02, 延长答复期限: 2026-03-20 10天}\n"
    )
    assert json_of("due", "--case", mapping) == first
    assert first["case"] == "一" and first["received"]["channel"] == "post"


def test_a_case_that_states_another_day(tmp_path: Path) -> None:
    result = run("due", "--case", case(tmp_path, "events: [received 周一 2026-03-02]\nreply_due: 周二 2026-03-31\n"))
    assert result.exit_code == faults.ERRORS_FOUND
    assert "写的到期日是 周二 2026-03-31，算出的是 2026-03-30（周一）" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["due"], "缺少收到日期"),
        (["due", "2026-02-30"], "没有 2026-02-30 这一天：2026 年 2 月只有 28 天"),
        (["due", "2026-13-01"], "月份应为 1 至 12"),
        (["due", "2026-00-01"], "月份应为 1 至 12"),
        (["due", "2026-04-00"], "2026 年 4 月只有 30 天"),
        (["due", "0000-04-01"], "月份应为"),
        (["due", "明天"], "不是日期"),
        (["due", "2018-12-28"], "不在日历范围内"),
        (["due", "2036-01-04"], "不在日历范围内"),
        (["due", "2035-12-20"], "超出日历范围"),
        (["due", "1999-01-04"], "2008-05-01"),
        (["due", "2026-03-02", "--on", "2026-03-01"], "早于最后一件事"),
        (["due", "2026-03-02", "--on", "2040-01-01"], "不在日历范围内"),
        (["due", "2026-03-02", "--channel", "pigeon"], "没有「pigeon」这种渠道"),
        (["due", "2026-03-02", "--event", "supplement_aked=2026-03-04"], "是不是 supplement_asked？"),
        (["due", "2026-03-02", "--event", "收到补证=2026-03-04"], "是不是 收到补正？"),
        (["due", "2026-03-02", "--event", "extended"], "写得不对"),
        (["due", "2026-03-02", "--event", "extended="], "不是日期"),
        (["due", "2026-03-02", "--event", "extended=2026-03-32"], "2026 年 3 月只有 31 天"),
        (["due", "2026-03-02", "--event", "extended=2026-03-20:0天"], "天数 0 不合理"),
        (["due", "2026-03-02", "--event", "extended=2026-03-20:9999天"], "天数 9999 不合理"),
        (["due", "2026-03-02", "--event", "extended=2026-03-20:-5天"], "看不懂"),
        (["due", "2026-03-02", "--event", "extended=2026-03-20:甲公司"], "只能再写天数"),
        (["due", "2026-03-02", "--event", "extended=2026-03-01"], "早于前一件事"),
        (["due", "2026-03-02", "--event", "supplement_received=2026-03-04"], "还没有「告知补正」"),
        (["due", "2026-03-02", "--event", "received=2026-03-04"], "只能收到一次"),
        (["due", "2026-03-02", "--case", "x.yaml"], "只用一种"),
        (["due", "--case", "x.yaml"], "文件不存在"),
        (["due", "--case", "."], "是文件夹"),
        (["due", "2026-03-02", "--notices", "x"], "不是文件夹"),
        (["due", "2026-03-02", "--format", "xml"], "只能是 text、json、html"),
    ],
)  # fmt: skip
def test_what_cannot_be(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == faults.FAILED
    assert words in result.stderr and result.stderr.count("\n") == 1 and result.stdout == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("events: [received 周二 2026-03-02]\n", "2026-03-02 是周一，不是周二"),
        ("events: [extended 周一 2026-03-02]\n", "第一件事应当是「收到申请」"),
        ("events: [received]\n", "没有日期"),
        ("events: []\n", "没有 events"),
        ("- 1\n", "没有案例"),
        ("", "没有案例"),
        ("a: [1\n", "不是正确的 YAML"),
        ("events: &a [received 2026-03-02]\nb: *a\n", "第 2 行用了 YAML 的引用"),
        ("events: [received 2026-03-02]\nevents: []\n", "写了两次"),
        ("[" * 3000, "层次太深"),
        ("events: [received 2026-02-30]\n", "只有 28 天"),
    ],
)
def test_a_case_file_that_cannot_be(text: str, words: str, tmp_path: Path) -> None:
    result = run("due", "--case", case(tmp_path, text))
    assert result.exit_code == faults.FAILED
    assert words in result.stderr and "案例.yaml" in result.stderr and result.stderr.count("\n") == 1


def test_a_case_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("情形: 补正".encode("gb18030"))
    assert "不是 UTF-8" in run("due", "--case", str(tmp_path / "a.yaml")).stderr


def test_without_a_reader_of_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    result = run("due", "--case", case(tmp_path, "events: [received 2026-03-02]\n"))
    assert result.exit_code == faults.FAILED and "需要 PyYAML" in result.stderr


def test_every_event_and_channel_is_listed() -> None:
    text = out("due", "--events")
    assert all(kind.key in text for kind in KINDS if kind.key != "received")
    assert all(channel.key in text for channel in CHANNELS)
