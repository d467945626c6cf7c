"""The one visibility gate: every query for people other than a record's owner goes through ``visible``.

A model joins by registering a rule; a model without a rule is visible to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet

from gongkai.web.organs.models import Cover, Organ, Person, Post, Role, Scope, Setting


@dataclass(frozen=True, slots=True)
class System:
    """Another system that came with a token: what it is called in the log, the organ it may work for, its scopes."""

    words: str
    organ: int
    scopes: frozenset[str]


@dataclass(frozen=True)
class Viewer:
    """Who looks: nobody (the public), a person with the posts held on a day, cover included, or another system."""

    person: Person | None
    on: date
    posts: tuple[Post, ...] = ()
    covering: tuple[Person, ...] = field(default=())
    system: System | None = None

    @classmethod
    def of(cls, user: Any, *, on: date) -> Viewer:
        """The viewer of a request's user on a day. Reads posts once."""
        if not isinstance(user, Person) or not user.is_active:
            return cls(None, on)
        covered = Cover.objects.filter(deputy=user, since__lte=on, until__gte=on).values("person")
        posts = Post.objects.filter(Q(person=user) | Q(person__in=covered)).select_related("organ", "unit", "person")
        held = tuple(p for p in posts if p.holds(on))
        others = {p.person_id: p.person for p in held if p.person_id != user.pk}
        return cls(user, on, held, tuple(others.values()))

    @property
    def words(self) -> str:
        """What the log calls the viewer; empty for the public."""
        if self.system is not None:
            return self.system.words
        return str(self.person) if self.person is not None else ""

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(p.role for p in self.posts)

    def has(self, *roles: str, organ: Organ | int | None = None) -> bool:
        """Whether one of the roles is held (in an organ, when named)."""
        pk = organ.pk if isinstance(organ, Organ) else organ
        return any(p.role in roles and (pk is None or p.organ_id == pk) for p in self.posts)

    def organs(self, *roles: str) -> set[int]:
        """The primary keys of the organs in which one of the roles is held (any role when none is named)."""
        return {p.organ_id for p in self.posts if not roles or p.role in roles}

    def units(self) -> set[int]:
        """The primary keys of the units the posts belong to."""
        return {p.unit_id for p in self.posts if p.unit_id is not None}

    def acting_for(self, *roles: str, organ: int | None = None) -> Person | None:
        """The person whose post is used when the viewer holds a role (in an organ) only by cover, else None."""
        mine = [p for p in self.posts if p.role in roles and organ in (None, p.organ_id)]
        if any(p.person_id == (self.person.pk if self.person else None) for p in mine):
            return None
        return mine[0].person if mine else None


Rule = Callable[[Viewer, "QuerySet[Any]"], "QuerySet[Any]"]
_RULES: dict[type[Model], Rule] = {}
_SYSTEM_RULES: dict[type[Model], tuple[str, Rule]] = {}


def rule_for(model: type[Model]) -> Callable[[Rule], Rule]:
    """Register the rule that says which rows of a model a viewer may see."""

    def register(rule: Rule) -> Rule:
        _RULES[model] = rule
        return rule

    return register


def scope_rule_for(model: type[Model], scope: Scope) -> Callable[[Rule], Rule]:
    """Register what a system with a scope sees of a model. What no scope opens, a system sees as the public does."""

    def register(rule: Rule) -> Rule:
        _SYSTEM_RULES[model] = (scope, rule)
        return rule

    return register


def visible(viewer: Viewer, rows: type[Model] | QuerySet[Any]) -> QuerySet[Any]:
    """The rows a viewer may see; none when the model has no rule."""
    query: QuerySet[Any] = rows._default_manager.all() if isinstance(rows, type) else rows
    if viewer.system is not None:
        scope, opened = _SYSTEM_RULES.get(query.model, ("", None))
        if opened is not None and scope in viewer.system.scopes:
            return opened(viewer, query)
        viewer = Viewer(None, viewer.on)
    rule = _RULES.get(query.model)
    return rule(viewer, query) if rule else query.none()


def demand(viewer: Viewer, *roles: str, organ: Organ | int | None = None) -> None:
    """Raise PermissionDenied unless one of the roles is held (in the organ)."""
    if not viewer.has(*roles, organ=organ):
        names = "、".join(Role(r).label for r in roles)
        raise PermissionDenied(f"这一步须由{names}办理。")


def _reach(organ: Organ) -> set[int]:
    return organ.below() if organ.competent else {organ.pk}


@rule_for(Organ)
def _organs(viewer: Viewer, rows: QuerySet[Organ]) -> QuerySet[Organ]:
    """Organs that take applications are public; the others are seen by the people in whose organs they stand below, and by
    administrators."""
    if viewer.has(Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR):
        return rows
    own = {pk for organ in {p.organ_id: p.organ for p in viewer.posts}.values() for pk in _reach(organ)}
    return rows.filter(Q(active=True) | Q(pk__in=own)) if own else rows.filter(active=True)


@rule_for(Person)
def _people(viewer: Viewer, rows: QuerySet[Person]) -> QuerySet[Person]:
    """Colleagues of one's own organs; administrators see everybody."""
    if viewer.has(Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR):
        return rows
    return rows.filter(posts__organ__in=viewer.organs()).distinct()


@rule_for(Setting)
def _settings(viewer: Viewer, rows: QuerySet[Setting]) -> QuerySet[Setting]:
    """The system administrator enters them, the auditor checks them."""
    return rows if viewer.has(Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR) else rows.none()
