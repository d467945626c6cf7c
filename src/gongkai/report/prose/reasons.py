"""Why information was not given, by the groups of the form: which rows of table 3 a sentence names, which it adds up."""

from typing import NamedTuple

from gongkai.law.outcomes import OUTCOMES, Group
from gongkai.report.narrative.readings import GROUP
from gongkai.report.reading import Report

# A sentence with more of them is read by nobody; the table has them all.
_NAMED = 3
# Of these groups the row says all that there is to say.
_PLAIN = (Group.GRANTED, Group.PARTIALLY_GRANTED)


class Reasons(NamedTuple):
    """The rows of a group of results that hold something: those named in prose, most first, and those that are summed."""

    named: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


def reasons(report: Report, group: str) -> Reasons:
    """The rows of a group (a key of readings.GROUP); 其他 comes last, whatever it holds. Four are named rather than three
    and a rest of one."""
    if GROUP[group] in _PLAIN:
        return Reasons()
    held = [(int(report.value(3, o.key) or 0), o.key) for o in OUTCOMES if o.group is GROUP[group]]
    keys = tuple(key for _, key in sorted((pair for pair in held if pair[0]), key=_order))
    return Reasons(keys) if len(keys) <= _NAMED + 1 else Reasons(keys[:_NAMED], keys[_NAMED:])


def _order(held: tuple[int, str]) -> tuple[bool, int]:
    count, row = held
    return row == "other", -count


def words_of(row: str) -> str:
    """What prose calls a row of table 3. KeyError for one that is no outcome."""
    return {outcome.key: outcome.words for outcome in OUTCOMES}[row]
