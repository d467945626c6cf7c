"""The city every other test stands on, and what the models refuse."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.web.organs.models import Organ, Post, Role, Unit
from tests.web.conftest import City


def test_it_works(city: City) -> None:
    for organ in city.organs.values():
        organ.full_clean()
    assert city.organs["市政府办公室"].below() == {o.pk for o in city.organs.values()}
    for role in Role:
        assert city.viewer(role.value).roles == {role}


def test_a_case_is_taken_in_and_registered(application, city: City) -> None:
    case = application()
    assert case.stage == "in_hand" and case.reply_due == date(2026, 5, 20)
    assert application("new").stage == "new"


def test_a_code_with_a_wrong_check_character_is_refused(city: City) -> None:
    city.justice.code = "113708020001000260"
    with pytest.raises(ValidationError, match="校验码"):
        city.justice.full_clean()


def test_a_tree_does_not_turn_back_on_itself(city: City) -> None:
    office = city.organs["市政府办公室"]
    office.parent = Organ.objects.get(pk=city.justice.pk)
    with pytest.raises(ValidationError, match="下级"):
        office.full_clean()


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR])
def test_administrators_do_no_casework(city: City, role: Role) -> None:
    post = Post(person=city.people[role.value], organ=city.justice, role=Role.CLERK, since=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="不能办理业务"):
        post.full_clean()


def test_a_caseworker_becomes_no_administrator(city: City) -> None:
    post = Post(person=city.people["clerk"], organ=city.justice, role=Role.AUDITOR, since=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="不能兼任"):
        post.full_clean()


def test_a_unit_of_another_organ_is_refused(city: City) -> None:
    unit = Unit.objects.create(organ=city.organs["市财政局"], name="预算科")
    post = Post(person=city.people["clerk"], organ=city.justice, unit=unit, role=Role.CLERK, since=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="不属于"):
        post.full_clean()


def test_a_post_ends(city: City) -> None:
    Post.objects.filter(person=city.people["signer"]).update(until=date(2026, 4, 19))
    assert city.viewer("signer", on=date(2026, 4, 19)).roles == {Role.SIGNER}
    assert city.viewer("signer").roles == frozenset()
