"""The visible text of a paragraph: changes accepted, field codes and hidden text left out."""

from lxml import etree

from gongkai.documents.docx.parts import MATH, MC, VAL, W, is_on

P, R, T, PPR, RPR = W + "p", W + "r", W + "t", W + "pPr", W + "rPr"
SDT, SDT_CONTENT, CUSTOM_XML, SMART_TAG = W + "sdt", W + "sdtContent", W + "customXml", W + "smartTag"
INS, DEL, MOVE_FROM, MOVE_TO = W + "ins", W + "del", W + "moveFrom", W + "moveTo"
ALTERNATE, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
BOX = W + "txbxContent"
VANISH = W + "vanish"
R_STYLE = W + "rStyle"

_FIELD_CHAR, _FIELD_TYPE, _SIMPLE = W + "fldChar", W + "fldCharType", W + "fldSimple"
_MATH_RUN, _MATH_TEXT = MATH + "r", MATH + "t"
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_THROUGH = {
    W + n for n in ("hyperlink", "ins", "moveTo", "sdt", "sdtContent", "customXml", "smartTag", "dir", "bdo")
} | {
    _SIMPLE,
    W + "ruby",
    W + "rubyBase",
    MATH + "oMath",
    MATH + "oMathPara",
}
_DRAWN = {W + "drawing", W + "pict", W + "object", ALTERNATE}


class Inline:
    """Reads paragraphs one at a time. ``hidden_styles`` are the styles whose text is not shown.

    ``watch_hidden`` is False when nothing in the document is hidden, which saves looking at every run's properties.
    """

    def __init__(self, hidden_styles: frozenset[str], *, watch_hidden: bool) -> None:
        self._hidden_styles = hidden_styles
        self._watch_hidden = watch_hidden
        self._fields: list[bool] = []
        self._in_code = 0

    def read(self, paragraph: etree._Element, boxes: list[etree._Element]) -> str:
        """The text of a paragraph; tabs as ``\\t``, line breaks as ``\\n``. Text boxes anchored in it go to ``boxes``.

        A field whose code is left open at the end of its paragraph is closed there, so that a damaged field cannot
        swallow the rest of the document.
        """
        self._fields.clear()
        self._in_code = 0
        out: list[str] = []
        self._walk(paragraph, out, boxes)
        return out[0] if len(out) == 1 else "".join(out)

    def _walk(self, parent: etree._Element, out: list[str], boxes: list[etree._Element]) -> None:
        for child in parent:
            tag = child.tag
            if tag == R:
                self._run(child, out, boxes)
            elif tag == PPR:
                continue
            elif tag in _THROUGH:
                self._walk(child, out, boxes)
            elif tag in _DRAWN:
                boxes.extend(boxes_in(child))
            elif tag == _MATH_RUN:
                out.extend(t.text or "" for t in child.iterchildren(_MATH_TEXT))
            elif isinstance(tag, str) and tag.startswith(MATH):
                self._walk(child, out, boxes)

    def _run(self, run: etree._Element, out: list[str], boxes: list[etree._Element]) -> None:
        if self._watch_hidden and self.is_hidden(run.find(RPR)):
            return
        for child in run:
            tag = child.tag
            if tag == T:
                if not self._in_code:
                    out.append(child.text or "")
            elif tag == RPR:
                continue
            elif tag in _SIGNS:
                if not self._in_code:
                    out.append(_SIGNS[tag])
            elif tag == _FIELD_CHAR:
                self._field(child.get(_FIELD_TYPE))
            elif tag in _DRAWN:
                boxes.extend(boxes_in(child))
            elif tag in _THROUGH:
                self._walk(child, out, boxes)

    def _field(self, kind: str | None) -> None:
        """A field prints what stands between its ``separate`` and its ``end``; before that is its code."""
        if kind == "begin":
            self._fields.append(True)
            self._in_code += 1
        elif self._fields and kind == "separate":
            self._in_code -= self._fields[-1]
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._in_code -= self._fields.pop()

    def is_hidden(self, properties: etree._Element | None) -> bool:
        """Whether run properties (or those of a paragraph mark) hide the text, directly or through a style."""
        if properties is None:
            return False
        direct = properties.find(VANISH)
        if direct is not None:
            return is_on(direct)
        style = properties.find(R_STYLE)
        return style is not None and style.get(VAL) in self._hidden_styles


def boxes_in(element: etree._Element) -> list[etree._Element]:
    """The text boxes in a drawing, outermost only. Of two renderings of the same drawing only one is taken."""
    tag = element.tag
    if tag == BOX:
        return [element]
    if tag == ALTERNATE:
        renderings = (*element.iterchildren(CHOICE), *element.iterchildren(FALLBACK))
        return next((found for r in renderings if (found := _boxes_in_children(r))), [])
    return _boxes_in_children(element)


def _boxes_in_children(element: etree._Element) -> list[etree._Element]:
    return [box for child in element for box in boxes_in(child)]
