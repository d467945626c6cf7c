"""What kind of organ a report speaks for, as far as its name tells."""

import re
from datetime import date

_TOWN = re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处)?$")
_GOVERNMENT = re.compile(r"(?:人民政府|省|市|区|县|州|旗|盟|管理委员会|管委会)$")


def is_area(organ: str | None) -> bool | None:
    """Whether a report is a government's, for a whole area (国务院 level down to 县); None when the name is not known.

    The office of a government (…人民政府办公室) and a town report for themselves, like departments.
    """
    if not organ:
        return None
    name = organ.strip()
    return bool(_GOVERNMENT.search(name)) and not _TOWN.search(name)


def last_day(organ: str | None, year: int) -> date:
    """The last day on which the report of a year may be published (条例第四十九条): 31 January after it for an organ, 31 March
    for a government's; an organ without a name may be a government."""
    return date(year + 1, 1, 31) if is_area(organ) is False else date(year + 1, 3, 31)
