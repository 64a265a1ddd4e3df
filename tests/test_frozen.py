"""Records as a user meets them: printed, compared, copied, pickled between processes, and never changed by accident."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, fields, replace

import pytest

from policy_extract.frozen import frozen
from policy_extract.model import Action, Clause, Responsibility, Span

ACTION = Action(0, 4, "开展检查", "开展", 0, 2, "检查", 2, 4, None, "pattern")


def test_a_record_is_of_its_class_and_frozen() -> None:
    assert type(ACTION) is Action
    assert isinstance(ACTION, Action)
    with pytest.raises(FrozenInstanceError, match="verb"):
        ACTION.verb = "组织"  # type: ignore[misc]
    with pytest.raises((AttributeError, TypeError)):
        ACTION.note = "x"  # type: ignore[attr-defined]


def test_equal_records_have_equal_hashes() -> None:
    twin = replace(ACTION)
    assert twin == ACTION
    assert hash(twin) == hash(ACTION)
    assert len({twin, ACTION}) == 1
    assert replace(ACTION, verb="组织") != ACTION


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy], ids=("pickle", "copy", "deepcopy"))
def test_a_copy_is_equal(copied: object) -> None:
    clause = Clause("1", "section", 1, "一、", None, 0, 9, 0, 9, actions=(ACTION,))
    found = copied(clause)  # type: ignore[operator]
    assert (pickle.loads(found) if isinstance(found, bytes) else found) == clause


def test_a_call_that_lacks_or_adds_a_field_is_an_error() -> None:
    with pytest.raises(TypeError, match="end"):
        Span(3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="length"):
        Span(3, 4, length=1)  # type: ignore[call-arg]


def test_help_shows_the_fields() -> None:
    assert list(inspect.signature(Responsibility).parameters) == [f.name for f in fields(Responsibility)]
    assert asdict(Span(1, 2)) == {"start": 1, "end": 2}


def test_a_list_is_no_default() -> None:
    with pytest.raises(ValueError, match="mutable default"):

        @frozen
        class Wrong:
            names: list[str] = []  # noqa: RUF012
