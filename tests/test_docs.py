"""The documentation says what the code does: dependencies, commands, generated pages, links."""

import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from gongkai.report.checks import CHECKS
from tests.paths import ROOT

DOCS = ROOT / "docs"
COMMANDS_PAGE = DOCS / "guides" / "command-line.md"
LAW_COMMANDS_PAGE = DOCS / "guides" / "law-commands.md"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def dependencies() -> set[str]:
    extras = PROJECT["optional-dependencies"].values()
    lines = [*PROJECT["dependencies"], *(line for lines in extras for line in lines)]
    return {re.split(r"[\[<>=!~; ]", line)[0] for line in lines}


@pytest.mark.parametrize("name", sorted(dependencies()))
def test_dependency_earns_its_place(name: str) -> None:
    decisions = "".join(path.read_text(encoding="utf-8") for path in (DOCS / "decisions").glob("*.md"))
    assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", decisions, re.I), f"no decision mentions {name}"


def test_decisions_are_numbered_and_whole() -> None:
    paths = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in paths] == list(range(1, len(paths) + 1))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"], path.name


def test_reference_is_up_to_date() -> None:
    script = ROOT / "scripts" / "reference.py"
    run = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_reference_names_every_check() -> None:
    page = (DOCS / "reference" / "checks.md").read_text(encoding="utf-8")
    assert not [check.code for check in CHECKS if f"### {check.code} {check.title}" not in page]


def test_picture_of_the_stages_names_every_stage_and_step() -> None:
    from gongkai.law.events import KIND, Effect
    from gongkai.law.stages import MOVES, Stage

    root = ElementTree.parse(DOCS / "reference" / "stages.svg").getroot()
    text = "\n".join("".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text"))
    assert not [stage.value for stage in Stage if stage.value not in text]
    answers = [move for move in MOVES if KIND[move.event].effect is Effect.RESUMES]
    assert not [move.words for move in MOVES if move.words not in text and move not in answers]
    assert "各方都已答复" in text


def test_every_command_has_help_and_is_documented() -> None:
    import click

    from gongkai.cli.root import root

    page = "".join(path.read_text(encoding="utf-8") for path in (COMMANDS_PAGE, LAW_COMMANDS_PAGE))
    context = click.Context(root)
    names = root.list_commands(context)
    assert names
    for name in names:
        command = root.get_command(context, name)
        assert command is not None, name
        assert command.help, f"{name} has no help"
        assert f"gongkai {name}" in page, f"{name} is not in {COMMANDS_PAGE.name}"
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, f"{name} {parameter.name} has no help"
                assert any(option in page for option in parameter.opts), f"{name} {parameter.opts} is not in the guide"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r'(?:src|href)="([^"#]+)"', text)
    local = [target for target in targets if not re.match(r"\w+:", target)]
    assert not [target for target in local if not (page.parent / target).exists()]


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_readme_names_targets_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert {"run", "test"} <= set(re.findall(r"^make ([a-z]+)", text, re.M)) <= targets


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_readme_maps_every_room(name: str) -> None:
    """Each folder of the source has a line in the map, and the map names none that does not exist."""
    source = ROOT / "src" / "gongkai"
    rooms = {path.parent.name for path in source.glob("*/*") if path.parent.name != "__pycache__"} | {"sources.py"}
    text = (ROOT / name).read_text(encoding="utf-8").partition("src/gongkai/\n")[2].partition("```")[0]
    named = set(re.findall(r"^ {2}([a-z_]+(?:\.py)?)/? ", text, re.M))
    assert rooms == named
