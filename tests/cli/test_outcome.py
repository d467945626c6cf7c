"""``gongkai outcome``: asked on standard input, given on the command line, listed."""

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.cli import faults
from gongkai.law.advice import advise, next_question
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.questions import QUESTION
from tests.cli.samples import run

WITHDRAWN = ("outcome", "--answer", "办理状态=申请人撤回")


def asked(text: str, *args: str) -> Any:
    return run("outcome", *args, stdin=text.encode())


def typed(answers: dict[str, str]) -> str:
    """The numbers somebody would type to give these answers."""
    lines, given = [], dict[str, str]()
    while (question := next_question(given)) is not None:
        answer = answers.get(question.key, "no" if question.option("no") else question.options[0].key)
        option = question.option(answer)
        assert option is not None
        lines.append(str(question.options.index(option) + 1))
        given[question.key] = option.key
    return "\n".join(lines) + "\n"


def test_it_works() -> None:
    result = run(*WITHDRAWN)
    assert result.exit_code == 0
    assert result.stdout.startswith("办理结果：其他处理 · 其他\n")
    assert "依据  《政府信息公开条例》第三十三条" in result.stdout and "办理状态：申请人撤回" in result.stdout


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "办理结果：予以公开"),
        ({"third_party": "privacy", "opinion": "refused", "separable": "yes"}, "办理结果：部分公开"),
        ({"third_party": "privacy", "opinion": "refused"}, "办理结果：不予公开 · 保护第三方合法权益"),
        ({"third_party": "privacy", "opinion": "not_asked"}, "还不能作出答复：先书面征求第三方意见"),
        ({"search": "none"}, "办理结果：无法提供 · 本机关不掌握相关政府信息"),
    ],
)
def test_the_questions_lead_to_the_advice(answers: dict[str, str], words: str) -> None:
    result = asked(typed(answers))
    assert result.exit_code == 0 and words in result.stdout
    found = json.loads(asked(typed(answers), "--format", "json").stdout)
    expected = advise(found["answers"])
    assert [a["outcome"] or a["step"] for a in found["advice"]] == [a.outcome or a.step for a in expected]


def test_back_goes_back() -> None:
    # 正在办理, 信访投诉举报 would end it: back twice from the third question, then withdrawn.
    result = asked("1\n1\nb\nb\n2\n")
    assert result.exit_code == 0 and "其他处理 · 其他" in result.stdout
    assert result.stdout.count("1. 这件申请现在是什么状态？") == 2


def test_back_goes_back_by_one() -> None:
    result = asked("1\n1\nb\n2\n")
    assert result.exit_code == 0 and "不予处理 · 信访举报投诉类申请" in result.stdout


def test_there_is_nothing_before_the_first_question() -> None:
    result = asked("b\n2\n")
    assert result.exit_code == 0 and "这是第一问" in result.stdout


def test_words_do_as_well_as_numbers() -> None:
    assert "办理结果：其他处理" in asked("申请人撤回\n").stdout


@pytest.mark.parametrize("line", ["0", "5", "-1", "", "x", "１"])
def test_a_wrong_number_is_asked_again(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.cli.questioning._interactive", lambda: True)
    result = asked(f"{line}\n2\n")
    assert result.exit_code == 0 and "不在选项里，请输入 1 到 4" in result.stdout


def test_a_wrong_number_in_a_pipe_ends_it() -> None:
    """Else the next line, meant for the next question, would be taken for this one."""
    result = asked("9\n2\n")
    assert result.exit_code == faults.FAILED and "「办理状态」不能回答「9」，选项是 1 到 4" in result.stderr


def test_quitting_says_so() -> None:
    result = asked("1\nq\n")
    assert result.exit_code == faults.INTERRUPTED and result.stderr == "已退出，没有得出结果。\n"


def test_input_that_ends_early() -> None:
    result = asked("1\n")
    assert result.exit_code == faults.FAILED
    assert "回答到「申请实质」就没有了" in result.stderr


def test_input_that_is_not_text() -> None:
    result = run("outcome", stdin=b"\xff\xfe\n")
    assert result.exit_code == faults.FAILED and "不是 UTF-8" in result.stderr


def test_json_keeps_the_questions_out_of_the_way() -> None:
    result = asked("2\n", "--format", "json")
    assert json.loads(result.stdout)["answers"] == {"standing": "withdrawn"}
    assert QUESTION["standing"].words in result.stderr


def test_the_letter_is_named() -> None:
    found = json.loads(run(*WITHDRAWN, "--format", "json").stdout)
    assert found["advice"][0]["letters"] == ["other"]
    assert "gongkai letter --show other" in run(*WITHDRAWN).stdout


def test_html_and_file(tmp_path: Path) -> None:
    place = tmp_path / "结果.html"
    assert run(*WITHDRAWN, "--format", "html", "-o", str(place)).exit_code == 0
    assert "<h1>办理结果：其他处理 · 其他</h1>" in place.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--answer", "办理状态"], "写得不对"),
        (["--answer", "天气=晴"], "没有「天气」这个问题"),
        (["--answer", "办理状态=不知道"], "不能回答「不知道」"),
        (["--answer", "办理状态=正在办理"], "请先回答「申请实质」"),
        (["--answer", "办理状态=正在办理", "--answer", "standing=withdrawn"], "回答了两次"),
        (["--answer", "办理状态=申请人撤回", "--answer", "申请实质=公开出版物"], "就不应再回答"),
        (["granted"], "gongkai outcome --list granted"),
        (["--list", "xyz"], "没有「xyz」这种办理结果"),
    ],
)
def test_what_cannot_be(arguments: list[str], words: str) -> None:
    result = run("outcome", *arguments)
    assert result.exit_code == faults.FAILED
    assert words in result.stderr and result.stderr.count("\n") == 1 and result.stdout == ""


def test_the_list_has_every_outcome_with_its_guidance() -> None:
    text = run("outcome", "--list").stdout
    assert all(f"（{o.key}）\n" in text for o in OUTCOMES)
    assert text.count("  用于  ") == text.count("  不用  ") == len(OUTCOMES)
    found = json.loads(run("outcome", "--list", "--format", "json").stdout)["outcomes"]
    assert [o["key"] for o in found] == [o.key for o in OUTCOMES] and all(o["use"] and o["avoid"] for o in found)


def test_the_list_of_some() -> None:
    text = run("outcome", "--list", "granted", "重复申请").stdout
    assert "（granted）\n" in text and "（repeated）\n" in text and text.count("  用于  ") == 2
    assert run("outcome", "--list", "granted", "--format", "html").stdout.startswith("<!doctype html>")
