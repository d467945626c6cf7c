"""Version 1 of the interface: its routes. Reading is open to everybody; the rest wants a token."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.params.functions import Path, Query
from ninja.renderers import JSONRenderer

from gongkai.web.api import answers
from gongkai.web.api.access import Token, address_of, public, token_of, viewer_of
from gongkai.web.api.refusals import Refused, invalid
from gongkai.web.api.registration import register
from gongkai.web.api.schemas import (
    FiguresPage,
    ItemPage,
    OrganOut,
    OrganPage,
    Problem,
    RegisteredOut,
    RegistrationIn,
    StatusOut,
    WholeItemOut,
)
from gongkai.web.applications.statistics import statistics
from gongkai.web.catalogue.models import Column
from gongkai.web.organs.models import Scope


class Renderer(JSONRenderer):
    """Chinese stays readable."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


api = NinjaAPI(
    title="政府信息公开数据接口",
    version="1.0.0",
    description="查询机关、公开的信息和办理统计不需要令牌；登记申请、查询办理状态需要本机关的令牌。",
    urls_namespace="api_v1",
    openapi_url=None,
    docs_url=None,
    renderer=Renderer(),
)
PAGE = Query(1, ge=1, le=1_000_000, description="第几页，从 1 起")
SIZE = Query(50, ge=1, le=200, description="每页多少条，最多 200")
ORGAN = Query("", max_length=18, description="机关的统一社会信用代码；不写为全部机关")
CODE = Path(description="统一社会信用代码，18 位")
ID = Path(description="编号，见列表")
NUMBER = Path(description="受理编号，例如 100026-2026-0012")
SINCE = Query(None, description="公开日期从哪天起")
UNTIL = Query(None, description="公开日期到哪天止")
_READ = {400: Problem, 404: Problem, 422: Problem, 429: Problem}
_WITH_TOKEN = {401: Problem, 403: Problem, **_READ}


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return refused.response()


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return invalid(error.errors).response()


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return Refused.of_status(error.status_code).response()


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return Refused("not_found").response()


@api.get(
    "organs", response={200: OrganPage, **_READ}, url_name="organs", operation_id="list_organs", tags=["公开"],
    summary="机关列表", description="受理申请的机关：上下级、联系方式、公开指南的要素（条例第十二条）。",
)  # fmt: skip
def organs(
    request: HttpRequest,
    q: str = Query("", max_length=60, description="名称或者掌握的信息中的词，空格分开"),
    page: int = PAGE,
    size: int = SIZE,
) -> dict[str, Any]:
    """A page of organs."""
    rows = answers.organs(public(), q)
    return answers.paged(request, rows, page, size, answers.organ_out(public()))


@api.get(
    "organs/{code}", response={200: OrganOut, **_READ}, url_name="organ", operation_id="get_organ", tags=["公开"],
    summary="一个机关", description="按统一社会信用代码查一个机关。",
)  # fmt: skip
def organ(request: HttpRequest, code: str = CODE) -> dict[str, Any]:
    """One organ."""
    return answers.organ_out(public())(answers.organ(public(), code))


@api.get(
    "statistics", response={200: FiguresPage, **_READ}, url_name="statistics", operation_id="list_statistics",
    tags=["公开"], summary="办理统计", description="各机关每年收到多少申请、怎样答复、用了多少天；最近的年度在前。",
)  # fmt: skip
def figures(
    request: HttpRequest,
    organ: str = ORGAN,
    year: int | None = Query(None, ge=1949, le=9999, description="年度；不写为全部年度"),
    page: int = PAGE,
    size: int = SIZE,
) -> dict[str, Any]:
    """A page of figures."""
    viewer = public()
    chosen = answers.organ(viewer, organ) if organ else None
    rows = statistics(viewer, on=viewer.on, organ=chosen, year=year)
    return answers.paged(request, rows, page, size, answers.figures_out)


@api.get(
    "items", response={200: ItemPage, **_READ}, url_name="items", operation_id="list_items", tags=["公开"],
    summary="公开的信息", description="主动公开的信息和公开的答复（column=answer），最新的在前；按 next 一页一页读到底。",
)  # fmt: skip
def items(
    request: HttpRequest,
    organ: str = ORGAN,
    column: str = Query("", pattern=f"^({'|'.join(Column.values)})?$", description="栏目；不写为全部栏目"),
    since: date | None = SINCE,
    until: date | None = UNTIL,
    after: str = Query("", max_length=30, description="从哪里接着读：照 next 中的写"),
    size: int = SIZE,
) -> dict[str, Any]:
    """A page of published items."""
    viewer = public()
    chosen = answers.organ(viewer, organ) if organ else None
    rows = answers.items(viewer, organ=chosen, column=column, since=since, until=until)
    return answers.item_page(request, rows, after, size)


@api.get(
    "items/{id}", response={200: WholeItemOut, **_READ}, url_name="item", operation_id="get_item", tags=["公开"],
    summary="一条公开的信息", description="全文和附件的清单。",
)  # fmt: skip
def item(request: HttpRequest, id: str = ID) -> dict[str, Any]:
    """One published item."""
    return answers.whole_item(public(), id)


@api.post(
    "applications", auth=Token(Scope.REGISTER), url_name="applications", operation_id="register_application",
    response={201: RegisteredOut, 200: RegisteredOut, 409: Problem, 413: Problem, **_WITH_TOKEN},
    tags=["需要令牌"], summary="登记一件申请",
    description="其他渠道收到的申请，登记到令牌所属的机关，等工作人员确认收到申请之日。请求头 Idempotency-Key "
    "由调用的系统自己定（8 到 128 个字母、数字、短横线）；用同一个键重试，得到的是同一件申请（200），不会登记两件。",
    openapi_extra={
        "x-scope": Scope.REGISTER.value,
        "parameters": [{
            "in": "header", "name": "Idempotency-Key", "required": True, "description": "幂等键，每件申请一个",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{8,128}$"},
        }],
    },
)  # fmt: skip
def applications(request: HttpRequest, given: RegistrationIn) -> tuple[int, dict[str, Any]]:
    """Register an application."""
    person, matter = answers.read(given)
    done = register(
        token_of(request),
        key=answers.key_of(request),
        person=person,
        matter=matter,
        channel=given.channel,
        viewer=viewer_of(request),
        address=address_of(request),
    )
    return (200 if done.again else 201), answers.registered_out(done)


@api.get(
    "applications/{number}", auth=Token(Scope.STATUS), url_name="application", operation_id="get_application",
    response={200: StatusOut, **_WITH_TOKEN}, tags=["需要令牌"], summary="一件申请的办理状态",
    description="令牌所属机关的一件申请到了哪一步、期限是哪天；没有申请人和申请内容。",
    openapi_extra={"x-scope": Scope.STATUS.value},
)  # fmt: skip
def application(request: HttpRequest, number: str = NUMBER) -> dict[str, Any]:
    """Where one application stands."""
    return answers.status(viewer_of(request), number, token=token_of(request), address=address_of(request))
