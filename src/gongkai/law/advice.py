"""From the facts of an application to its lawful outcomes, with the reasons and articles: the walk through the questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.law.outcomes import OUTCOME, Group
from gongkai.law.questions import QUESTIONS, STEPS, Given, Leaf, Option, Question, withheld
from gongkai.sources import FORM_2021_NOTICE, REGULATIONS, Citation


class BadAnswer(ValueError):
    """Answers that cannot be: the message is one Chinese sentence, ``question`` the key of the question concerned."""

    def __init__(self, message: str, question: str = "") -> None:
        super().__init__(message)
        self.question = question


class Undecided(BadAnswer):
    """Not enough answers yet; ``question`` is the next one to ask."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A lawful outcome with its reason and articles, or with ``outcome`` empty the ``step`` that must come first.

    ``part`` marks the ground of a separated part: only the separated reply itself counts in the form. ``notes`` are duties
    and hints that go along.
    """

    outcome: str
    reason: str
    law: tuple[Citation, ...]
    step: str = ""
    part: bool = False
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The outcome, or the step that must come first, in Chinese."""
        return OUTCOME[self.outcome].words if self.outcome else STEPS[self.step]


def advise(answers: Mapping[str, str | bool]) -> list[Advice]:
    """The lawful outcomes for some answers; keys and values in code words or in the table's Chinese words, bools for 是/否.

    The first advice is the one the form counts; after 部分公开 the grounds of the withheld parts follow. Several refusals
    without separation all hold. Raises Undecided when a question is open, BadAnswer for what cannot be or contradicts.
    """
    given = _normal(answers)
    path, pending = _walk(given)
    if pending is not None:
        raise Undecided(f"还不能得出结果，请先回答「{pending.name}」：{pending.words}", pending.key)
    _refuse_contradictions(given, path)
    notes = tuple(option.note for _, option in path if option.note)
    leaf = path[-1][1].leaf
    if leaf is not None:
        return [_advice(leaf, notes)]
    grounds = withheld(given)
    if not grounds:
        return [Advice("granted", "没有不予公开的理由，应当提供", (REGULATIONS.art(36, None, 2),), notes=notes)]
    if given["separable"] == "no":
        return [Advice(g.outcome, f"{g.reason}，且不能区分处理", g.law, notes=notes) for g in grounds]
    law = (REGULATIONS.art(37), REGULATIONS.art(36, None, 3))
    whole = Advice("partially_granted", "含有不应公开的内容，但能够区分处理", law, notes=notes)
    return [whole, *(Advice(g.outcome, g.reason, g.law, part=True) for g in grounds)]


def next_question(answers: Mapping[str, str | bool]) -> Question | None:
    """The next question to ask, or None when ``advise`` can answer. Raises BadAnswer for what cannot be or contradicts."""
    given = _normal(answers)
    path, pending = _walk(given)
    if pending is None:
        _refuse_contradictions(given, path)
    return pending


def path_of(answers: Mapping[str, str | bool]) -> list[tuple[Question, Option]]:
    """The questions answered so far in the order they are asked, each with the option taken: the way to the advice."""
    return _walk(_normal(answers))[0]


def counted_as(items: Sequence[Sequence[Advice]]) -> str:
    """The one outcome under which an application with several items counts, given the advice of each.

    All alike count as that; where some of it is given and some not, it counts as 部分公开 only. BadAnswer when a step is
    still open, or when nothing is given for different reasons: such items are better registered one by one.
    """
    if not items or not all(items):
        raise BadAnswer("没有任何一项的结果；请先逐项得出结果。")
    firsts = [item[0] for item in items]
    waiting = next((f for f in firsts if not f.outcome), None)
    if waiting is not None:
        raise BadAnswer(f"有一项尚不能作出答复：{waiting.words}；请先完成这一步。")
    keys = {f.outcome for f in firsts}
    if len(keys) == 1:
        return firsts[0].outcome
    if any(OUTCOME[key].group in (Group.GRANTED, Group.PARTIALLY_GRANTED) for key in keys):
        return "partially_granted"
    words = "、".join(dict.fromkeys(f.words for f in firsts))
    raise BadAnswer(f"各项都不提供而理由不同（{words}）；请按一事一申请拆分登记，分别统计（依据：{_TABLE_3}）。")


_TABLE_3 = FORM_2021_NOTICE.part("表三")


def _advice(leaf: Leaf, notes: tuple[str, ...]) -> Advice:
    return Advice(leaf.outcome, leaf.reason, leaf.law, leaf.step, notes=notes)


def _normal(answers: Mapping[str, str | bool]) -> dict[str, str]:
    """Answers as code words; an empty answer is none."""
    given: dict[str, str] = {}
    for key, answer in answers.items():
        question = next((q for q in QUESTIONS if key in (q.key, q.name)), None)
        if question is None:
            names = "、".join(q.name for q in QUESTIONS)
            raise BadAnswer(f"没有「{key}」这个问题；可以回答的有：{names}。", str(key))
        if answer is None or answer == "":
            continue
        text = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer).strip()
        option = question.option(text)
        if option is None:
            usable = "、".join(o.words for o in question.options)
            raise BadAnswer(f"「{question.name}」不能回答「{text}」；请从这些里选一个：{usable}。", question.key)
        if given.get(question.key, option.key) != option.key:
            raise BadAnswer(f"「{question.name}」有两个不同的回答；请只留一个。", question.key)
        given[question.key] = option.key
    return given


def _walk(given: Given) -> tuple[list[tuple[Question, Option]], Question | None]:
    """The questions passed and the one that is open, or None at the end."""
    path: list[tuple[Question, Option]] = []
    passed: dict[str, str] = {}
    for question in QUESTIONS:
        if not question.when(passed):
            continue
        if question.key not in given:
            return path, question
        option = question.option(given[question.key])
        assert option is not None
        path.append((question, option))
        passed[question.key] = option.key
        if option.leaf is not None:
            break
    return path, None


def _refuse_contradictions(given: Given, path: list[tuple[Question, Option]]) -> None:
    """An answer to a question that the other answers rule out."""
    asked = {question.key for question, _ in path}
    extra = next((q for q in QUESTIONS if q.key in given and q.key not in asked), None)
    if extra is None:
        return
    last, option = path[-1]
    if last.key == "separable" or option.leaf is None:
        raise BadAnswer(
            f"按其他回答不会问到「{extra.name}」，却回答了它，互相矛盾；请删去或者改正其中一项。", extra.key
        )
    raise BadAnswer(
        f"「{last.name}」已答「{option.words}」，就不应再回答「{extra.name}」；请删去或者改正其中一项。", extra.key
    )
