"""All sections that are written, drafted at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.report.prose.matters import matters
from gongkai.report.prose.overview import overview
from gongkai.report.prose.problems import problems
from gongkai.report.prose.sources import Sources
from gongkai.report.prose.spans import Draft
from gongkai.report.reading import Passage


@dataclass(frozen=True, slots=True)
class Drafts:
    """Sections 一, 五 and 六."""

    overview: Draft
    problems: Draft
    other_matters: Draft

    def __iter__(self) -> Iterator[Draft]:
        yield from (self.overview, self.problems, self.other_matters)

    def __getitem__(self, section: str) -> Draft:
        """The draft of a section by its key. KeyError for one that is not written."""
        return {draft.section: draft for draft in self}[section]


def draft(sources: Sources) -> Drafts:
    """What the year's records say, in prose: the same records give the same text.

    Nothing is said that no record supports; what the form asks for and no record tells is in each draft's ``gaps``.
    Source of what the sections hold: 国办公开办函〔2021〕30号, parts one, five and six.
    """
    return Drafts(overview(sources), problems(sources), matters(sources))


def passages(sources: Sources, drafts: Drafts) -> tuple[Passage, ...]:
    """The six sections of the form in order with the drafted texts, those of the tables without text."""
    texts = {draft.section: draft.text for draft in drafts}
    return tuple(Passage(s.key, f"{s.number}、", s.words, texts.get(s.key, "")) for s in sources.tally.form.sections)
