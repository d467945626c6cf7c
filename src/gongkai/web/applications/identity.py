"""What an applicant proves who they are with (条例第二十九条), and whether the number can be right."""

from __future__ import annotations

import re

ID_KINDS = ("居民身份证", "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "统一社会信用代码", "其他证件")
RESIDENT, CODE = ID_KINDS[0], ID_KINDS[4]


def is_resident(number: str) -> bool:
    """Whether this can be a resident's number: 18 characters, a birthday that exists, the check character (GB 11643).

    The place is not looked up: codes of places that were merged or renamed are on people's cards for life.
    """
    from stdnum.cn import ric
    from stdnum.exceptions import ValidationError

    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return False
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return bool(ric.calc_check_digit(number) == number[-1])


def faults(*, kind: str, id_kind: str, id_number: str) -> dict[str, str]:
    """What is wrong with the proof of an applicant of a kind (a key of APPLICANT_KINDS): field → one Chinese sentence.

    A resident's number and a unified social credit code carry check characters (GB 11643, GB 32100); of other papers only
    that they fit the kind of applicant can be told.
    """
    from stdnum.cn import uscc

    found = {}
    if id_kind == RESIDENT and not is_resident(id_number):
        found["id_number"] = "身份证号码应为 18 位且校验码相符，请对照证件核对。"
    if id_kind == CODE and not uscc.is_valid(id_number):
        found["id_number"] = "统一社会信用代码应为 18 位且校验码相符，请对照登记证核对。"
    if id_kind == RESIDENT and kind != "natural_person":
        found["id_kind"] = "法人或者其他组织请提供统一社会信用代码或者其他证件。"
    if id_kind == CODE and kind == "natural_person":
        found["id_kind"] = "个人申请请提供身份证、护照等个人证件。"
    return found
