"""The sections that are written: drafted from a year's records, each figure bound to what it states, and read again when
somebody has edited them.

``draft`` writes; ``bind`` marks the figures of an edited text that their source contradicts; ``refresh`` carries changed
figures into an edited text; ``length_guidance`` and ``likeness`` speak of the text as a whole. Nothing here reads a clock or
a database.
"""

from gongkai.report.prose.binding import Mark, Standing, bind
from gongkai.report.prose.drafting import Drafts, draft, passages
from gongkai.report.prose.guidance import Length, length_guidance
from gongkai.report.prose.likeness import Kept, Likeness, likeness
from gongkai.report.prose.named import UNANSWERED
from gongkai.report.prose.refreshing import Change, Refreshed, refresh
from gongkai.report.prose.sources import Fees, Source, Sources
from gongkai.report.prose.spans import Bound, Draft, Gap, Placed, Words, draft_of

__all__ = [
    "UNANSWERED",
    "Bound",
    "Change",
    "Draft",
    "Drafts",
    "Fees",
    "Gap",
    "Kept",
    "Length",
    "Likeness",
    "Mark",
    "Placed",
    "Refreshed",
    "Source",
    "Sources",
    "Standing",
    "Words",
    "bind",
    "draft",
    "draft_of",
    "length_guidance",
    "likeness",
    "passages",
    "refresh",
]
