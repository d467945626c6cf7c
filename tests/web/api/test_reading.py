"""What everybody may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.web.applications import store
from gongkai.web.applications.models import Application
from gongkai.web.catalogue.models import InformationItem
from gongkai.web.catalogue.operations import File
from gongkai.web.organs.models import Organ
from tests.web.api.conftest import asked, refusal
from tests.web.catalogue import items as catalogue
from tests.web.conftest import City


def test_it_works(client: Client, city: City) -> None:
    answer = asked(client, "organs")
    found = answer.json()
    assert (found["count"], found["page"], found["pages"], found["next"]) == (3, 1, 1, None)
    justice = next(o for o in found["items"] if o["short_name"] == "市司法局")
    assert justice["parent"] == city.organs["市政府办公室"].code
    assert justice["guide"] == f"/organs/{city.justice.code}/"
    assert "青澜市司法局" in answer.content.decode()
    assert answer["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies and "Vary" not in answer


def test_one_organ(client: Client, city: City) -> None:
    found = asked(client, f"organs/{city.justice.code}").json()
    for name in ("office", "address", "hours", "telephone", "reconsideration_organ", "court"):
        assert found[name] == getattr(city.justice, name)


def test_an_organ_by_what_it_holds(client: Client, city: City) -> None:
    Organ.objects.filter(pk=city.justice.pk).update(holds="法律援助、律师管理")
    assert [o["short_name"] for o in asked(client, "organs?q=律师").json()["items"]] == ["市司法局"]
    assert asked(client, "organs?q=火星").json()["count"] == 0


@pytest.mark.parametrize("code", ["000", "11370802000100018Z", "１１３７０８０２０００１０００１８F", "x" * 500])
def test_an_organ_that_is_not_there(client: Client, city: City, code: str) -> None:
    assert refusal(asked(client, f"organs/{code}")) == (404, "not_found")


@pytest.mark.parametrize("path", ["organs?q=%00", "organs/a%00b", "items/%00", "statistics?organ=%00"])
def test_an_address_with_a_character_that_is_none(client: Client, city: City, path: str) -> None:
    assert refusal(asked(client, path)) == (400, "bad_request")


def test_an_organ_out_of_sight_is_not_found_and_not_named(client: Client, city: City) -> None:
    Organ.objects.filter(short_name="市政府办公室").update(active=False)
    hidden = city.organs["市政府办公室"].code
    assert refusal(asked(client, f"organs/{hidden}")) == (404, "not_found")
    assert refusal(asked(client, f"statistics?organ={hidden}")) == (404, "not_found")
    assert hidden not in asked(client, "organs").content.decode()


def test_pages_lead_to_the_end(client: Client, city: City) -> None:
    found, following = [], "/api/v1/organs?size=2"
    while following:
        answer = client.get(following).json()
        found += [o["code"] for o in answer["items"]]
        following = answer["next"]
    assert sorted(found) == sorted(o.code for o in city.organs.values())
    assert refusal(asked(client, "organs?size=2&page=3")) == (404, "not_found")


@pytest.mark.parametrize(
    ("query", "field"),
    [("page=0", "page"), ("page=x", "page"), ("size=201", "size"), ("size=", "size"), ("q=" + "长" * 61, "q"),
     ("page=99999999999999999999999", "page")],
)  # fmt: skip
def test_a_question_that_is_wrong(client: Client, city: City, query: str, field: str) -> None:
    answer = asked(client, f"organs?{query}")
    assert refusal(answer) == (422, "invalid")
    assert answer.json()["fields"][field].endswith("。")


def test_statistics(client: Client, city: City, application: Callable[..., Application]) -> None:
    case = application("new")
    Application.objects.filter(pk=case.pk).update(
        stage="closed", outcome="granted", received_on=date(2025, 3, 3), ended_on=date(2025, 3, 13),
        reply_due=date(2025, 3, 31),
    )  # fmt: skip
    found = asked(client, f"statistics?organ={city.justice.code}&year=2025").json()["items"]
    assert found == [
        {
            "organ": city.justice.code, "name": "青澜市司法局", "year": 2025, "received": 1, "answered": 1,
            "groups": {"granted": 1, "partially_granted": 0, "refused": 0, "unavailable": 0, "not_processed": 0, "other": 0},
            "without_answer": 0, "average_days": 10.0, "on_time": 1.0,
        }
    ]  # fmt: skip
    assert "王小明" not in asked(client, "statistics").content.decode()
    assert refusal(asked(client, "statistics?year=1000")) == (422, "invalid")


def published(city: City, number: int, *, state: str = "published", column: str = "finance") -> list[InformationItem]:
    """Some items of the bureau, one a day, the last the newest."""
    return [
        InformationItem.objects.create(
            organ=city.justice, column=column, title=f"第{n}项", body="正文", state=state,
            published_on=date(2026, 4, 1 + n), drafted_by=city.people["clerk"], drafted_at=timezone.now(),
            source_number=f"S-{column}" if n == 0 else "",
        )
        for n in range(number)
    ]  # fmt: skip


def test_published_items_to_the_end_while_more_are_published(client: Client, city: City) -> None:
    published(city, 5)
    first = asked(client, "items?size=2").json()
    assert [i["title"] for i in first["items"]] == ["第4项", "第3项"]
    published(city, 7, column="plan")  # meanwhile
    rest, following = [], first["next"]
    while following:
        page = client.get(following).json()
        rest += [i["id"] for i in page["items"] if i["column"] == "finance"]
        following = page["next"]
    assert len(set(rest)) == len(rest) == 3


def test_one_item_with_its_file(client: Client, city: City) -> None:
    kept = store.keep("公开的内容".encode())
    item = catalogue.published(city, "公开的事项", files=[File("附件.txt", "text", 15, kept)])
    found = asked(client, f"items/{item.pk}").json()
    assert client.get(found["address"]).status_code == 200
    assert [(f["name"], f["size"]) for f in found["files"]] == [("附件.txt", 15)]
    assert b"".join(client.get(found["files"][0]["address"])).decode() == "公开的内容"


def test_where_an_item_comes_from_is_not_told(client: Client, city: City) -> None:
    item = published(city, 1)[0]
    answer = asked(client, f"items/{item.pk}")
    assert answer.json()["body"] == "正文"
    assert "S-finance" not in answer.content.decode()  # which application it comes from is nobody's business


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_is_not_found(client: Client, city: City, state: str) -> None:
    item = published(city, 1, state=state)[0]
    assert refusal(asked(client, f"items/{item.pk}")) == (404, "not_found")
    assert asked(client, "items").json()["count"] == 0


def test_items_of_a_column_an_organ_and_a_time(client: Client, city: City) -> None:
    published(city, 3)
    assert asked(client, "items?column=plan").json()["count"] == 0
    assert asked(client, f"items?organ={city.organs['市财政局'].code}").json()["count"] == 0
    assert asked(client, "items?since=2026-04-02&until=2026-04-02").json()["count"] == 1


@pytest.mark.parametrize("query", ["after=x", "after=2026-13-01.1", "column=x", "since=x", "size=0"])
def test_items_asked_for_wrongly(client: Client, city: City, query: str) -> None:
    assert refusal(asked(client, f"items?{query}")) == (422, "invalid")


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "²"])
def test_no_such_item(client: Client, city: City, pk: str) -> None:
    assert refusal(asked(client, f"items/{pk}")) == (404, "not_found")


# What holds for every address


def test_unchanged_is_not_sent_again(client: Client, city: City) -> None:
    etag = asked(client, "organs")["ETag"]
    again = asked(client, "organs", **{"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    Organ.objects.filter(pk=city.justice.pk).update(telephone="0635-1")
    assert asked(client, "organs", **{"If-None-Match": etag}).status_code == 200


def test_head_is_the_head_of_get(client: Client, city: City) -> None:
    answer = client.head("/api/v1/organs")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == asked(client, "organs")["ETag"]


def test_another_method_is_refused(client: Client, city: City) -> None:
    answer = client.delete("/api/v1/organs")
    assert refusal(answer) == (405, "method_not_allowed")
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize("path", ["", "organs/", "nothing", "organs/x/y", "../desk/"])
def test_no_such_address(client: Client, city: City, path: str) -> None:
    assert refusal(client.get(f"/api/v1/{path}")) == (404, "not_found")


def test_too_often(client: Client, city: City, settings: object) -> None:
    settings.API_MOST_A_MINUTE = 2  # type: ignore[attr-defined]
    assert [asked(client, "organs").status_code for _ in range(2)] == [200, 200]
    answer = asked(client, "organs")
    assert refusal(answer) == (429, "too_many")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert client.get("/api/v1/organs", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_an_error_of_ours_is_told_in_the_same_shape(
    client: Client, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("gongkai.web.api.answers.organs", broken)
    client.raise_request_exception = False
    answer = asked(client, "organs")
    assert refusal(answer) == (500, "failure")
    assert "secret words" not in answer.content.decode()
