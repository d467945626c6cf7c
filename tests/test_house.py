"""The rules of the house, as tests: sizes, names, citations, layers, and the official wording of the form."""

import ast
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.deadlines import DEADLINES
from gongkai.law.events import CHANNELS, KINDS
from gongkai.law.outcomes import OUTCOMES, Group
from gongkai.law.remedies import COURSES, RESULTS
from gongkai.report.cells import State
from gongkai.report.checks import CHECKS
from gongkai.report.checks.rule import Check
from gongkai.report.form import Form
from gongkai.report.identities import COLLAPSED_OTHER, across_years, within
from gongkai.report.reading import FORMS
from gongkai.sources import INSTRUMENTS, Citation
from tests.paths import CASES, ROOT, SHARED

SRC = ROOT / "src" / "gongkai"
MODULES = sorted(SRC.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
TEMPLATE = SHARED / "reports" / "files" / "政务公开年报模版.docx"
MAX_LINES, MAX_FUNCTION_LINES = 400, 40
Function = ast.FunctionDef | ast.AsyncFunctionDef

# Row labels of 国办公开办函〔2021〕30号, written down here a second time and on purpose: a slip in the code's table shows.
OFFICIAL_ROWS_3 = """\
一、本年新收政府信息公开申请数量
二、上年结转政府信息公开申请数量
（一）予以公开
（二）部分公开（区分处理的，只计这一情形，不计其他情形）
1.属于国家秘密
2.其他法律行政法规禁止公开
3.危及“三安全一稳定”
4.保护第三方合法权益
5.属于三类内部事务信息
6.属于四类过程性信息
7.属于行政执法案卷
8.属于行政查询事项
1.本机关不掌握相关政府信息
2.没有现成信息需要另行制作
3.补正后申请内容仍不明确
1.信访举报投诉类申请
2.重复申请
3.要求提供公开出版物
4.无正当理由大量反复申请
5.要求行政机关确认或重新出具已获取信息
1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请
3.其他
（七）总计
四、结转下年度继续办理""".splitlines()
OFFICIAL_2 = [
    ("第二十条第（一）项", ["本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "行政规范性文件"]),
    ("第二十条第（五）项", ["本年处理决定数量"], ["行政许可"]),
    ("第二十条第（六）项", ["本年处理决定数量"], ["行政处罚", "行政强制"]),
    ("第二十条第（八）项", ["本年收费金额（单位：万元）"], ["行政事业性收费"]),
]
OFFICIAL_COLUMNS_3 = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
OFFICIAL_COLUMNS_4 = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def tracked() -> list[Path]:
    """Every file that belongs to the project, read as git sees it where this is a git checkout."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode == 0 and listing.stdout:
        return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    hidden = {".git", ".venv", ".fonts"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not hidden & set(p.relative_to(ROOT).parts)]


# Sizes and names


def test_no_module_is_long() -> None:
    long = {place(p): n for p in MODULES if (n := len(p.read_text(encoding="utf-8").splitlines())) > MAX_LINES}
    assert not long


def test_no_function_is_long() -> None:
    long = [
        f"{place(path)}:{f.lineno} {f.name}: {f.end_lineno - f.lineno + 1}"
        for path, tree in TREES.items()
        for f in functions(tree)
        if f.end_lineno and f.end_lineno - f.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert not long


def test_modules_are_named_after_what_they_hold() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "service", "services", "handler", "handlers", "process"}
    vague |= {"data", "common", "misc", "base"}
    assert not [place(p) for p in MODULES if vague & {p.stem, *p.relative_to(SRC).parts[:-1]}]


def test_everything_public_is_described() -> None:
    missing = [
        f"{place(path)}:{getattr(node, 'lineno', 1)} {getattr(node, 'name', 'module')}"
        for path, tree in TREES.items()
        if "migrations" not in path.parts  # written by Django from the models
        for node in public(tree)
        if not ast.get_docstring(node)
    ]
    assert not missing


def public(tree: ast.Module) -> Iterator[ast.Module | ast.ClassDef | Function]:
    """The module, its public classes and functions, and the public methods of public classes.

    A module without any code, and an overridden method marked so, need no words of their own.
    """
    if tree.body:
        yield tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (n for n in node.body if isinstance(n, Function) and _speaks(n))


def _speaks(method: Function) -> bool:
    marks = {d.attr if isinstance(d, ast.Attribute) else getattr(d, "id", "") for d in method.decorator_list}
    return not method.name.startswith("_") and not marks & {"override", "overload", "setter"}


# Layers and the clock


def imports(tree: ast.AST) -> set[str]:
    """The top-level names of everything a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_only_the_command_line_knows_the_terminal() -> None:
    terminal = {"click", "rich", "rich_click", "tqdm"}
    outside = [p for p in MODULES if p.relative_to(SRC).parts[0] not in ("cli", "__main__.py")]
    assert not [place(p) for p in outside if imports(TREES[p]) & terminal]


def test_only_the_web_knows_django() -> None:
    outside = [p for p in MODULES if p.relative_to(SRC).parts[0] not in ("cli", "web", "__main__.py")]
    assert not [place(p) for p in outside if "django" in imports(TREES[p])]


def test_the_core_never_asks_what_day_it_is() -> None:
    asks = re.compile(r"\b(?:datetime|date)\.(?:now|today|utcnow)\(|\btime\.(?:time|localtime|gmtime)\(")
    outside = [p for p in MODULES if p.relative_to(SRC).parts[0] not in ("cli", "web")]
    assert not [place(p) for p in outside if asks.search(p.read_text(encoding="utf-8"))]


# Citations


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.key)
def test_outcome_cites(outcome) -> None:
    assert outcome.law
    assert all(citation.place and citation.instrument in INSTRUMENTS for citation in outcome.law)


@pytest.mark.parametrize("course", COURSES, ids=lambda c: c.key)
def test_course_cites(course) -> None:
    assert course.law.instrument in INSTRUMENTS


@pytest.mark.parametrize("row", [*DEADLINES, *KINDS], ids=lambda r: f"{type(r).__name__}-{r.key}")
def test_deadline_and_event_cite(row) -> None:
    assert row.law.place and row.law.instrument in INSTRUMENTS


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda f: f.key)
def test_identity_cites(form: Form) -> None:
    identities = [*within(form.key), *across_years(form.key, form.key)]
    assert identities
    assert not [i.code for i in identities if i.law.instrument is not form.instrument or not i.law.place]


def test_there_are_checks() -> None:
    assert CHECKS, "no check is registered"
    codes = [check.code for check in CHECKS]
    assert len(codes) == len(set(codes)), "a code is used twice"


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.code)
def test_check_is_complete(check: Check) -> None:
    assert re.fullmatch(r"[TYNDSU]\d?-\d+", check.code)
    assert isinstance(check.law, Citation) and check.law.instrument in INSTRUMENTS
    assert check.title and check.why and check.remedy


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.code)
def test_check_has_a_good_and_a_bad_sample(check: Check) -> None:
    folder = CASES / "checks" / check.code
    assert folder.is_dir(), f"{place(folder)} is missing"
    names = [path.name for path in folder.iterdir()]
    assert any(name.startswith("good") for name in names), f"{place(folder)}: no good sample"
    assert any(name.startswith("bad") for name in names), f"{place(folder)}: no bad sample"


def test_no_samples_without_a_check() -> None:
    folders = {path.name for path in (CASES / "checks").iterdir() if path.is_dir()}
    assert folders <= {check.code for check in CHECKS}


# The form, word for word


def test_rows_of_section_3_in_order() -> None:
    block = FORMS["2021"].table(3).blocks[0]
    assert [row.label for row in block.rows] == OFFICIAL_ROWS_3
    assert [column.words for column in block.columns] == OFFICIAL_COLUMNS_3


def test_rows_of_section_2_in_order() -> None:
    blocks = FORMS["2021"].table(2).blocks
    printed = [(b.heading, [c.words for c in b.columns], [r.label for r in b.rows]) for b in blocks]
    assert printed == OFFICIAL_2


def test_rows_of_section_4_in_order() -> None:
    block = FORMS["2021"].table(4).blocks[0]
    assert [row.label for row in block.rows] == ["行政复议", "未经复议直接起诉", "复议后起诉"]
    assert [column.words for column in block.columns] == OFFICIAL_COLUMNS_4


def test_2019_differs_in_one_group_of_section_3() -> None:
    rows = [row.label for row in FORMS["2019"].table(3).blocks[0].rows]
    assert rows == [*OFFICIAL_ROWS_3[:20], "（六）其他处理", *OFFICIAL_ROWS_3[23:]]


@pytest.mark.skipif(not TEMPLATE.exists(), reason="needs ../shared")
def test_the_official_blank_form_says_the_same() -> None:
    """Every label of the table stands in the official file, in the table's order."""
    form, at, text = FORMS["2021"], 0, template_text()
    for section in form.sections:
        assert f"{section.number}、{section.words}" in text
    for label in official_order(form):
        found = text.find(label, at)
        assert found >= 0, f"{label}: not found, or out of order"
        at = found + len(label)


def official_order(form: Form) -> Iterator[str]:
    """The words of sections 2 and 3 in the order they are printed: heads, then rows with the groups they open."""
    for block in form.table(2).blocks:
        yield block.heading
        yield from (column.words for column in block.columns)
        yield from (row.label for row in block.rows)
    yield form.head["rule"]
    yield from (form.head["applicants"], "自然人", form.head["organizations"], "总计", *OFFICIAL_COLUMNS_3[1:-1])
    open_groups: tuple[str, ...] = ()
    for row in form.table(3).blocks[0].rows:
        yield from (group for group in row.groups if group not in open_groups)
        open_groups = row.groups
        yield row.label


def template_text() -> str:
    """The text of the blank form, read with nothing of ours: runs joined, no breaks."""
    xml = zipfile.ZipFile(TEMPLATE).read("word/document.xml").decode()
    return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml))


# Words


def keys() -> set[str]:
    """Every key that is stored or printed as JSON."""
    found = {state.value for state in State} | {group.name.lower() for group in Group}
    found |= {o.key for o in OUTCOMES} | {k.key for k in APPLICANT_KINDS}
    found |= {row.key for table in (DEADLINES, KINDS, CHANNELS) for row in table}
    found |= {c.key for c in COURSES} | {r.key for r in RESULTS} | {i.key for i in INSTRUMENTS} | {COLLAPSED_OTHER}
    for form in FORMS.values():
        found |= {part for address in form.addresses for part in (address.row, address.column)}
        found |= {section.key for section in form.sections}
    return found


def test_every_key_is_in_the_glossary() -> None:
    known = set(re.findall(r"`([A-Za-z_0-9]+)`", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")))
    assert not sorted(keys() - known)


# What is committed


def test_nothing_names_a_registry_or_this_machine() -> None:
    # Split so that this file does not name them either.
    hosts = [
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "npmjs" + ".org",
        "aliyun" + ".com/pypi",
        "tuna.tsinghua" + ".edu",
    ]
    paths = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/opt/" + "pypi", "/opt/" + "wheels"]
    named = [
        f"{place(path)}: {word}"
        for path in tracked()
        for text in [path.read_bytes().decode("utf-8", "replace")]
        for word in hosts + paths
        if word in text
    ]
    assert not named


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_lock_file_has_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text and "--index" not in text and "--find-links" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    unpinned = [
        entry.split()[0] for entry in entries if not re.match(r"[\w.\[\]-]+==\S+ .*--hash=sha256:", entry, re.S)
    ]
    assert not unpinned


def test_the_two_locks_agree() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(encoding="utf-8"), re.M))

    assert pins("requirements.lock") <= pins("requirements-test.lock")


def test_nothing_is_left_to_do() -> None:
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    assert not [
        place(p) for p in tracked() if p.suffix in {".py", ".md", ".sh", ".toml"} and marks.search(p.read_text())
    ]
