"""From the draft to the public site and down again; what is refused on the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from gongkai.web.catalogue import considering, operations, queries
from gongkai.web.catalogue.models import LONGEST_BODY, InformationItem, State
from gongkai.web.catalogue.operations import File, Text
from gongkai.web.organs import dated
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Cover
from gongkai.web.review import log
from gongkai.web.review import operations as review
from gongkai.web.review.models import Kind, Opinion, Step
from gongkai.web.review.operations import Stale
from tests.web.catalogue.items import drafted, published, reviewed
from tests.web.conftest import TODAY, City

NOBODY = Viewer(None, TODAY)
OWN = (("申请人姓名", "王小明"), ("联系电话", "13812345678"))


def kinds(item: InformationItem) -> list[str]:
    return list(log.of(item).order_by("id").values_list("kind", flat=True))


def test_it_works(city: City) -> None:
    item = drafted(city, "法律援助经费支出明细", source="X-2026-0001")
    assert not queries.published(NOBODY).exists()
    reviewed(city, item)
    found = queries.published(NOBODY).get()
    assert (found.state, found.published_on) == (State.PUBLISHED, TODAY)
    assert found.index_number == "200010002/2026-00001" or found.index_number.endswith("/2026-00001")
    assert kinds(item) == ["item_drafted", "review_started", *["review_passed"] * 4, "published"]
    assert not list(log.broken(city.justice))


def test_index_numbers_follow_the_organs_form_without_gaps(city: City) -> None:
    city.justice.index_prefix = "QL/SF01"
    city.justice.save()
    assert [published(city, f"第{n}件").index_number for n in (1, 2)] == ["QL/SF01/2026-00001", "QL/SF01/2026-00002"]


def test_the_public_sees_what_is_published_and_others_their_own_drafts(city: City) -> None:
    item = drafted(city, "草稿")
    published(city, "公开的")
    seen = {
        who: {i.title for i in visible(city.viewer(who), InformationItem)}
        for who in ("clerk", "head", "neighbour", "auditor", "")
    }
    assert seen == {"clerk": {"草稿", "公开的"}, "head": {"草稿", "公开的"}, "neighbour": {"公开的"}, "auditor": {"公开的"}, "": {"公开的"}}  # fmt: skip
    assert item.pk


def test_personal_data_is_not_sent_for_review(city: City) -> None:
    item = drafted(city, "答复", "王小明的电话是 138 1234 5678。")
    clerk = city.viewer("clerk")
    with pytest.raises(ValueError, match="2 处疑似个人信息（申请人姓名、联系电话）"):
        operations.send(item, own=OWN, viewer=clerk)
    first, second = operations.left(item, OWN)
    with pytest.raises(ValueError, match="理由"):
        operations.dismiss(item, first.key, reason=" ", own=OWN, viewer=clerk)
    item = operations.dismiss(item, first.key, reason="与本市已故作家同名", own=OWN, viewer=clerk)
    assert [m.key for m in operations.left(item, OWN)] == [second.key]
    assert "王小明" not in str(item.dismissed)
    with pytest.raises(ValueError, match="已经不在"):
        operations.dismiss(item, first.key, reason="再来一次", own=OWN, viewer=clerk)
    item = operations.change(item, Text("答复", "王小明的作品。"), version=item.version, viewer=clerk)
    assert operations.send(item, own=OWN, viewer=clerk).kind == Kind.PUBLICATION
    assert "mark_dismissed" in kinds(item)


def test_a_name_in_the_name_of_a_file_counts(city: City) -> None:
    item = drafted(city, "答复", files=[File("王小明.pdf", "pdf", 3, "0" * 64)])
    with pytest.raises(ValueError, match="申请人姓名"):
        operations.send(item, own=OWN, viewer=city.viewer("clerk"), files_read=True)
    item = operations.change(
        item, Text("答复", "正文"), version=1, viewer=city.viewer("clerk"), drop=[item.files.get().pk]
    )
    assert operations.send(item, own=OWN, viewer=city.viewer("clerk"))


def test_files_are_read_by_somebody_before_they_go_out(city: City) -> None:
    item = drafted(city, "答复", files=[File("明细.pdf", "pdf", 3, "0" * 64)])
    with pytest.raises(ValueError, match="逐页核对"):
        operations.send(item, own=(), viewer=city.viewer("clerk"))
    assert operations.send(item, own=(), viewer=city.viewer("clerk"), files_read=True)


def test_the_last_signature_looks_once_more(city: City) -> None:
    item = drafted(city, "答复", "李大山的来信。")
    passage = reviewed(city, item, steps=3)
    with pytest.raises(ValueError, match="疑似个人信息"):
        operations.decide(
            passage, verdict=Opinion.Verdict.PASSED, comment="", version=passage.version,
            own=[("申请人姓名", "李大山")], viewer=city.viewer("signer"), on=TODAY,
        )  # fmt: skip
    item.refresh_from_db()
    assert item.state == State.DRAFT
    passage.refresh_from_db()
    assert passage.state == "open"


def test_the_chain_is_the_organs_own(city: City) -> None:
    Step.objects.create(organ=city.justice, kind=Kind.PUBLICATION, order=1, role="head", words="负责人审定", final=True)
    passage = operations.send(drafted(city, "通知"), own=(), viewer=city.viewer("clerk"))
    operations.decide(
        passage, verdict=Opinion.Verdict.PASSED, comment="", version=passage.version, own=(),
        viewer=city.viewer("head"), on=TODAY,
    )  # fmt: skip
    assert queries.published(NOBODY).count() == 1


def test_sent_back_it_can_be_written_at_again(city: City) -> None:
    item, clerk = drafted(city, "通知"), city.viewer("clerk")
    passage = operations.send(item, own=(), viewer=clerk)
    with pytest.raises(Stale, match="正在审核"):
        operations.change(item, Text("改", "改"), version=item.version, viewer=clerk)
    operations.decide(
        passage, verdict=Opinion.Verdict.SENT_BACK, comment="标题不清楚", version=passage.version, own=(),
        viewer=city.viewer("reviewer"), on=TODAY,
    )  # fmt: skip
    assert operations.change(item, Text("改", "改"), version=item.version, viewer=clerk).title == "改"


def test_nobody_reviews_what_they_wrote_nor_as_a_deputy(city: City) -> None:
    passage = operations.send(drafted(city, "通知"), own=(), viewer=city.viewer("head"))
    Cover.objects.create(person=city.people["reviewer"], deputy=city.people["clerk"], since=TODAY, until=TODAY)
    with pytest.raises(PermissionDenied, match="起草人"):
        operations.decide(
            passage, verdict=Opinion.Verdict.PASSED, comment="", version=passage.version, own=(),
            viewer=city.viewer("clerk"), on=TODAY,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["handler", "signer", "auditor", "neighbour"])
def test_others_do_not_draft(city: City, who: str) -> None:
    with pytest.raises(PermissionDenied):
        operations.draft(city.justice, Text("标题", "正文"), viewer=city.viewer(who))


@pytest.mark.parametrize(
    "given", [{"title": " "}, {"title": "长" * 201}, {"body": ""}, {"body": "长" * (LONGEST_BODY + 1)}, {"column": "x"}]
)
def test_a_text_that_will_not_do_is_refused(city: City, given: dict[str, Any]) -> None:
    text = Text(**{"title": "标题", "body": "正文", **given})
    with pytest.raises(ValidationError) as error:
        operations.draft(city.justice, text, viewer=city.viewer("clerk"))
    assert operations.faults(error.value)


def test_an_answer_has_one_item_until_it_is_withdrawn(city: City) -> None:
    item = published(city, "答复", source="X-1")
    with pytest.raises(Stale, match="已经有公开稿"):
        drafted(city, "答复", source="X-1")
    operations.withdraw(item, reason="附件有误", viewer=city.viewer("clerk"), on=TODAY)
    assert drafted(city, "答复", source="X-1")


def test_two_write_at_once_and_the_second_is_told(city: City) -> None:
    item = drafted(city, "通知")
    operations.change(item, Text("甲", "甲"), version=item.version, viewer=city.viewer("clerk"))
    with pytest.raises(Stale, match="刚被别人改过"):
        operations.change(item, Text("乙", "乙"), version=item.version, viewer=city.viewer("head"))


def test_withdrawing_takes_it_down_and_keeps_why(city: City) -> None:
    item = published(city, "通知")
    with pytest.raises(ValueError, match="理由"):
        operations.withdraw(item, reason="", viewer=city.viewer("clerk"), on=TODAY)
    with pytest.raises(PermissionDenied):
        operations.withdraw(item, reason="不该由邻局撤", viewer=city.viewer("neighbour"), on=TODAY)
    gone = operations.withdraw(item, reason="内容过期", viewer=city.viewer("head"), on=TODAY)
    assert (gone.withdrawn_on, gone.withdrawn_why) == (TODAY, "内容过期")
    assert not queries.published(NOBODY).exists()
    assert kinds(item)[-1] == "item_withdrawn"
    with pytest.raises(Stale, match="已撤下"):
        operations.withdraw(item, reason="再撤一次", viewer=city.viewer("head"), on=TODAY)
    with pytest.raises(Stale, match="另行起草"):
        operations.change(item, Text("改", "改"), version=gone.version, viewer=city.viewer("clerk"))


def test_a_draft_can_be_given_up(city: City) -> None:
    item, clerk = drafted(city, "答复", source="X-1"), city.viewer("clerk")
    passage = operations.send(item, own=(), viewer=clerk)
    with pytest.raises(Stale, match="先撤回送审"):
        operations.withdraw(item, reason="不公开了", viewer=clerk, on=TODAY)
    review.cancel(passage, version=passage.version, viewer=clerk)
    operations.withdraw(item, reason="不公开了", viewer=clerk, on=TODAY)
    assert kinds(item)[-1] == "item_given_up"
    assert drafted(city, "答复", source="X-1")


def test_the_threshold_is_dated(city: City) -> None:
    from datetime import timedelta

    head, later = city.viewer("head"), TODAY + timedelta(days=30)
    assert queries.threshold(city.justice, on=TODAY) == dated.SETTING["publish_threshold"].usual
    considering.set_threshold(city.justice, 5, since=later, why="申请增多", viewer=head)
    assert queries.threshold(city.justice, on=TODAY) == 3
    assert queries.threshold(city.justice, on=later) == 5
    for number, since, why in (
        (1, later, "x"),
        (101, later, "x"),
        (4, TODAY - timedelta(days=1), "x"),
        (4, later, " "),
    ):
        with pytest.raises(ValueError):
            considering.set_threshold(city.justice, number, since=since, why=why, viewer=head)
    with pytest.raises(PermissionDenied):
        considering.set_threshold(city.justice, 4, since=later, why="x", viewer=city.viewer("clerk"))


def test_a_dismissed_group_comes_again_with_a_further_case(city: City) -> None:
    clerk = city.viewer("clerk")
    with pytest.raises(ValueError, match="理由"):
        considering.dismiss(city.justice, ["A", "B"], reason="", viewer=clerk)
    with pytest.raises(ValueError, match="没有选定"):
        considering.dismiss(city.justice, [], reason="x", viewer=clerk)
    with pytest.raises(PermissionDenied):
        considering.dismiss(city.justice, ["A"], reason="x", viewer=city.viewer("neighbour"))
    considering.dismiss(city.justice, ["A", "B", "C"], reason="内容因人而异", viewer=clerk)
    assert queries.dismissed(clerk, city.justice.pk) == [frozenset("ABC")]
    assert queries.dismissed(city.viewer("neighbour"), city.justice.pk) == []
