"""``read``, ``diff``, ``convert``, ``sum`` and ``checks``."""

import csv
import io
import json
from pathlib import Path

import pytest

from gongkai.cli import faults
from gongkai.documents import read, text
from gongkai.documents.json import read as read_json
from gongkai.report.checks import CHECKS
from tests.cli.samples import AFTER, BEFORE, DOUBLE, FLAT, RIGHT, changed, make, put, run


class TestRead:
    def test_it_works(self, tmp_path: Path) -> None:
        path = put(tmp_path, RIGHT)
        result = run("read", str(path))
        assert result.exit_code == 0
        assert read_json(result.stdout) == read(path.read_bytes(), name=path.name).report
        assert list(json.loads(result.stdout))[:4] == ["schema", "organ", "year", "form"]

    def test_table(self, tmp_path: Path) -> None:
        result = run("read", str(put(tmp_path, RIGHT)), "--format", "table")
        assert result.stdout.startswith("青澜市财政局 2024 年政府信息公开工作年度报告")
        row = next(line for line in result.stdout.splitlines() if "一、本年新收" in line)
        assert row.split() == ["一、本年新收政府信息公开申请数量", "4", "1", "0", "0", "0", "0", "5"]

    def test_table_shows_what_is_undecided(self, tmp_path: Path) -> None:
        report = make(RIGHT)
        path = tmp_path / "flat.txt"
        path.write_bytes(text.write(report, style="flat"))
        result = run("read", str(path), "--format", "table")
        row = next(line for line in result.stdout.splitlines() if "行政规范性文件" in line)
        assert row.split()[1:] == ["?", "?", "?"]
        assert "「本年制发件数」列：2、21" in result.stdout

    def test_csv(self, tmp_path: Path) -> None:
        result = run("read", str(put(tmp_path, RIGHT)), "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
        assert len(rows) == 200 and rows[0]["organ"] == "青澜市财政局"

    def test_to_a_file(self, tmp_path: Path) -> None:
        out = tmp_path / "a.json"
        result = run("read", str(put(tmp_path, RIGHT)), "-o", str(out))
        assert result.stdout == "" and json.loads(out.read_bytes())["year"] == 2024

    def test_last_year_decides(self, tmp_path: Path) -> None:
        path = tmp_path / "flat.txt"
        path.write_bytes(text.write(make(AFTER), style="flat"))
        before = put(tmp_path, BEFORE)
        figures = json.loads(run("read", str(path)).stdout)["section2"]["normative_document"]
        assert {c["state"] for c in figures.values() if "state" in c} <= {"undecided"}
        settled = run("read", str(path), "--previous", str(before))
        assert settled.exit_code == 0

    def test_no_report_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("今天的会议改到下午三点。", encoding="utf-8")
        result = run("read", str(path))
        assert result.exit_code == faults.FAILED and result.stdout == "" and result.stderr.count("\n") == 1

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        assert "是文件夹" in run("read", str(tmp_path)).stderr


class TestDiff:
    def test_it_works(self, tmp_path: Path) -> None:
        result = run("diff", str(put(tmp_path, BEFORE)), str(put(tmp_path, AFTER)))
        assert result.exit_code == faults.ERRORS_FOUND
        row = next(line for line in result.stdout.splitlines() if "行政许可" in line)
        assert row.split()[-4:] == ["23", "25", "+2", "+8.7%"]
        assert "行政处罚" not in result.stdout
        assert "Y-1" in result.stdout and "Y-2" in result.stdout

    def test_all_cells(self, tmp_path: Path) -> None:
        assert "行政处罚" in run("diff", str(put(tmp_path, BEFORE)), str(put(tmp_path, AFTER)), "--all").stdout

    def test_json(self, tmp_path: Path) -> None:
        result = run("diff", str(put(tmp_path, BEFORE)), str(put(tmp_path, AFTER)), "--format", "json")
        whole = json.loads(result.stdout)
        assert whole["years"] == [2023, 2024]
        change = next(c for c in whole["changes"] if c["row"] == "licence")
        assert (change["old"]["value"], change["new"]["value"], change["change"], change["percent"]) == (23, 25, 2, 8.7)
        assert {f["code"] for f in whole["findings"]} >= {"Y-1", "Y-2"}

    def test_two_years_that_agree(self, tmp_path: Path) -> None:
        path = put(tmp_path, FLAT)
        other = put(tmp_path, FLAT, year=2023)
        result = run("diff", str(other), str(path))
        assert "各格都没有变化" in result.stdout

    def test_years_that_do_not_follow_each_other_are_said(self, tmp_path: Path) -> None:
        earlier, now = str(put(tmp_path, BEFORE, year=2022)), str(put(tmp_path, AFTER))
        result = run("diff", earlier, now)
        told = "".join(result.stdout.split())
        assert "注意：2022年与2024年不相邻" in told and "要核对请给出2023年的报告" in told
        assert "没有发现对不上" not in told and "Y-1" not in told and result.exit_code == faults.OK
        note = json.loads(run("diff", earlier, now, "--format", "json").stdout)["note"]
        assert note.startswith("2022 年与 2024 年不相邻")
        near = run("diff", str(put(tmp_path, BEFORE)), now, "--format", "json")
        assert json.loads(near.stdout)["note"] is None

    def test_two_reports_of_one_year_are_said(self, tmp_path: Path) -> None:
        result = run("diff", str(put(tmp_path, AFTER)), str(put(tmp_path, AFTER, "another.txt")))
        assert "两份都是2024年的报告" in "".join(result.stdout.split())

    def test_the_wrong_order_is_refused(self, tmp_path: Path) -> None:
        result = run("diff", str(put(tmp_path, AFTER)), str(put(tmp_path, BEFORE)))
        assert result.exit_code == faults.FAILED and "先写上年" in result.stderr

    def test_another_organ_is_said(self, tmp_path: Path) -> None:
        assert "机关不同" in run("diff", str(put(tmp_path, BEFORE)), str(put(tmp_path, RIGHT))).stderr


class TestConvert:
    @pytest.mark.parametrize("format_", ["docx", "html", "xlsx", "csv", "json", "txt"])
    def test_it_works(self, tmp_path: Path, format_: str) -> None:
        path, out = put(tmp_path, RIGHT), tmp_path / f"out.{format_}"
        result = run("convert", str(path), "-o", str(out))
        assert result.exit_code == 0, result.output
        again = read(out.read_bytes(), name=out.name).report
        assert again.cells == make(RIGHT).cells

    def test_pdf(self, tmp_path: Path) -> None:
        out = tmp_path / "out.pdf"
        result = run("convert", str(put(tmp_path, RIGHT)), "-o", str(out))
        # Without the fonts there is one sentence and nothing is written.
        assert out.read_bytes().startswith(b"%PDF") if result.exit_code == 0 else not out.exists()

    def test_to_standard_output(self, tmp_path: Path) -> None:
        assert "青澜市财政局" in run("convert", str(put(tmp_path, RIGHT)), "-t", "txt").stdout

    def test_an_existing_file_is_not_overwritten(self, tmp_path: Path) -> None:
        path, out = put(tmp_path, RIGHT), tmp_path / "out.html"
        out.write_text("mine", encoding="utf-8")
        result = run("convert", str(path), "-o", str(out))
        assert result.exit_code == faults.FAILED and "--force" in result.stderr
        assert out.read_text(encoding="utf-8") == "mine"
        assert run("convert", str(path), "-o", str(out), "--force").exit_code == 0
        assert out.read_text(encoding="utf-8") != "mine"

    def test_a_format_must_be_known(self, tmp_path: Path) -> None:
        path = str(put(tmp_path, RIGHT))
        assert "-t" in run("convert", path).stderr
        assert "-t" in run("convert", path, "-o", str(tmp_path / "a.rtf")).stderr

    def test_several_reports_need_a_year(self, tmp_path: Path) -> None:
        import zipfile

        whole = tmp_path / "two.zip"
        with zipfile.ZipFile(whole, "w") as out:
            for example in (BEFORE, AFTER):
                out.write(put(tmp_path, example), f"{example.year}.txt")
        result = run("convert", str(whole), "-t", "txt")
        assert result.exit_code == faults.FAILED and "--year" in result.stderr and "2023" in result.stderr
        assert "2023" in run("convert", str(whole), "-t", "txt", "--year", "2023").stdout


class TestSum:
    def test_it_works(self, tmp_path: Path) -> None:
        put(tmp_path, RIGHT)
        put(tmp_path, DOUBLE)
        result = run("sum", str(tmp_path), "--format", "json")
        assert result.exit_code == 0, result.output
        whole = json.loads(result.stdout)
        assert [m["organ"] for m in whole["members"]] == ["青澜市自然资源和规划局", "青澜市财政局"]
        assert whole["sum"]["section3"]["new"]["total"]["value"] == 30
        assert whole["sum"]["section2"]["licence"]["decisions"]["value"] == 448

    def test_table(self, tmp_path: Path) -> None:
        put(tmp_path, RIGHT)
        put(tmp_path, DOUBLE)
        result = run("sum", str(tmp_path))
        assert next(line for line in result.stdout.splitlines() if "行政许可" in line).split() == ["行政许可", "448"]

    def test_against_the_area(self, tmp_path: Path) -> None:
        put(tmp_path, RIGHT)
        put(tmp_path, FLAT)
        area = changed(make(RIGHT), {(2, "licence", "decisions"): 36})
        path = tmp_path / "青澜市2024.txt"
        from dataclasses import replace

        area = replace(area, organ="青澜市", title="青澜市2024年政府信息公开工作年度报告")
        path.write_bytes(text.write(area, style="lines"))
        result = run("sum", str(tmp_path), "--against", str(path), "--format", "json")
        assert result.exit_code == faults.ERRORS_FOUND, result.output
        whole = json.loads(result.stdout)
        assert len(whole["members"]) == 2
        licence = next(d for d in whole["differences"] if d["row"] == "licence")
        assert (licence["printed"], licence["sum"], licence["gap"]) == (36, 94, -58)
        assert licence["likely"] == ["青澜市白鹭镇人民政府"]
        told = run("sum", str(tmp_path), "--against", str(path)).stdout
        assert "可能漏加 青澜市白鹭镇人民政府" in told

    def test_who_is_missing(self, tmp_path: Path) -> None:
        put(tmp_path, RIGHT)
        names = tmp_path / "names.list"
        names.write_text("青澜市财政局\n青澜市水务局\n", encoding="utf-8")
        assert "还没有报的 1 个：青澜市水务局" in run("sum", str(tmp_path), "--expect", str(names)).stderr

    def test_xlsx(self, tmp_path: Path) -> None:
        put(tmp_path, RIGHT)
        out = tmp_path / "sum.xlsx"
        assert run("sum", str(tmp_path), "--format", "xlsx", "-o", str(out)).exit_code == 0
        assert out.read_bytes().startswith(b"PK")

    def test_one_that_cannot_be_read_is_said(self, tmp_path: Path) -> None:
        put(tmp_path, RIGHT)
        (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
        result = run("sum", str(tmp_path))
        assert result.exit_code == faults.FAILED and "坏.pdf" in result.stderr and "表三" in result.stdout

    def test_the_same_report_twice_counts_once(self, tmp_path: Path) -> None:
        put(tmp_path, RIGHT, "a.txt")
        put(tmp_path, RIGHT, "b.txt")
        result = run("sum", str(tmp_path), "--format", "json")
        assert json.loads(result.stdout)["sum"]["section3"]["new"]["total"]["value"] == 5
        assert "重复" in result.stderr

    def test_years_are_not_mixed(self, tmp_path: Path) -> None:
        put(tmp_path, BEFORE)
        put(tmp_path, AFTER)
        put(tmp_path, RIGHT)
        result = run("sum", str(tmp_path))
        assert result.exit_code == faults.FAILED and "--year" in result.stderr
        result = run("sum", str(tmp_path), "--year", "2024", "--format", "json")
        whole = json.loads(result.stdout)
        assert len(whole["members"]) == 2 and whole["sum"]["year"] == 2024
        assert "2023" in result.stderr

    def test_nothing_to_add_is_refused(self, tmp_path: Path) -> None:
        assert run("sum", str(tmp_path)).exit_code == faults.FAILED


class TestChecks:
    def test_it_works(self) -> None:
        result = run("checks")
        assert all(check.code in result.stdout for check in CHECKS)
        assert f"共 {len(CHECKS)} 项" in result.stdout

    def test_json(self) -> None:
        whole = json.loads(run("checks", "--format", "json").stdout)
        assert [c["code"] for c in whole["checks"]] == [c.code for c in CHECKS]
        assert set(whole["checks"][0]) == {"code", "severity", "title", "why", "remedy", "law"}

    def test_one_in_full(self) -> None:
        result = run("checks", "T3-1")
        assert "理由" in result.stdout and "依据" in result.stdout and "T3-2 " not in result.stdout
