"""The gate for people who hold no post where the case lies: an account without posts, and staff who have left the organ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.web.applications.models import Application
from gongkai.web.organs.gate import Viewer, visible
from gongkai.web.organs.models import Person, Post, Role
from tests.web.conftest import City
from tests.web.routes import FOLLOWER, SIGNED_IN
from tests.web.test_gate import ADDRESSES, OPEN, REFUSED, SECRET, SIGN_IN, Things, asked, body, judged, line_of, path_of
from tests.web.test_gate import things as things  # noqa: PLC0414 (a fixture)

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Every route that is neither the public's nor about the signed-in person's own account.
INSIDE = sorted(
    n for n in ADDRESSES if (r := line_of(n)) is not None and r.who[0] != OPEN and r.who not in (SIGNED_IN, FOLLOWER)
)
FOLLOWED = sorted(n for n in ADDRESSES if (r := line_of(n)) is not None and r.who == FOLLOWER)


@pytest.fixture
def postless(db: None) -> Client:
    browser = Client()
    browser.force_login(Person.objects.create_user("nobody-here", password=None), backend=BACKEND)
    return browser


def found_in(browser: Client, names: list[str], things: Things, wanted: str) -> dict[str, str]:
    """The routes that answered otherwise than wanted, or showed the case."""
    wrong = {}
    for name in names:
        line = line_of(name)
        assert line is not None
        answer = asked(browser, path_of(ADDRESSES[name], things, line.thing), post=line.post)
        if judged(answer) not in wanted or SECRET in body(answer):
            wrong[name] = judged(answer)
    return wrong


def moved(who: Person, city: City) -> None:
    """The person's posts ended yesterday; since today there is one in another organ."""
    today = timezone.localdate()
    who.posts.update(until=today - timedelta(days=1))
    Post.objects.create(person=who, organ=city.organs["市财政局"], role=Role.HANDLER, since=today)


def test_it_works(things: Things, city: City) -> None:
    """A handler with a post sees the own case; otherwise the refusals below would say nothing."""
    browser = Client()
    browser.force_login(city.people["handler"], backend=BACKEND)
    assert SECRET in body(browser.get(f"/desk/case/{things.case.number}/"))


def test_an_account_without_posts_is_refused_everywhere_inside(things: Things, postless: Client) -> None:
    assert len(INSIDE) > 100
    assert found_in(postless, INSIDE, things, REFUSED + SIGN_IN) == {}


def test_an_account_without_posts_follows_no_case(things: Things, postless: Client) -> None:
    assert FOLLOWED
    assert found_in(postless, FOLLOWED, things, SIGN_IN) == {}


def test_a_handler_who_left_the_organ_sees_the_case_no_more(
    application: Callable[..., Application], city: City
) -> None:
    who = city.people["handler"]
    case = application(handler=who)
    today = timezone.localdate()
    assert case in visible(Viewer.of(who, on=today), Application)
    moved(who, city)
    assert case not in visible(Viewer.of(who, on=today), Application)


def test_a_handler_who_left_the_organ_is_refused_its_page(things: Things, city: City) -> None:
    moved(city.people["handler"], city)
    browser = Client()
    browser.force_login(city.people["handler"], backend=BACKEND)
    answer = browser.get(f"/desk/case/{things.case.number}/")
    assert answer.status_code == 404
    assert SECRET not in body(answer)
