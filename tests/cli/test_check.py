"""``gongkai check``: what it prints, its exit status, and a batch."""

import json
from pathlib import Path

import pytest

from gongkai.cli import faults
from gongkai.documents import read
from tests.cli.samples import AFTER, BEFORE, DOUBLE, FLAT, RIGHT, archive, make, put, run


def test_it_works(tmp_path: Path) -> None:
    result = run("check", str(put(tmp_path, RIGHT)))
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("青澜市财政局 2024 年政府信息公开工作年度报告\n")
    assert "读出 200" in result.stdout
    assert "没有发现错误，也没有疑问。" in result.stdout


def test_an_error_names_the_cell_the_figures_and_the_law(tmp_path: Path) -> None:
    result = run("check", str(put(tmp_path, DOUBLE)))
    assert result.exit_code == faults.ERRORS_FOUND
    assert "T3-2  错误" in result.stdout
    assert "「（七）总计」" in result.stdout
    assert "表内" in result.stdout and "，应为" in result.stdout and "依据" in result.stdout
    assert result.stdout.index("错误 ") < result.stdout.index("须改正")
    assert "\x1b[" not in result.stdout


def test_errors_come_before_questions(tmp_path: Path) -> None:
    put(tmp_path, BEFORE)
    result = run("check", str(put(tmp_path, AFTER)), "--previous", str(tmp_path))
    assert result.exit_code == faults.ERRORS_FOUND
    assert result.stdout.index("Y-1") < result.stdout.index("Y-2")


def test_json_is_the_contract(tmp_path: Path) -> None:
    result = run("check", str(put(tmp_path, DOUBLE)), "--format", "json")
    assert result.exit_code == faults.ERRORS_FOUND
    whole = json.loads(result.stdout)
    assert list(whole) == ["schema", "reports"] and whole["schema"] == 1
    (entry,) = whole["reports"]
    assert list(entry) == ["report", "findings"]
    assert "narrative" not in entry["report"] and "passages" not in entry["report"]
    assert entry["report"]["section3"]["new"]["natural_person"] == {"value": 21, "raw": "21"}
    assert {f["code"] for f in entry["findings"]} == {"T3-2"}
    assert set(entry["findings"][0]) == {
        "code", "severity", "where", "printed", "expected", "message", "remedy", "law", "likely_cause",
    }  # fmt: skip


def test_json_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "out" / "result.json"
    assert run("check", str(put(tmp_path, RIGHT)), "--format", "json", "-o", str(out)).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["reports"][0]["findings"] == []


def test_text_to_a_file_has_no_colour(tmp_path: Path) -> None:
    out = tmp_path / "result.txt"
    result = run("check", str(put(tmp_path, DOUBLE)), "-o", str(out))
    assert result.exit_code == 1 and result.stdout == ""
    assert "T3-2" in out.read_text(encoding="utf-8") and "\x1b" not in out.read_text(encoding="utf-8")


def test_a_file_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    put(tmp_path, RIGHT)
    (tmp_path / "坏的.docx").write_bytes(b"PK\x03\x04 broken")
    put(tmp_path, FLAT)
    result = run("check", str(tmp_path))
    assert result.exit_code == faults.FAILED
    assert "坏的.docx：" in result.stderr and "Traceback" not in result.output
    assert "青澜市财政局" in result.stdout and "青澜市白鹭镇人民政府" in result.stdout
    assert "1 个文件读不了" in result.stdout


def test_a_missing_file_is_said_in_one_sentence() -> None:
    result = run("check", "没有.docx")
    assert result.exit_code == faults.FAILED
    assert result.stderr == "不能打开 没有.docx：文件不存在。\n"


def test_previous_may_be_a_file_or_a_folder(tmp_path: Path) -> None:
    last = tmp_path / "2023"
    last.mkdir()
    before = put(last, BEFORE)
    put(last, RIGHT, "别的.txt", year=2023)
    after = put(tmp_path, AFTER)
    for previous in (before, last):
        result = run("check", str(after), "--previous", str(previous))
        assert "Y-1" in result.stdout, result.output
    assert "Y-1" not in run("check", str(after)).stdout


def test_previous_that_holds_no_report_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("check", str(put(tmp_path, RIGHT)), "--previous", str(tmp_path / "empty"))
    assert result.exit_code == faults.FAILED
    assert "没有读出年度报告" in result.stderr
    assert "不存在" in run("check", str(tmp_path), "--previous", "nowhere").stderr


def test_a_previous_report_that_is_not_last_years_is_said(tmp_path: Path) -> None:
    result = run("check", str(put(tmp_path, RIGHT)), "--previous", str(put(tmp_path, BEFORE)))
    assert result.exit_code == 0 and "没有用上" in result.stderr
    result = run("check", str(put(tmp_path, AFTER)), "--previous", str(put(tmp_path, BEFORE, year=2022)))
    assert "没有用上" in result.stderr and "Y-1" not in result.stdout


def test_two_years_in_one_batch_are_seen_together(tmp_path: Path) -> None:
    put(tmp_path, BEFORE)
    put(tmp_path, AFTER)
    result = run("check", str(tmp_path), "--format", "json")
    found = {e["report"]["year"]: {f["code"] for f in e["findings"]} for e in json.loads(result.stdout)["reports"]}
    assert {"Y-1", "Y-2"} <= found[2024]
    assert not found[2023]


def test_copied_text_is_found_among_the_reports_of_a_batch(tmp_path: Path) -> None:
    put(tmp_path, RIGHT)
    put(tmp_path, RIGHT, organ="青澜市商务局")
    alone = run("check", str(tmp_path / "青澜市商务局2024.txt"), "--format", "json")
    both = run("check", str(tmp_path), "--format", "json")
    assert json.loads(alone.stdout)["reports"][0]["findings"] == []
    assert all(entry["findings"] for entry in json.loads(both.stdout)["reports"])


def test_the_order_is_that_of_the_command_line_on_all_cores(tmp_path: Path) -> None:
    for number in range(24):
        put(tmp_path, RIGHT, f"{number:02}.txt", organ=f"青澜市第{number}局")
    one = run("check", str(tmp_path), "-j", "1", "--format", "json")
    many = run("check", str(tmp_path), "-j", "3", "--format", "json")
    assert one.stdout == many.stdout
    organs = [entry["report"]["organ"] for entry in json.loads(one.stdout)["reports"]]
    assert organs == [f"青澜市第{number}局" for number in range(24)]


def test_a_large_batch_takes_a_line_each_and_one_table(tmp_path: Path) -> None:
    for number in range(11):
        put(tmp_path, DOUBLE if number == 3 else RIGHT, f"{number:02}.txt", organ=f"青澜市第{number}局")
    result = run("check", str(tmp_path))
    assert "依据" not in result.stdout
    assert "共 11 份报告，1 份有错误" in result.stdout
    assert result.stdout.count("青澜市第3局") == 2  # its line and its row
    assert "依据" in run("check", str(tmp_path), "--full").stdout


def test_who_is_missing(tmp_path: Path) -> None:
    put(tmp_path, RIGHT)
    put(tmp_path, BEFORE)
    names = tmp_path / "名单.txt"
    names.write_bytes("# 应报机关\n青澜市财政局\n\n市教育局\n青澜市水务局\n".encode("gb18030"))
    result = run("check", str(tmp_path), "--expect", str(names))
    assert "还没有报的 1 个：青澜市水务局。" in result.stdout
    names.write_text("青澜市财政局", encoding="utf-8")
    result = run("check", str(tmp_path), "--expect", str(names))
    assert "名单上的 1 个机关都报了。" in result.stdout
    assert "不在名单上的 1 个：青澜市教育局。" in result.stdout


def test_an_archive_is_a_folder(tmp_path: Path) -> None:
    one, two = put(tmp_path, RIGHT).read_bytes(), put(tmp_path, FLAT).read_bytes()
    whole = archive(tmp_path / "全市.zip", [("财政/年报.txt", one), ("白鹭镇.txt", two), ("说明.ini", b"x")])
    result = run("check", str(whole), "--format", "json")
    assert [e["report"]["organ"] for e in json.loads(result.stdout)["reports"]] == [
        "青澜市白鹭镇人民政府",
        "青澜市财政局",
    ]
    assert "白鹭镇.txt" in run("check", str(whole)).stdout


def test_resume_reads_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, manifest = tmp_path / "in", tmp_path / "progress.jsonl"
    folder.mkdir()
    put(folder, RIGHT)
    put(folder, DOUBLE)
    first = run("check", str(folder), "--resume", str(manifest), "--format", "json")
    assert len(manifest.read_text(encoding="utf-8").splitlines()) >= 2
    with manifest.open("a", encoding="utf-8") as file:
        file.write('{"sha256": "cut o')  # a run that was killed while writing
    put(folder, FLAT)
    read_now = []

    def counted(data: bytes, *, name: str = "", **others: object) -> object:
        read_now.append(name)
        return original(data, name=name, **others)

    import gongkai.documents

    original = gongkai.documents.read
    monkeypatch.setattr(gongkai.documents, "read", counted)
    again = run("check", str(folder), "--resume", str(manifest), "--format", "json")
    assert read_now == ["青澜市白鹭镇人民政府2024.txt"]
    done = json.loads(again.stdout)["reports"]
    assert [e for e in done if e["report"]["organ"] != "青澜市白鹭镇人民政府"] == json.loads(first.stdout)["reports"]


def test_resume_refuses_a_file_that_is_something_else(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not json\n", encoding="utf-8")
    result = run("check", str(put(tmp_path, RIGHT)), "--resume", str(other))
    assert result.exit_code == faults.FAILED and "进度文件" in result.stderr
    assert other.read_text(encoding="utf-8") == "not json\n"


def test_standard_input(tmp_path: Path) -> None:
    result = run("check", "-", stdin=put(tmp_path, RIGHT).read_bytes())
    assert result.exit_code == 0 and "标准输入" in result.stdout


@pytest.mark.parametrize(("format_", "begins"), [("docx", b"PK"), ("html", b"<!")])
def test_a_checked_document_is_written(tmp_path: Path, format_: str, begins: bytes) -> None:
    out = tmp_path / f"checked.{format_}"
    result = run("check", str(put(tmp_path, DOUBLE)), "--format", format_, "-o", str(out))
    assert result.exit_code == faults.ERRORS_FOUND, result.output
    assert out.read_bytes().startswith(begins)


def test_checked_documents_of_a_batch_go_into_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    one, two = put(tmp_path / "in", RIGHT), put(tmp_path / "in", DOUBLE)
    out = tmp_path / "out"
    result = run("check", str(one), str(two), "--format", "docx", "-o", str(out))
    assert result.exit_code == faults.ERRORS_FOUND
    assert sorted(p.name for p in out.rglob("*.docx")) == sorted(f"{p.stem}-核对.docx" for p in (one, two))


def test_docx_without_a_place_to_write_is_refused(tmp_path: Path) -> None:
    result = run("check", str(put(tmp_path, RIGHT)), "--format", "docx")
    assert result.exit_code == faults.FAILED and "-o" in result.stderr


def test_nothing_to_check_is_refused(tmp_path: Path) -> None:
    assert "没有找到可读的文件" in run("check").stderr
    assert "没有可读的文件" in run("check", str(tmp_path)).stderr
    assert run("check").exit_code == faults.FAILED


def test_the_shipped_examples_show_what_they_declare() -> None:
    result = run("check", "--examples", "--format", "json")
    from tests.cli.samples import examples

    found = {
        e["report"]["source"]["name"]: {f["code"] for f in e["findings"]} for e in json.loads(result.stdout)["reports"]
    }
    assert found == {e.name: set(e.shows) for e in examples.EXAMPLES}
    told = run("check", "--examples").stdout
    assert "虚构" in told and told.index("没有发现错误") < told.index("T3-2")


def test_the_shipped_examples_are_those_of_the_script() -> None:
    from tests.cli.samples import examples

    for example in examples.EXAMPLES:
        path = examples.FOLDER / example.name
        assert read(path.read_bytes(), name=path.name).report == make(example), example.name


def test_two_reports_of_one_organ_and_year_are_told(tmp_path: Path) -> None:
    put(tmp_path, RIGHT, "甲.txt")
    put(tmp_path, DOUBLE, "乙.txt", organ="青澜市财政局")
    result = run("check", str(tmp_path))
    assert "的报告有 2 份：" in result.stdout
    assert "甲.txt" in result.stdout.split("有 2 份")[1] and "乙.txt" in result.stdout.split("有 2 份")[1]
    whole = run("check", str(tmp_path), "--format", "json")
    assert len(json.loads(whole.stdout)["reports"]) == 2
    assert "的报告有 2 份：" in whole.stderr
