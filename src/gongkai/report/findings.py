"""What a check found: where, what, how to mend, by which law."""

from dataclasses import dataclass
from enum import Enum

from gongkai.report.cells import Address


class Severity(Enum):
    """What the form states and is broken is an error; what we infer is a question."""

    ERROR = "error"
    QUESTION = "question"

    @property
    def words(self) -> str:
        """The Chinese word."""
        return "错误" if self is Severity.ERROR else "疑问"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the text: section key, start and end offsets into that section's text, the text there.

    A finding about something that is missing has ``start == end``.
    """

    section: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``where`` is a cell or a place in the text, or None for the document as a whole.

    ``printed`` and ``expected`` are texts; ``message`` is a full Chinese sentence with place and reason; ``remedy`` says
    what to do; ``law`` cites; ``likely_cause`` is a guess and marked as such.
    """

    code: str
    severity: Severity
    where: Address | Span | None
    message: str
    remedy: str
    law: str
    printed: str = ""
    expected: str = ""
    likely_cause: str | None = None
