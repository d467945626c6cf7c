"""``gongkai outcome``: from the facts of an application to its lawful outcome, by questions."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.chinese import described
from gongkai.cli.citing import joined
from gongkai.cli.dates import in_words
from gongkai.cli.faults import INTERRUPTED, OK, Refused
from gongkai.cli.law_options import deliver, force_option, format_option, output_file
from gongkai.cli.layout import hang
from gongkai.cli.terminal import columns, say

if TYPE_CHECKING:
    from gongkai.law.advice import Advice
    from gongkai.law.outcomes import Outcome

EXAMPLES = (
    ("gongkai outcome", "一问一答，输入序号。"),
    ("gongkai outcome --answer 办理状态=申请人撤回", "不提问，直接给出回答（可重复写）。"),
    ("printf '1\\n2\\n' | gongkai outcome", "回答从标准输入来，一行一个。"),
    ("gongkai outcome --list", "全部办理结果：什么时候用，什么时候不用，与哪一种相近。"),
    ("gongkai outcome --list third_party", "只看一种。"),
)


@described(examples=EXAMPLES)
@click.argument("keys", nargs=-1, metavar="[结果…]")
@click.option("--answer", "answers", multiple=True, metavar="问题=回答", help="一个回答，可重复写；写了就不再提问。")
@click.option("--list", "listed", is_flag=True, help="列出全部办理结果和用法，可以只列写明的几种。")
@format_option()
@output_file()
@force_option()
def command(keys: tuple[str, ...], answers: tuple[str, ...], listed: bool, format_: str, output: str | None,
            force: bool) -> int:  # fmt: skip
    """从事实问到合法的办理结果：结果、理由、条款、注意事项、所用的文书，以及年报表三计入哪一行。

    退出码：0 得出结果，2 回答不够或互相矛盾，130 中途退出。结论以所答的事实为准，不代替审核。
    """
    if listed:
        deliver(_listing(_chosen(keys), format_), output, force=force)
        return OK
    if keys:
        raise click.UsageError(f"多出了「{keys[0]}」；只看这一种请写 gongkai outcome --list {keys[0]}。")
    from gongkai.cli.questioning import GivenUp, ask_through

    quiet = format_ != "text" and output is None
    if answers:
        given = _given(answers)
    else:
        try:
            with in_words(ValueError):
                given = ask_through(partial(click.echo, err=True) if quiet else say, columns())
        except GivenUp:
            click.echo("已退出，没有得出结果。", err=True)
            return INTERRUPTED
        if not quiet:
            say("")
    from gongkai.law.advice import advise, path_of

    with in_words(ValueError):
        found = advise(given)
    way = [(q.name, option.words) for q, option in path_of(given)]
    deliver(_written(found, way, given, format_), output, force=force)
    return OK


def _given(answers: Sequence[str]) -> dict[str, str]:
    """The answers of the command line by question key. Raises Refused."""
    from gongkai.law.questions import QUESTIONS

    found: dict[str, str] = {}
    for answer in answers:
        name, equals, value = (part.strip() for part in answer.replace("＝", "=").partition("="))
        if not equals or not name or not value:
            raise Refused(f"回答「{answer[:40]}」写得不对；请写成 办理状态=申请人撤回 这样。")
        key = next((q.key for q in QUESTIONS if name in (q.key, q.name)), name)
        if key in found:
            raise Refused(f"「{name}」回答了两次；请只留一个。")
        found[key] = value
    return found


def _written(found: "Sequence[Advice]", way: Sequence[tuple[str, str]], given: Mapping[str, str], format_: str) -> str:
    if format_ == "json":
        whole = {"schema": 1, "answers": dict(given), "advice": [_object(a) for a in found]}
        return json.dumps(whole, ensure_ascii=False, indent=2)
    rows = list(_account(found, way))
    if format_ == "html":
        from gongkai.cli import pages

        body = [pages.table(("", ""), [("", row) for row in rows[1:]])]
        return pages.page(rows[0][1], [pages.heading(rows[0][1]), *body])
    return "\n".join(_lines(rows, columns()))


def _lines(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    yield click.style(rows[0][1], fg="green", bold=True)
    yield ""
    for name, text in rows[1:]:
        lines = hang(f"{name}  ", text, width)
        yield lines[0].replace(name, click.style(name, dim=True), 1)
        yield from lines[1:]


def _account(found: "Sequence[Advice]", way: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The advice as pairs of a name and a text; the first is the headline."""
    from gongkai.law.guidance import GUIDANCE
    from gongkai.law.outcomes import OUTCOME

    first = found[0]
    whole = [a for a in found if not a.part]
    if first.outcome:
        names = "；".join(_name(OUTCOME[a.outcome]) for a in whole)
        yield "", f"办理结果：{names}"
    else:
        yield "", f"还不能作出答复：{first.words}"
    for advice in whole:
        yield "理由", f"{advice.reason}。"
        yield "依据", joined(advice.law)
    for advice in found:
        if advice.part:
            yield "其中", f"不公开的部分，{advice.words}：{advice.reason}（{joined(advice.law)}）。"
    for note in first.notes:
        yield "注意", note
    if len(whole) > 1:
        yield "注意", "几项理由都成立，答复里逐项写明；年报表三计入排在前面的一项。"
    if first.outcome:
        guidance = GUIDANCE[first.outcome]
        yield "用于", guidance.use
        yield "不用", guidance.avoid
        for neighbour, words in guidance.neighbours:
            yield "相近", f"{words}的，是“{OUTCOME[neighbour].words}”（{neighbour}）。"
        for key, title in _letters(first.outcome):
            yield "文书", f"《{title}》：gongkai letter --show {key}"
    yield "回答", "；".join(f"{name}：{words}" for name, words in way) + "。"


def _name(outcome: "Outcome") -> str:
    group = outcome.group.value
    return outcome.words if outcome.words == group else f"{group} · {outcome.words}"


def _letters(outcome: str) -> list[tuple[str, str]]:
    from gongkai.documents.letters.declared import letters_for

    return [(letter.key, letter.title) for letter in letters_for(outcome)]


def _object(advice: "Advice") -> dict[str, Any]:
    from gongkai.law.outcomes import OUTCOME

    return {
        "outcome": advice.outcome or None,
        "group": OUTCOME[advice.outcome].group.name.lower() if advice.outcome else None,
        "step": advice.step or None,
        "words": advice.words,
        "reason": advice.reason,
        "law": [str(law) for law in advice.law],
        "part": advice.part,
        "notes": list(advice.notes),
        "letters": [key for key, _ in _letters(advice.outcome)] if advice.outcome else [],
    }


def _chosen(keys: Sequence[str]) -> "Sequence[Outcome]":
    from gongkai.law.outcomes import OUTCOMES

    unknown = [key for key in keys if not any(key in (o.key, o.words) for o in OUTCOMES)]
    if unknown:
        raise click.UsageError(f"没有「{'」「'.join(unknown)}」这种办理结果；全部结果见 gongkai outcome --list。")
    return [o for o in OUTCOMES if not keys or o.key in keys or o.words in keys]


def _listing(outcomes: "Sequence[Outcome]", format_: str) -> str:
    from gongkai.law.guidance import GUIDANCE
    from gongkai.law.outcomes import OUTCOME

    if format_ == "json":
        return json.dumps(
            {"schema": 1, "outcomes": [_outcome_object(o) for o in outcomes]}, ensure_ascii=False, indent=2
        )
    cards: list[tuple[str, list[tuple[str, str]]]] = []
    for outcome in outcomes:
        guidance = GUIDANCE[outcome.key]
        rows = [("依据", f"{basis.words}（{basis.law}）。") for basis in outcome.bases]
        rows += [("用于", guidance.use), ("不用", guidance.avoid)]
        rows += [("相近", f"{words}的，是“{OUTCOME[key].words}”（{key}）。") for key, words in guidance.neighbours]
        rows += [("文书", f"《{title}》（{key}）") for key, title in _letters(outcome.key)]
        cards.append((f"{_name(outcome)}（{outcome.key}）", rows))
    if format_ == "html":
        from gongkai.cli import pages

        parts = [pages.heading("办理结果")]
        for title, rows in cards:
            parts += [pages.heading(title, 2), pages.table(("", ""), [("", row) for row in rows])]
        return pages.page("办理结果", parts)
    width = columns()
    return "\n\n".join("\n".join(_card(title, rows, width)) for title, rows in cards)


def _card(title: str, rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    yield click.style(title, bold=True)
    for name, text in rows:
        lines = hang(f"{name}  ", text, width, indent=2)
        yield lines[0].replace(name, click.style(name, dim=True), 1)
        yield from lines[1:]


def _outcome_object(outcome: "Outcome") -> dict[str, Any]:
    from gongkai.law.guidance import GUIDANCE

    guidance = GUIDANCE[outcome.key]
    return {
        "key": outcome.key,
        "group": outcome.group.name.lower(),
        "words": outcome.words,
        "bases": [{"law": str(basis.law), "words": basis.words} for basis in outcome.bases],
        "use": guidance.use,
        "avoid": guidance.avoid,
        "neighbours": [{"outcome": key, "words": words} for key, words in guidance.neighbours],
        "letters": [key for key, _ in _letters(outcome.key)],
    }
