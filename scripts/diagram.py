"""Draw docs/reference/stages.svg: the stages and every step between them, read from the table of steps.

Where a box stands and how a line runs is set here by hand; what boxes, lines and words there are comes from the table. A
line without a place, or a place without a line, is an error.
"""

from collections.abc import Iterator
from html import escape

from gongkai.law.events import KIND, Effect
from gongkai.law.stages import BARS, MOVES, OPEN, STAYS, Stage

WORK = "办理"  # the three open stages together
Node = Stage | str
WIDTH, HEIGHT = 1380, 680
# x, y, width, height
BOXES: dict[Node, tuple[int, int, int, int]] = {
    WORK: (230, 110, 610, 300),
    Stage.NEW: (30, 225, 120, 56),
    Stage.IN_HAND: (250, 155, 120, 180),
    Stage.CONSULTING: (690, 155, 130, 70),
    Stage.AWAITING_REASONS: (690, 265, 130, 70),
    Stage.AWAITING_SUPPLEMENT: (300, 510, 140, 56),
    Stage.AWAITING_FEE: (600, 510, 140, 56),
    Stage.DECIDED: (970, 225, 150, 56),
    Stage.CLOSED: (1240, 225, 110, 56),
}
# The points of each line, and where its words stand: x, y, anchor.
ROUTES: dict[tuple[Node, Node], tuple[tuple[tuple[int, int], ...], tuple[int, int, str]]] = {
    (Stage.NEW, WORK): (((150, 253), (230, 253)), (188, 244, "middle")),
    (Stage.IN_HAND, Stage.CONSULTING): (((370, 175), (690, 175)), (530, 167, "middle")),
    (Stage.CONSULTING, Stage.IN_HAND): (((690, 208), (370, 208)), (530, 226, "middle")),
    (Stage.IN_HAND, Stage.AWAITING_REASONS): (((370, 283), (690, 283)), (530, 275, "middle")),
    (Stage.AWAITING_REASONS, Stage.IN_HAND): (((690, 316), (370, 316)), (530, 334, "middle")),
    (WORK, Stage.AWAITING_SUPPLEMENT): (((345, 410), (345, 510)), (337, 466, "end")),
    (Stage.AWAITING_SUPPLEMENT, WORK): (((395, 510), (395, 410)), (403, 466, "start")),
    (WORK, Stage.AWAITING_FEE): (((645, 410), (645, 510)), (637, 466, "end")),
    (Stage.AWAITING_FEE, WORK): (((695, 510), (695, 410)), (703, 466, "start")),
    (WORK, Stage.DECIDED): (((840, 253), (970, 253)), (904, 244, "middle")),
    (Stage.AWAITING_FEE, Stage.DECIDED): (((740, 538), (1005, 538), (1005, 281)), (860, 530, "middle")),
    (Stage.AWAITING_SUPPLEMENT, Stage.DECIDED): (((370, 566), (370, 600), (1045, 600), (1045, 281)), (860, 592, "middle")),
    (Stage.DECIDED, Stage.CLOSED): (((1120, 253), (1240, 253)), (1179, 244, "middle")),
    (WORK, Stage.CLOSED): (((535, 110), (535, 60), (1295, 60), (1295, 225)), (915, 52, "middle")),
    (Stage.CLOSED, WORK): (((1295, 281), (1295, 650), (265, 650), (265, 410)), (860, 642, "middle")),
}  # fmt: skip
STYLE = """
text{font-family:"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif;font-size:14px;fill:#1b2733}
.stage{font-size:16px;font-weight:600}.small{font-size:13px;fill:#43525f}
rect{fill:#fff;stroke:#34506b;stroke-width:1.5}.group{fill:#eef3f8;stroke-dasharray:6 4}.end{fill:#e8f2ea;stroke:#3c6b4a}
.wait{fill:#fdf4e3;stroke:#8a6320}polyline{fill:none;stroke:#34506b;stroke-width:1.5}
""".replace("\n", "")


def edges() -> dict[tuple[Node, Node], list[str]]:
    """Every line with its words, in the table's order. The three open stages count as one box, except among themselves."""
    found: dict[tuple[Node, Node], list[str]] = {}
    for move in MOVES:
        ends: set[tuple[Node, Node]] = set()
        if move.target in OPEN and move.target is not Stage.IN_HAND:
            ends = {(Stage.IN_HAND, move.target)}
        elif move.target is STAYS:
            ends = set(_back(move.event))
        else:
            target: Node = WORK if move.target in OPEN else move.target
            ends = {(WORK if source in OPEN else source, target) for source in move.sources}
        for end in ends:
            found.setdefault(end, []).append(KIND[move.event].words)
    return _folded(found)


def _back(event: str) -> Iterator[tuple[Node, Node]]:
    """Answers lead back into hand when they are the last."""
    if KIND[event].effect is Effect.RESUMES:
        yield Stage.CONSULTING, Stage.IN_HAND
    elif event == "reasons_given":
        yield Stage.AWAITING_REASONS, Stage.IN_HAND


def _folded(found: dict[tuple[Node, Node], list[str]]) -> dict[tuple[Node, Node], list[str]]:
    """Lines that say the same as a neighbour's become a remark on it: the two waits close like the work itself, and a reply
    not yet delivered is reopened like a closed matter."""
    closing, again = found[WORK, Stage.CLOSED], found[Stage.CLOSED, WORK]
    for wait in (Stage.AWAITING_SUPPLEMENT, Stage.AWAITING_FEE):
        if found.pop((wait, Stage.CLOSED)) != closing:
            raise ValueError("the waits no longer close like the work: give them lines of their own")
    if found.pop((Stage.DECIDED, WORK)) != again:
        raise ValueError("a reply not yet delivered is no longer reopened like a closed one")
    found[WORK, Stage.CLOSED] = [f"{'、'.join(closing)}（等待补正、等待缴费时亦可）"]
    found[Stage.CLOSED, WORK] = [f"{'、'.join(again)}（尚未送达时亦可）"]
    found[Stage.CONSULTING, Stage.IN_HAND] = ["各方都已答复，或者期限届满"]
    return found


def staying() -> list[str]:
    """The steps of an open application that change no stage and answer nothing."""
    return [KIND[m.event].words for m in MOVES if m.target is STAYS and not list(_back(m.event))]


def svg() -> str:
    """The picture. Raises KeyError or ValueError when the table has a line this file knows no place for."""
    lines = edges()
    if set(lines) != set(ROUTES):
        raise ValueError(f"lines and places differ: {set(lines) ^ set(ROUTES)}")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">',
        "<title>政府信息公开申请的办理步骤</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L10 5L0 10z" fill="#34506b"/></marker></defs>',
        f'<rect x="0" y="0" width="{WIDTH}" height="{HEIGHT}" style="stroke:none"/>',
        *(_box(node) for node in BOXES),
        f'<text class="small" x="246" y="396">不改变阶段：{escape("、".join(staying()))}</text>',
        *(_line(key, words) for key, words in lines.items()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _box(node: Node) -> str:
    x, y, width, height = BOXES[node]
    if isinstance(node, str):
        return (
            f'<rect class="group" x="{x}" y="{y}" width="{width}" height="{height}" rx="8"/>'
            f'<text class="stage" x="{x + 16}" y="{y + 28}">{node}</text>'
        )
    kind = "end" if node in (Stage.DECIDED, Stage.CLOSED) else "wait" if node in BARS and node is not Stage.NEW else ""
    return (
        f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>'
        f'<text class="stage" x="{x + width // 2}" y="{y + height // 2 + 6}" text-anchor="middle">{node.value}</text>'
    )


def _line(key: tuple[Node, Node], words: list[str]) -> str:
    points, (x, y, anchor) = ROUTES[key]
    path = " ".join(f"{px},{py}" for px, py in points)
    return (
        f'<polyline points="{path}" marker-end="url(#a)"/>'
        f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape("、".join(words))}</text>'
    )
