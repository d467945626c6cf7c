"""工作考核、社会评议和责任追究: what a government's section 一 says of them, from the records alone."""

from datetime import date

from gongkai.report.facts import Facts
from gongkai.report.prose.overview import overview
from gongkai.report.prose.sources import Sources
from gongkai.report.tally import tally
from gongkai.report.yearwork import Occasion, YearWork


def written(organ: str, **activities: tuple[Occasion, ...]) -> str:
    work = YearWork(organ=organ, year=2025, activities=activities)
    return overview(Sources(organ, tally(Facts(), 2025), work)).text


def test_it_works() -> None:
    text = written(
        "青澜市人民政府",
        assessment=(Occasion("activity/1", date(2025, 11, 3), "政务公开年度考核", result="四十个单位全部合格"),),
        public_review=(Occasion("activity/2", date(2025, 6, 3), "群众满意度评议"),),
        accountability=(Occasion("activity/3", date(2025, 7, 3), "对逾期答复的问责", result="约谈一人"),),
    )
    assert "开展政府信息公开工作考核1次，组织社会评议1次，责任追究1件。" in text
    assert "开展“政务公开年度考核”，四十个单位全部合格；开展“群众满意度评议”；“对逾期答复的问责”，约谈一人。" in text


def test_without_a_record_nothing_is_claimed() -> None:
    assert "责任追究" not in written("青澜市人民政府")


def test_a_department_has_no_such_paragraph() -> None:
    record = Occasion("activity/1", date(2025, 11, 3), "政务公开年度考核")
    assert "工作考核" not in written("青澜市司法局", assessment=(record,))
