"""``gongkai fee``: the amount with its sum, the tiers, the terms; what cannot be charged."""

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.cli import faults
from tests.cli.samples import run


def out(*args: str) -> str:
    result = run("fee", *args)
    assert result.exit_code == 0, result.output
    return result.stdout


def json_of(*args: str) -> Any:
    return json.loads(out(*args, "--format", "json"))


def test_it_works() -> None:
    text = out("--pages", "119")
    assert text.startswith("按量计收，119 页：应收 1080 元。\n算式  70×10 + 19×20 = 1080 元\n")
    assert "国办函〔2020〕109号" in text and "20 个工作日" in text


@pytest.mark.parametrize(
    ("args", "total", "words"),
    [
        # Worked by hand from articles 4 and 5.
        (("--items", "10"), "0", "0"),
        (("--items", "11"), "100", "1×100 = 100"),
        (("--items", "35"), "3000", "20×100 + 5×200 = 3000"),
        (("--items", "35", "--earlier", "8"), "4900", "20×100 + 10×200 + 3×300 = 4900"),
        (("--items", "1", "--earlier", "30"), "200", "1×200 = 200"),
        (("--pages", "30"), "0", "0"),
        (("--pages", "57"), "270", "27×10 = 270"),
        (("--pages", "201"), "2740", "70×10 + 100×20 + 1×40 = 2740"),
    ],
)
def test_sums(args: tuple[str, ...], total: str, words: str) -> None:
    found = json_of(*args)
    assert (found["total"], found["sum"]) == (total, words)
    assert sum(int(line["amount"]) for line in found["lines"]) == int(total)


def test_earlier_items_are_named() -> None:
    assert "本月此前 8 件，这次是第 9 至 43 件" in out("--items", "35", "--earlier", "8")


def test_nothing_owed_asks_for_no_payment() -> None:
    text = out("--items", "5")
    assert text.startswith("按件计收，5 件：不收费。") and "缴费" not in text


def test_terms_of_notice_and_payment() -> None:
    found = json_of("--pages", "119", "--received", "2026-03-02", "--notified", "2026-03-20")
    assert found["notice_due"] == {"day": "2026-03-30", "provisional": False}
    assert found["payment_due"] == {"day": "2026-04-20", "provisional": False}
    text = out("--pages", "119", "--received", "2026-03-02", "--notified", "2026-03-20").replace("\n      ", "")
    assert "2026-03-30（周一）" in text and "2026-04-20（周一）" in text


def test_html_and_file(tmp_path: Path) -> None:
    place = tmp_path / "收费.html"
    out("--items", "35", "--format", "html", "-o", str(place))
    assert "20×100 + 5×200 = 3000" in place.read_text(encoding="utf-8")
    assert run("fee", "--items", "35", "-o", str(place)).exit_code == faults.FAILED


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "请填写件数"),
        (["--items", "3", "--pages", "119"], "按件或者按量择一计费"),
        (["--pages", "119", "--earlier", "3"], "不与本月其他申请累计"),
        (["--items", "-3"], "--items 要填 1 到 10000 的整数"),
        (["--items", "0"], "--items 要填"),
        (["--items", "3.5"], "--items 要填"),
        (["--items", "99999999999999999999"], "--items 要填"),
        (["--pages", "１２"], "--pages 要填"),
        (["--items", "5", "--earlier", "-1"], "--earlier 要填"),
        (["--pages", "50", "--received", "2026-02-29"], "2026 年 2 月只有 28 天"),
        (["--pages", "50", "--received", "2020-12-31"], "不收费"),
        (["--pages", "50", "--received", "2026-03-02", "--notified", "2026-03-01"], "早于收到申请之日"),
    ],
)
def test_what_cannot_be(arguments: list[str], words: str) -> None:
    result = run("fee", *arguments)
    assert result.exit_code == faults.FAILED
    assert words in result.stderr and result.stderr.count("\n") == 1 and result.stdout == ""
