"""Damaged documents of every kind: they are read, or refused with a word of advice; no other error comes through."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_extract import NoticeError, parse
from policy_extract.loaders import Limits, load_bytes
from tests.laws import broken_laws
from tests.mutations import TOKENS, case, damaged, seeds

LIMITS = Limits(max_bytes=4 << 20, max_part=8 << 20)
few = settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def read(data: bytes, name: str) -> bool:
    """Whether it can be read: whatever is read keeps the laws, whatever is not says what to do."""
    refusal = None
    try:
        text = load_bytes(data, name, limits=LIMITS).text
        assert text.encode("utf-8")
        assert broken_laws(parse(text)) == []
    except NoticeError as error:
        refusal = error
    assert refusal is None or (refusal.reason and refusal.advice)
    return refusal is None


@pytest.mark.parametrize("kind", TOKENS)
def test_the_documents_are_whole_before_they_are_damaged(kind: str) -> None:
    assert all(read(data, f"a.{kind}") for data in seeds()[kind]) == (kind != "zip")


@pytest.mark.parametrize("kind", TOKENS)
@few
@given(number=st.integers(0, 1 << 40))
def test_damaged_documents(kind: str, number: int) -> None:
    made, data = case(number, kind)
    assert made == kind
    read(data, f"a.{kind}")


@few
@given(number=st.integers(0, 1 << 40), kind=st.sampled_from(sorted(TOKENS)), other=st.sampled_from(sorted(TOKENS)))
def test_damage_of_another_kind_under_another_name(number: int, kind: str, other: str) -> None:
    dice = random.Random(number)
    read(damaged(dice.choice(seeds()[kind]), other, dice), f"a.{other}")


@few
@given(
    data=st.binary(max_size=400),
    head=st.sampled_from(
        [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf", b"{\\rtf", b"MIME-Version: 1.0"]
    ),
)
def test_any_bytes(data: bytes, head: bytes) -> None:
    for name in ("a.txt", "a.html", "a.docx", "a.pdf"):
        read(head + data, name)


def test_a_case_is_made_again_from_its_number() -> None:
    assert [case(n) for n in range(30)] == [case(n) for n in range(30)]
    assert {case(n)[0] for n in range(60)} == set(TOKENS)
