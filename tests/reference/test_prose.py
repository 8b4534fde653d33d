"""Sentences of reference prose and the facts they prove; and sentences that look alike and prove nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specbind.ir.types import Scalar, StringFormat
from specbind.reference.evidence import (
    Constant,
    Default,
    Deprecated,
    Evidence,
    Formatted,
    Maximum,
    Minimum,
    Null,
    Whole,
)
from specbind.reference.prose import read_prose, sentences


def said(text: str) -> list[tuple[type[Evidence], object]]:
    """The facts of a text without their proofs."""
    found: list[tuple[type[Evidence], object]] = []
    for fact in read_prose(text):
        match fact:
            case Default(value=value) | Minimum(value=value) | Maximum(value=value) | Constant(value=value):
                found.append((type(fact), value))
            case Formatted(format=of):
                found.append((Formatted, of))
            case Deprecated(replacement=replacement):
                found.append((Deprecated, replacement))
            case Whole() | Null():
                found.append((type(fact), None))
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Defaults to `20`.", 20),
        ("Defaults to 20", 20),
        ("Defaults to `1.0`.", 1.0),
        ("Width of a bucket: `1m` or `1d`, default to `1d`.", "1d"),
        ("The default is 20.", 20),
        ("Limit can range over all, and the default is 1,000.", 1000),
        ("Boats on a page (default: 20, max: 1000).", 20),
        ("Boats on a page (1-1000, default 20).", 20),
        ("Default value: `true`.", True),
        ("Default: false", False),
        ('Sort order. Defaults to "asc" if omitted.', "asc"),
        ("Defaults to 'us' when not specified.", "us"),
        ("If not set, defaults to `public`.", "public"),
        ("Defaults to `-1`.", -1),
        ("Defaults to `null`.", None),
        ("The sort order of the boats,\nwhich defaults to\n`desc`.", "desc"),
        ("It waits for a while, which defaults to 30 seconds.", 30),
        ('Defaults to `"7"`.', "7"),
    ],
)
def test_defaults(text: str, value: Scalar | None) -> None:
    found = [fact for fact in read_prose(text) if isinstance(fact, Default)]
    assert [(fact.value, type(fact.value)) for fact in found] == [(value, type(value))]


@pytest.mark.parametrize(
    "text",
    [
        "Defaults to the organization's setting.",
        "Defaults to 20 for teams and 10 for others.",
        "Defaults to `10` if `mode` is `fast`.",
        "When `mode` is `fast`, defaults to `10`.",
        "For teams the default is 5.",
        "Default role of the user.",
        "If omitted, defaults to place=`us`, kinds=`all`.",
        "The limits of a page:\n\n- `width=1d`: default: 7, max: 31\n- `width=1h`: default: 24, max: 168",
        "The limits of a page:\n\u2022 `1d`: Default of 7 days, maximum of 31 days",
        "Defaults to 10. Elsewhere it says: defaults to 20.",
        'Defaults to `["audio"]`.',
        "Defaults to 5 years.",
        "The default place applies when no place is given.",
        "```\ndefaults to `3`\n```",
        "Defaults to `a`-based names.",
    ],
)
def test_defaults_that_are_none(text: str) -> None:
    assert [fact for fact in read_prose(text) if isinstance(fact, Default)] == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Ranges from `1` to `1000`.", 1, 1000),
        ("Limit can range between 1 and 100, and the default is 20.", 1, 100),
        ("Number between -2.0 and 2.0.", -2.0, 2.0),
        ("How bright, between 0 and 1 (inclusive).", 0, 1),
        ("Boats on a page (1-1000, default 20).", 1, 1000),
        ("Boats on a page (1\u2013100).", 1, 100),
        ("An integer in the range 5 to 600.", 5, 600),
        ("The minimum value is `100` and the maximum value is `4096`.", 100, 4096),
        ("Boats on a page (default: 20, max: 1000).", None, 1000),
        ("Must be at least 1.", 1, None),
        ("Must be less than or equal to 50.", None, 50),
        ("Minimum: 1. Maximum: 1,000", 1, 1000),
        ("How long to wait, up to a maximum of 30 seconds.", None, 30),
    ],
)
def test_limits(text: str, low: float | None, high: float | None) -> None:
    facts = [fact for fact in read_prose(text) if isinstance(fact, Minimum | Maximum)]
    assert {type(fact): fact.value for fact in facts} == {
        kind: value for kind, value in ((Minimum, low), (Maximum, high)) if value is not None
    }


@pytest.mark.parametrize(
    "text",
    [
        "A name of between 1 and 100 characters.",
        "Maximum length is 64 characters.",
        "A list of between 1 and 20 items.",
        "Must be either 0 or between 5000 and 10800000.",
        "Between 30 and 300, or `0` to turn it off.",
        "It takes between 10 and 60 seconds.",
        "Each sample must be between 2 and 10 seconds.",
        "There can be a maximum of 20 boats in a berth.",
        "A page holds at most `limit` boats.",
        "Keys on a telephone (0\u20139, *, #).",
        "Between the start and the end.",
        "The maximum is 10. The maximum is 20.",
        "When grouped, between 1 and 10.",
        "Between 0 and 1, exclusive.",
        "Values between -1 and 1 should do.",
    ],
)
def test_limits_that_are_none(text: str) -> None:
    assert [fact for fact in read_prose(text) if isinstance(fact, Minimum | Maximum)] == []


@pytest.mark.parametrize(
    "text",
    [
        "The Unix timestamp (in seconds) of when the boat was built",
        "Start time (Unix seconds) of the range, inclusive.",
        "Creation time of the key, in Unix seconds.",
        "The number of boats seen.",
        "The aggregated number of text input tokens used, including cached tokens.",
        "The count of requests made to the model.",
        "A limit on the number of objects to be returned.",
        "Size of the file in bytes.",
        "The maximum requests per minute.",
        "Most tokens in a minute.",
        "The maximum batch input tokens per day. Only present for relevant models.",
        "An integer between 1 and 10.",
        "A positive integer.",
        "Lifetime in seconds, an integer between 1 and 60.",
    ],
)
def test_whole_numbers(text: str) -> None:
    assert (Whole, None) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Number between -2.0 and 2.0.",
        "The numeric value of the cost.",
        "Number of currency units.",
        "The number of seconds that it took.",
        "The average number of boats seen.",
        "A map of pairs where the value is the number of requests.",
        "The number of units, with fractions.",
        "Amount of the limit.",
        "Whether the integer part is shown.",
    ],
)
def test_numbers_that_need_not_be_whole(text: str) -> None:
    assert (Whole, None) not in said(text)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("RFC 3339 datetime string indicating when the boat was built.", StringFormat.DATE_TIME),
        ("End of the time bucket (exclusive) in RFC3339 format.", StringFormat.DATE_TIME),
        ("An ISO 8601 timestamp.", StringFormat.DATE_TIME),
        ("How long, as an ISO 8601 duration.", StringFormat.DURATION),
        ("UTC date in YYYY-MM-DD format.", StringFormat.DATE),
        ("UUID of the boat.", StringFormat.UUID),
        ("The boat, as a UUID.", StringFormat.UUID),
        ("The base64-encoded picture.", StringFormat.BYTE),
    ],
)
def test_formats(text: str, of: StringFormat) -> None:
    assert said(text) == [(Formatted, of)]


@pytest.mark.parametrize(
    "text",
    [
        "This should be a uuid, hash value, or other opaque identifier.",
        "An RFC 3339 timestamp or a relative time such as `now-1d`.",
        "Whether the picture is base64 encoded.",
        "A list of UUIDs.",
        "An ISO 8601 date.",
        "The boat's name; returns base64-encoded pictures with it.",
        "RFC 3339 timestamp, or a UUID of an event. UUID of the event.",
    ],
)
def test_formats_that_are_none(text: str) -> None:
    assert [fact for fact in said(text) if fact[0] is Formatted and fact[1] is not StringFormat.DATE_TIME] == []


@pytest.mark.parametrize(
    "text",
    [
        "ID of the berth, or `null` if there is none.",
        "Cursor of the next page, or null if no more results.",
        "When the boat was sold, or null.",
        "Context window used. `null` if not grouping by context window.",
        "Always `null` if not grouping by place.",
        "Null while queued.",
        "Can be null.",
        "Cursor of the next call, or null at the end.",
        "This field is `null` until the boat is sold.",
        "Set to `null` to clear it.",
        "Project of this row when grouped by `project_id`, else null.",
        "Defaults to null.",
        "This value is nullable.",
    ],
)
def test_nulls(text: str) -> None:
    assert (Null, None) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Must not be null.",
        "Never null.",
        "A non-nullable name.",
        "Other kinds have `models` set to `null`.",
        "Boats whose owner is null.",
        "The `owner` can be null.",
        "The null device.",
        "Counts null values too.",
    ],
)
def test_nulls_of_something_else(text: str) -> None:
    assert (Null, None) not in said(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Always `list`.", "list"),
        ("The object type, which is always `boat`", "boat"),
        ('For Boats, this is always `"boat"`.', "boat"),
        ("Type tag, always `boat.deleted`.", "boat.deleted"),
        ("This is always `true`.", True),
        ('Always "1.0".', "1.0"),
    ],
)
def test_constants(text: str, value: Scalar) -> None:
    assert said(text) == [(Constant, value)]


@pytest.mark.parametrize(
    "text",
    [
        'Currency of the amount. Currently always `"USD"`.',
        'Always `"user"` for a user.',
        "If sold, this is always `0`.",
        "`owner` or `reader`",
        "Boats are always `moored` or `sailing`.",
        "Not always `boat`.",
    ],
)
def test_constants_that_are_none(text: str) -> None:
    assert [fact for fact in said(text) if fact[0] is Constant] == []


@pytest.mark.parametrize(
    ("text", "replacement"),
    [
        ("**Deprecated.** Use `berth` instead.", "berth"),
        ("Deprecated: use `berth`", "berth"),
        ("Deprecated in favor of `berth`.", "berth"),
        ("This field is deprecated. Please use the `berth` field.", "berth"),
        ("[Legacy] Create a boat.", None),
        ("[Deprecated] Lists boats; see [List berths](https://example.com).", "List berths"),
        ("The place.\n\n*Deprecated* - replaced by `berth`.", "berth"),
        ("(Deprecated) The place.", None),
        ("The place. This parameter has been deprecated.", None),
    ],
)
def test_deprecations(text: str, replacement: str | None) -> None:
    assert said(text) == [(Deprecated, replacement)]


@pytest.mark.parametrize(
    "text",
    [
        "Deprecated boats are left out.",
        "Whether deprecated boats are listed.",
        "The legacy API of the harbour.",
        "`place` is deprecated, this is not.",
    ],
)
def test_deprecations_of_something_else(text: str) -> None:
    assert [fact for fact in said(text) if fact[0] is Deprecated] == []


def test_the_proof_is_the_sentence_on_one_line() -> None:
    found = read_prose(
        "Boats on a page, e.g. 5. Limit can range\nbetween 1 and 100, and the default is 20. More `a. B`."
    )
    assert {fact.proof for fact in found} == {"Limit can range between 1 and 100, and the default is 20."}


def test_a_sentence_does_not_end_in_code_or_after_an_abbreviation() -> None:
    text = "Sizes, e.g. Small or `x. Y`. **Deprecated.** Next\none (i.e. This).\n\nOther paragraph"
    assert list(sentences(text)) == [
        "Sizes, e.g. Small or `x. Y`.",
        "**Deprecated.**",
        "Next one (i.e. This).",
        "Other paragraph",
    ]


@given(st.text(alphabet="default to range null `1-0.,()\n always between UNIX number of s", max_size=120))
def test_no_text_raises(text: str) -> None:
    for fact in read_prose(text):
        assert fact.proof


@pytest.mark.parametrize(
    "piece",
    ["default ", "default to `", "number of a ", "between 1 and ", "null ", "`", "(1", "always ", "a. A", "max "],
)
def test_long_nonsense_is_read_in_linear_time(piece: str) -> None:
    start = time.process_time()
    read_prose(piece * 4_000)
    assert time.process_time() - start < 2
