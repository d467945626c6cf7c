"""Pages that are tried apart first: a tag with some hundred attributes, each of which the parser compares with all others."""

import contextlib
import re

from gongkai.documents import apart
from gongkai.documents.blocks import Unreadable

# A page this short (bytes) has no room for more attributes than the parser compares in two seconds.
_SHORT = 150_000
# Quoted values and white space are counted, since both are cheap to see; so a long script may be meant as well.
_CROWDED = re.compile(rb"<[a-zA-Z](?:[^\s/><\"']*+(?:\"[^\"]*+\"|'[^']*+'|[\s/<]++)){1000}")


def refuse_bombs(page: bytes) -> None:
    """Raise Unreadable for a page that takes the parser longer than anyone waits. Costs a third of parsing it."""
    if len(page) > _SHORT and _CROWDED.search(page) and not apart.survives(page, __name__):
        raise Unreadable(
            "网页里有标签带了成千上万个属性，无法在合理的时间内读取；请在浏览器中打开后复制正文另存后再读。"
        )


def look(page: bytes) -> None:
    """Parse the page, to see whether that comes to an end."""
    from gongkai.documents.html import markup

    with contextlib.suppress(Unreadable):
        markup.tree(page)
