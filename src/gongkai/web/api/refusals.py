"""How the interface says no: one shape, one code, one Chinese sentence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse

# Code → status, the sentence when nothing closer is known.
CODES: Mapping[str, tuple[int, str]] = {
    "bad_request": (400, "请求无法读取，请检查地址和正文；正文应是正确的 JSON（UTF-8）。"),
    "no_token": (401, "这个接口需要令牌，请在 Authorization 请求头中写 Bearer 和令牌。"),
    "wrong_token": (401, "令牌不正确、已撤销或者已过期，请向系统管理员核对或者换发。"),
    "wrong_scope": (403, "令牌没有这项权限，请向系统管理员申请。"),
    "not_found": (404, "没有找到，请核对地址和编号。"),
    "method_not_allowed": (405, "这个地址不接受这种请求方法，请看接口说明。"),
    "conflict": (409, "这个幂等键已经用于另一件内容不同的申请，请换一个键。"),
    "too_large": (413, "请求正文超过 2 MB，请减少内容。"),
    "invalid": (422, "内容有不合要求的地方，请按 fields 逐项修改。"),
    "too_many": (429, "请求太密，请按 Retry-After 的秒数等一会儿再试。"),
    "failure": (500, "系统出错，没有完成；请稍后重试，仍不行请告知系统管理员。"),
}
_BY_STATUS = {400: "bad_request", 401: "no_token", 403: "wrong_scope", 404: "not_found", 405: "method_not_allowed",
              409: "conflict", 413: "too_large", 422: "invalid", 429: "too_many"}  # fmt: skip


class Refused(Exception):
    """A refusal: a key of CODES, a closer sentence, faults by field, seconds to wait."""

    def __init__(self, code: str, message: str = "", *, fields: Mapping[str, str] | None = None, wait: int = 0) -> None:
        super().__init__(code)
        self.status, usual = CODES[code]
        self.code, self.message, self.fields, self.wait = code, message or usual, dict(fields or {}), wait

    @classmethod
    def of_status(cls, status: int) -> Refused:
        """The refusal that goes with a status."""
        return cls(_BY_STATUS.get(status, "bad_request" if status < 500 else "failure"))

    def response(self) -> HttpResponse:
        """As JSON, never kept by anybody."""
        content: dict[str, Any] = {"error": {"code": self.code, "message": self.message}}
        if self.fields:
            content["fields"] = self.fields
        text = json.dumps(content, ensure_ascii=False)
        answer = HttpResponse(text, status=self.status, content_type="application/json; charset=utf-8")
        answer["Cache-Control"] = "no-store"
        if self.status == 401:
            answer["WWW-Authenticate"] = 'Bearer realm="gongkai"'
        if self.wait:
            answer["Retry-After"] = str(self.wait)
        return answer


# What pydantic calls a fault → the sentence; {…} comes from the fault's own context.
_WORDS = {
    "missing": "缺少这一项。",
    "extra_forbidden": "没有这一项，请删去。",
    "string_type": "应为文字。",
    "string_too_long": "最多 {max_length} 个字，请精简。",
    "string_too_short": "不能为空。",
    "string_pattern_mismatch": "写法不对，请看接口说明中的格式。",
    "string_unicode": "含有不能保存的字符，请删去。",
    "literal_error": "应为 {expected}。",
    "int_type": "应为整数。",
    "int_parsing": "应为整数。",
    "int_parsing_size": "数字太大。",
    "int_from_float": "应为整数。",
    "greater_than_equal": "不能小于 {ge}。",
    "less_than_equal": "不能大于 {le}。",
    "model_type": "应为对象，例如 {{…}}。",
    "model_attributes_type": "应为对象，例如 {{…}}。",
    "dict_type": "应为对象，例如 {{…}}。",
}


def invalid(errors: Iterable[Mapping[str, Any]]) -> Refused:
    """The refusal for what pydantic found: each fault at its field, in Chinese."""
    fields: dict[str, str] = {}
    for error in errors:
        where, *rest = [str(part) for part in error.get("loc", ())] or [""]
        named = ".".join(rest[1:] if where == "body" and len(rest) > 1 else rest) or "正文"
        fields.setdefault(named[:100], _words(error))
    return Refused("invalid", fields=fields)


def _words(error: Mapping[str, Any]) -> str:
    context = error.get("ctx") or {}
    if error.get("type") == "value_error":
        return str(context.get("error", "写法不对。"))
    words = _WORDS.get(str(error.get("type")), "写法不对，请对照接口说明。")
    known = {k: str(v).replace(" or ", " 或 ") for k, v in context.items()}
    return words.format(**known)
