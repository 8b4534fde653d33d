"""Every rule of a review, as data: what happened, where, and what that does on the wire and in Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from specbind.diff.changes import Position, What
from specbind.diff.finding import Direction, Python, Wire
from specbind.diff.oasdiff_ids import OASDIFF_IDS


@dataclass(frozen=True, slots=True)
class DiffRule:
    """One kind of change at one kind of place, and what it does.

    `id` is stable for ever and is oasdiff's where the meaning is the same (`oasdiff` then repeats it; None where
    oasdiff has no such rule). A few ids have two rules, which differ in `condition`: when the rule speaks, in one
    clause. `position` is None where the change is no change of a type.
    """

    id: str
    condition: str
    direction: Direction
    wire: Wire
    python: Python
    reason: str
    python_reason: str
    what: What
    position: Position | None
    oasdiff: str | None = None


class Verdict(NamedTuple):
    """What a change does in one direction, and why."""

    wire: Wire
    reason: str
    python: Python
    python_reason: str


class Row(NamedTuple):
    """A kind of change with its verdict on values that are sent and on values that are received."""

    what: What
    condition: str
    sent: Verdict
    received: Verdict


BREAKING, RISKY, SAFE, DOCS = Wire.BREAKING, Wire.RISKY, Wire.SAFE, Wire.DOCS
_P_BREAKING, _P_RISKY, _P_SAFE = Python.BREAKING, Python.RISKY, Python.SAFE

_SAME: Final = "no name and no annotation of the package changes"
_REFUSED: Final = "values that clients send may now be refused"
_ACCEPTED: Final = "everything that clients send is still accepted"
_UNFORESEEN: Final = "clients may receive values that they were told not to expect"
_UNTIL_THEN: Final = "it still works until then"
_FORESEEN: Final = "everything that clients receive was allowed before"

# Limits change no annotation.
_OK_SENT: Final = Verdict(SAFE, _ACCEPTED, _P_SAFE, _SAME)
_OK_RECEIVED: Final = Verdict(SAFE, _FORESEEN, _P_SAFE, _SAME)
_BAD_SENT: Final = Verdict(BREAKING, _REFUSED, _P_SAFE, _SAME)
_BAD_RECEIVED: Final = Verdict(BREAKING, _UNFORESEEN, _P_SAFE, _SAME)
_RISKY_SENT: Final = Verdict(
    RISKY,
    "a limit that the server may have had all along is now written down; what exceeds it is refused",
    _P_SAFE,
    _SAME,
)
_RISKY_RECEIVED: Final = Verdict(RISKY, _UNFORESEEN, _P_SAFE, _SAME)

_UNCLEAR_SENT: Final = Verdict(RISKY, "values that clients send may or may not be accepted", _P_SAFE, _SAME)
_UNCLEAR_RECEIVED: Final = Verdict(RISKY, _UNFORESEEN, _P_SAFE, _SAME)

# Types change annotations.
_TAKES_LESS: Final = Verdict(BREAKING, _REFUSED, _P_BREAKING, "arguments that were right no longer fit the annotation")
_TAKES_MORE: Final = Verdict(SAFE, _ACCEPTED, _P_SAFE, "the argument takes all that it took")
_GIVES_MORE: Final = Verdict(
    BREAKING, _UNFORESEEN, _P_BREAKING, "code that reads the value does not fit its wider annotation"
)
_GIVES_TAGGED: Final = Verdict(
    RISKY,
    "clients may receive a tag that they do not know",
    _P_RISKY,
    "clients made before give an `UnknownVariant`; code that names all variants and expects no other has to name more",
)
_GIVES_LESS: Final = Verdict(SAFE, _FORESEEN, _P_SAFE, "code that handles what was allowed handles what is left")
_TAKES_OTHER: Final = Verdict(
    BREAKING,
    "values of the old type may be refused",
    _P_BREAKING,
    "arguments that were right no longer fit the annotation",
)
_GIVES_OTHER: Final = Verdict(
    BREAKING,
    "clients receive values of another type",
    _P_BREAKING,
    "code that reads the value does not fit its annotation",
)


def _tighter(what: What, condition: str) -> Row:
    return Row(what, condition, _BAD_SENT, _OK_RECEIVED)


def _looser(what: What, condition: str) -> Row:
    return Row(what, condition, _OK_SENT, _BAD_RECEIVED)


def _newly(what: What, condition: str) -> Row:
    return Row(what, condition, _RISKY_SENT, _OK_RECEIVED)


def _limit(set: What, unset: What, up: What, down: What, name: str) -> Iterator[Row]:
    """The rows of a greatest value (`up` loosens) or, with its changes exchanged, of a least one."""
    yield _newly(set, f"{name} is now limited")
    yield _looser(unset, f"{name} is no longer limited")
    yield _looser(up, f"the limit of {name} is looser")
    yield _tighter(down, f"the limit of {name} is tighter")


def _presence(added: What, removed: What, changed: What, name: str) -> Iterator[Row]:
    """The rows of a keyword that limits values."""
    yield _tighter(added, f"`{name}` is new")
    yield _looser(removed, f"`{name}` is gone")
    yield Row(changed, f"`{name}` says something else", _UNCLEAR_SENT, _UNCLEAR_RECEIVED)


_TYPE_ROWS: Final[tuple[Row, ...]] = (
    Row(What.TYPE_CHANGED, "the type or format is another one", _TAKES_OTHER, _GIVES_OTHER),
    Row(What.TYPE_GENERALIZED, "the type or format allows more", _TAKES_MORE, _GIVES_MORE),
    Row(What.TYPE_SPECIALIZED, "the type or format allows less", _TAKES_LESS, _GIVES_LESS),
    Row(
        What.TYPE_COMPATIBLE,
        "the type is another one, but its text is the same in this media type",
        Verdict(SAFE, "text is sent either way", _P_RISKY, "the annotation changes with the type"),
        Verdict(SAFE, "text is received either way", _P_SAFE, "the value is text in Python too"),
    ),
    Row(What.TYPES_WIDENED, "the list of types has more", _TAKES_MORE, _GIVES_MORE),
    Row(What.TYPES_NARROWED, "the list of types has fewer", _TAKES_LESS, _GIVES_LESS),
    Row(What.NULL_ALLOWED, "null is allowed", _TAKES_MORE, _GIVES_MORE._replace(python_reason="the value may be None")),
    Row(What.NULL_FORBIDDEN, "null is no longer allowed", _TAKES_LESS, _GIVES_LESS),
    Row(What.BECAME_ENUM, "only listed values are allowed", _TAKES_LESS, _GIVES_LESS),
    Row(
        What.ENUM_LIFTED,
        "any value is allowed where values were listed",
        _TAKES_MORE,
        Verdict(RISKY, _UNFORESEEN, _P_SAFE, "the annotation of a listed value was open already"),
    ),
    Row(
        What.VALUE_ADDED,
        "the list of values has more",
        _TAKES_MORE,
        Verdict(
            RISKY, "clients may receive values that they do not know", _P_SAFE, "lists of received values are open"
        ),
    ),
    Row(What.VALUE_REMOVED, "the list of values has fewer", _TAKES_LESS, _GIVES_LESS),
    Row(
        What.VALUE_RENAMED,
        "a listed value has another spelling",
        _TAKES_OTHER,
        Verdict(
            RISKY, "clients receive a spelling that they do not know", _P_SAFE, "lists of received values are open"
        ),
    ),
    Row(What.EXTENSIBLE_VALUE_ADDED, "an open list of values has more", _OK_SENT, _OK_RECEIVED),
    Row(What.EXTENSIBLE_VALUE_REMOVED, "an open list of values has fewer", _BAD_SENT, _OK_RECEIVED),
    Row(What.CONST_ADDED, "only one value is allowed", _TAKES_LESS, _GIVES_LESS),
    Row(What.CONST_REMOVED, "other values than the one are allowed", _TAKES_MORE, _GIVES_MORE),
    Row(What.CONST_CHANGED, "the one value that is allowed is another one", _TAKES_OTHER, _GIVES_OTHER),
    Row(What.DEFAULT_ADDED, "there is a default", _OK_SENT, _OK_RECEIVED),
    Row(What.DEFAULT_REMOVED, "there is no default any more", _OK_SENT, _OK_RECEIVED),
    Row(What.DEFAULT_CHANGED, "the default is another one", _OK_SENT, _OK_RECEIVED),
    *_limit(What.MAX_SET, What.MAX_UNSET, What.MAX_INCREASED, What.MAX_DECREASED, "the greatest value"),
    *_limit(What.MIN_SET, What.MIN_UNSET, What.MIN_DECREASED, What.MIN_INCREASED, "the least value"),
    *_limit(
        What.EXCLUSIVE_MAX_SET,
        What.EXCLUSIVE_MAX_UNSET,
        What.EXCLUSIVE_MAX_INCREASED,
        What.EXCLUSIVE_MAX_DECREASED,
        "the value from above",
    ),
    *_limit(
        What.EXCLUSIVE_MIN_SET,
        What.EXCLUSIVE_MIN_UNSET,
        What.EXCLUSIVE_MIN_DECREASED,
        What.EXCLUSIVE_MIN_INCREASED,
        "the value from below",
    ),
    _newly(What.STEP_SET, "values have to be multiples of a number"),
    _looser(What.STEP_UNSET, "values need not be multiples of a number any more"),
    Row(What.STEP_CHANGED, "values have to be multiples of another number", _BAD_SENT, _BAD_RECEIVED),
    *_limit(
        What.MAX_LENGTH_SET,
        What.MAX_LENGTH_UNSET,
        What.MAX_LENGTH_INCREASED,
        What.MAX_LENGTH_DECREASED,
        "the greatest length",
    ),
    _tighter(What.MIN_LENGTH_INCREASED, "the least length is greater"),
    _looser(What.MIN_LENGTH_DECREASED, "the least length is smaller"),
    Row(
        What.EMPTY_ALLOWED,
        "the empty text is allowed",
        _OK_SENT,
        Verdict(SAFE, "the empty text is a text like any other to a client", _P_SAFE, _SAME),
    ),
    *_limit(
        What.MAX_ITEMS_SET,
        What.MAX_ITEMS_UNSET,
        What.MAX_ITEMS_INCREASED,
        What.MAX_ITEMS_DECREASED,
        "the number of items",
    ),
    *_limit(
        What.MIN_ITEMS_SET,
        What.MIN_ITEMS_UNSET,
        What.MIN_ITEMS_DECREASED,
        What.MIN_ITEMS_INCREASED,
        "the least number of items",
    ),
    *_limit(
        What.MAX_MEMBERS_SET,
        What.MAX_MEMBERS_UNSET,
        What.MAX_MEMBERS_INCREASED,
        What.MAX_MEMBERS_DECREASED,
        "the number of members",
    ),
    *_limit(
        What.MIN_MEMBERS_SET,
        What.MIN_MEMBERS_UNSET,
        What.MIN_MEMBERS_DECREASED,
        What.MIN_MEMBERS_INCREASED,
        "the least number of members",
    ),
    _tighter(What.UNIQUE_ASKED, "items have to be different"),
    _looser(What.UNIQUE_LIFTED, "items may be equal"),
    _tighter(What.PATTERN_ADDED, "texts have to match a pattern"),
    Row(What.PATTERN_REMOVED, "texts need not match a pattern any more", _OK_SENT, _OK_RECEIVED),
    Row(What.PATTERN_CHANGED, "texts have to match another pattern", _UNCLEAR_SENT, _OK_RECEIVED),
    Row(What.PATTERN_GENERALIZED, "the pattern now matches every text", _OK_SENT, _OK_RECEIVED),
    Row(What.ONE_OF_ADDED, "there are more variants", _TAKES_MORE, _GIVES_MORE),
    Row(What.TAGGED_ONE_OF_ADDED, "there are more variants, told apart by a tag", _TAKES_MORE, _GIVES_TAGGED),
    Row(What.ONE_OF_REMOVED, "there are fewer variants", _TAKES_LESS, _GIVES_LESS),
    Row(
        What.ANY_OF_ADDED,
        "there are more variants (`anyOf`)",
        _TAKES_MORE,
        _GIVES_MORE._replace(wire=RISKY, reason="clients may receive a variant that they do not know"),
    ),
    Row(
        What.TAGGED_ANY_OF_ADDED,
        "there are more variants (`anyOf`), told apart by a tag",
        _TAKES_MORE,
        _GIVES_TAGGED,
    ),
    Row(What.ANY_OF_REMOVED, "there are fewer variants (`anyOf`)", _TAKES_LESS, _GIVES_LESS),
    Row(What.ALL_OF_ANNOTATION_ADDED, "a part of `allOf` that only annotates is new", _OK_SENT, _OK_RECEIVED),
    Row(What.ALL_OF_ANNOTATION_REMOVED, "a part of `allOf` that only annotates is gone", _OK_SENT, _OK_RECEIVED),
    Row(
        What.ALL_OF_ADDED,
        "a part of `allOf` is new; what it changes is said beside it",
        _OK_SENT,
        _OK_RECEIVED,
    ),
    Row(
        What.ALL_OF_REMOVED,
        "a part of `allOf` is gone; what that changes is said beside it",
        _OK_SENT,
        _OK_RECEIVED,
    ),
    Row(What.DISCRIMINATOR_ADDED, "a member now tells variants apart", _OK_SENT, _OK_RECEIVED),
    Row(What.DISCRIMINATOR_REMOVED, "no member tells variants apart any more", _OK_SENT, _OK_RECEIVED),
    Row(
        What.DISCRIMINATOR_RENAMED,
        "another member tells variants apart",
        Verdict(RISKY, "servers look at a member that clients did not choose the variant by", _P_SAFE, _SAME),
        Verdict(RISKY, "clients look at a member that no longer says which variant it is", _P_SAFE, _SAME),
    ),
    Row(What.TAG_MAPPED, "a tag stands for a variant", _OK_SENT, _OK_RECEIVED),
    Row(What.TAG_UNMAPPED, "a tag stands for no variant any more", _OK_SENT, _OK_RECEIVED),
    Row(
        What.TAG_REMAPPED,
        "a tag stands for another variant",
        Verdict(RISKY, "what clients send under the tag is read as another variant", _P_SAFE, _SAME),
        Verdict(RISKY, "what clients receive under the tag is another variant", _P_SAFE, _SAME),
    ),
    Row(
        What.EXTRA_FORBIDDEN,
        "members that are not declared are forbidden",
        _BAD_SENT._replace(reason="clients that send members beside the declared ones are refused"),
        _OK_RECEIVED,
    ),
    Row(What.EXTRA_ALLOWED, "members that are not declared are allowed", _OK_SENT, _OK_RECEIVED),
    Row(
        What.EXTRA_TYPED,
        "members that are not declared have a type",
        _TAKES_LESS,
        _GIVES_LESS._replace(python=_P_RISKY, python_reason="values of further keys have an annotation now"),
    ),
    Row(What.EXTRA_UNTYPED, "members that are not declared may be anything", _TAKES_MORE, _GIVES_MORE),
    Row(What.PREFIX_ADDED, "more items are typed by position", _TAKES_MORE, _GIVES_MORE),
    Row(What.PREFIX_REMOVED, "fewer items are typed by position", _TAKES_LESS, _GIVES_LESS._replace(python=_P_RISKY)),
    Row(What.REST_FORBIDDEN, "no further items may follow", _TAKES_LESS, _GIVES_LESS._replace(python=_P_RISKY)),
    Row(What.REST_ALLOWED, "further items may follow", _TAKES_MORE, _GIVES_MORE),
    *_presence(What.IF_ADDED, What.IF_REMOVED, What.IF_CHANGED, "if"),
    *_presence(What.THEN_ADDED, What.THEN_REMOVED, What.THEN_CHANGED, "then"),
    *_presence(What.ELSE_ADDED, What.ELSE_REMOVED, What.ELSE_CHANGED, "else"),
    *_presence(What.NOT_ADDED, What.NOT_REMOVED, What.NOT_CHANGED, "not"),
    *_presence(What.CONTAINS_ADDED, What.CONTAINS_REMOVED, What.CONTAINS_CHANGED, "contains"),
    _tighter(What.MIN_CONTAINS_INCREASED, "more items have to match `contains`"),
    _looser(What.MIN_CONTAINS_DECREASED, "fewer items have to match `contains`"),
    _looser(What.MAX_CONTAINS_INCREASED, "more items may match `contains`"),
    _tighter(What.MAX_CONTAINS_DECREASED, "fewer items may match `contains`"),
    _tighter(What.DEPENDENT_REQUIRED_ADDED, "`dependentRequired` is new"),
    _looser(What.DEPENDENT_REQUIRED_REMOVED, "`dependentRequired` is gone"),
    Row(What.DEPENDENT_REQUIRED_CHANGED, "`dependentRequired` says something else", _BAD_SENT, _BAD_RECEIVED),
    *_presence(
        What.DEPENDENT_SCHEMA_ADDED,
        What.DEPENDENT_SCHEMA_REMOVED,
        What.DEPENDENT_SCHEMA_CHANGED,
        "dependentSchemas",
    ),
    *_presence(
        What.PATTERN_PROPERTY_ADDED,
        What.PATTERN_PROPERTY_REMOVED,
        What.PATTERN_PROPERTY_CHANGED,
        "patternProperties",
    ),
    *_presence(What.PROPERTY_NAMES_ADDED, What.PROPERTY_NAMES_REMOVED, What.PROPERTY_NAMES_CHANGED, "propertyNames"),
    *_presence(
        What.UNEVALUATED_ITEMS_ADDED,
        What.UNEVALUATED_ITEMS_REMOVED,
        What.UNEVALUATED_ITEMS_CHANGED,
        "unevaluatedItems",
    ),
    *_presence(
        What.UNEVALUATED_PROPERTIES_ADDED,
        What.UNEVALUATED_PROPERTIES_REMOVED,
        What.UNEVALUATED_PROPERTIES_CHANGED,
        "unevaluatedProperties",
    ),
    *_presence(What.CONTENT_SCHEMA_ADDED, What.CONTENT_SCHEMA_REMOVED, What.CONTENT_SCHEMA_CHANGED, "contentSchema"),
    Row(What.CONTENT_MEDIA_TYPE_CHANGED, "the text holds another media type", _BAD_SENT, _BAD_RECEIVED),
    Row(What.CONTENT_ENCODING_CHANGED, "the text is encoded in another way", _TAKES_OTHER, _GIVES_OTHER),
)

_ATTRIBUTE: Final = "the class has one more attribute"
_KEY: Final = "one more optional keyword argument or key"
_MEMBER_ROWS: Final[tuple[Row, ...]] = (
    Row(
        What.FIELD_ADDED_REQUIRED,
        "a required member is new",
        Verdict(BREAKING, "requests without it are refused", _P_BREAKING, "calls without the new argument are wrong"),
        Verdict(SAFE, "clients ignore members that they do not know", _P_SAFE, _ATTRIBUTE),
    ),
    Row(
        What.FIELD_ADDED_DEFAULTED,
        "a required member with a default is new",
        Verdict(BREAKING, "requests without it are refused", _P_BREAKING, "calls without the new argument are wrong"),
        Verdict(SAFE, "clients ignore members that they do not know", _P_SAFE, _ATTRIBUTE),
    ),
    Row(
        What.FIELD_ADDED_OPTIONAL,
        "an optional member is new",
        Verdict(SAFE, "requests without it are still accepted", _P_SAFE, _KEY),
        Verdict(SAFE, "clients ignore members that they do not know", _P_SAFE, _ATTRIBUTE),
    ),
    Row(
        What.FIELD_REMOVED_REQUIRED,
        "a required member is gone",
        Verdict(
            RISKY,
            "every client sends it, so the server can hardly refuse it, but it no longer means anything",
            _P_BREAKING,
            "the argument or key is gone",
        ),
        Verdict(BREAKING, "clients rely on a member that was always there", _P_BREAKING, "the attribute is gone"),
    ),
    Row(
        What.FIELD_REMOVED_CLOSED_REQUIRED,
        "a required member of an object that forbids further members is gone",
        Verdict(BREAKING, "requests that have it are refused", _P_BREAKING, "the argument or key is gone"),
        Verdict(BREAKING, "clients rely on a member that was always there", _P_BREAKING, "the attribute is gone"),
    ),
    Row(
        What.FIELD_REMOVED_OPTIONAL,
        "an optional member is gone",
        Verdict(
            BREAKING,
            "clients that send it are refused, or what they ask for with it silently no longer happens",
            _P_BREAKING,
            "the argument or key is gone",
        ),
        Verdict(RISKY, "clients may rely on a member that was often there", _P_BREAKING, "the attribute is gone"),
    ),
    Row(
        What.FIELD_RENAMED,
        "a member has another name",
        Verdict(BREAKING, "the old name no longer means anything", _P_BREAKING, "the argument or key has another name"),
        Verdict(RISKY, "the old name is no longer there where it was", _P_BREAKING, "the attribute has another name"),
    ),
    Row(
        What.FIELD_RENAMED_REQUIRED,
        "a required member has another name",
        Verdict(BREAKING, "requests without the new name are refused", _P_BREAKING, "the argument has another name"),
        Verdict(
            BREAKING,
            "the old name is no longer there",
            _P_BREAKING,
            "the attribute has another name",
        ),
    ),
    Row(
        What.FIELD_REQUIRED,
        "an optional member is required",
        Verdict(BREAKING, "requests without it are refused", _P_BREAKING, "calls without the argument are wrong"),
        Verdict(
            SAFE, "what was often there is always there", _P_SAFE, "the attribute is never None for being left out"
        ),
    ),
    Row(
        What.FIELD_REQUIRED_DEFAULTED,
        "an optional member with a default is required",
        Verdict(BREAKING, "requests without it are refused", _P_BREAKING, "calls without the argument are wrong"),
        Verdict(
            SAFE, "what was often there is always there", _P_SAFE, "the attribute is never None for being left out"
        ),
    ),
    Row(
        What.FIELD_OPTIONAL,
        "a required member is optional",
        Verdict(SAFE, "requests with it are still accepted", _P_SAFE, "calls with the argument are still right"),
        Verdict(BREAKING, "clients rely on a member that was always there", _P_BREAKING, "the attribute may be None"),
    ),
    Row(
        What.READ_ONLY_GAINED,
        "a member is only received",
        Verdict(RISKY, "servers ignore or refuse it in requests", _P_BREAKING, "the argument or key is gone"),
        _OK_RECEIVED,
    ),
    Row(
        What.READ_ONLY_LOST,
        "a member is sent too",
        Verdict(SAFE, "requests without it are still accepted", _P_SAFE, "one more optional argument or key"),
        _OK_RECEIVED,
    ),
    Row(
        What.WRITE_ONLY_GAINED,
        "a member is only sent",
        _OK_SENT,
        Verdict(SAFE, "the description says that it is not to be relied on", _P_BREAKING, "the attribute is gone"),
    ),
    Row(
        What.WRITE_ONLY_LOST,
        "a member is received too",
        _OK_SENT,
        Verdict(SAFE, "clients ignore members that they do not know", _P_SAFE, _ATTRIBUTE),
    ),
    Row(What.FIELD_DEPRECATED, "a member is deprecated", _OK_SENT, _OK_RECEIVED),
    Row(What.FIELD_DEPRECATED_SUNSET, "a member is deprecated, and the day it goes is said", _OK_SENT, _OK_RECEIVED),
    Row(
        What.FIELD_SUNSET_CHANGED,
        "the day on which a member goes is another one",
        _OK_SENT._replace(reason=_UNTIL_THEN),
        _OK_RECEIVED._replace(reason=_UNTIL_THEN),
    ),
    Row(
        What.FIELD_SUNSET_TOO_SOON,
        "a member is deprecated, and the day it goes is past",
        Verdict(BREAKING, "clients have no time to adapt", _P_SAFE, _SAME),
        Verdict(BREAKING, "clients have no time to adapt", _P_SAFE, _SAME),
    ),
    Row(
        What.FIELD_SUNSET_UNREADABLE,
        "a member is deprecated, and the day it goes cannot be read",
        Verdict(BREAKING, "nobody knows when clients have to adapt", _P_SAFE, _SAME),
        Verdict(BREAKING, "nobody knows when clients have to adapt", _P_SAFE, _SAME),
    ),
    Row(What.FIELD_REACTIVATED, "a member is no longer deprecated", _OK_SENT, _OK_RECEIVED),
    Row(
        What.FIELD_STABILITY_DECREASED,
        "a member is less stable",
        Verdict(BREAKING, "a promise is taken back", _P_SAFE, _SAME),
        Verdict(BREAKING, "a promise is taken back", _P_SAFE, _SAME),
    ),
    Row(What.FIELD_STABILITY_INCREASED, "a member is more stable", _OK_SENT, _OK_RECEIVED),
)


class Plain(NamedTuple):
    """A kind of change that is no change of a type, with its one verdict."""

    what: What
    condition: str
    wire: Wire
    reason: str
    python: Python = Python.SAFE
    python_reason: str = _SAME


_ANNOUNCED: Final = "look at it: it was announced, and clients that still call it fail"
_NO_NOTICE: Final = "clients have no time to adapt"
_LAID_OUT: Final = "servers read values that are laid out in the old way wrongly"
_EXPECTED: Final = "clients have to expect every failure anyway"
_HAS_EXCEPTION: Final = "every status has its exception already"
_NO_DAY: Final = "nobody knows when clients have to adapt"
_SILENT: Final = "those who wait for it wait for ever"
_READER_NEW: Final = "one more name in `webhooks`"
_READER_GONE: Final = "its name in `webhooks` is gone"
_METHOD_GONE: Final = "the method is gone"
_ARGUMENT_GONE: Final = "the keyword argument is gone"
_ARGUMENT_NEEDED: Final = "calls without the argument are wrong"
_ARGUMENT_OTHER: Final = "the keyword argument has another name"

_API_ROWS: Final[tuple[Plain, ...]] = (
    Plain(What.SERVER_ADDED, "a server is new", SAFE, "the other servers are still there"),
    Plain(What.SERVER_REMOVED, "a server is gone", RISKY, "clients that use it may find nothing there"),
    Plain(
        What.SERVER_URL_CHANGED, "a server has another URL", RISKY, "clients send requests and credentials elsewhere"
    ),
    Plain(What.SERVER_VARIABLE_CHANGED, "a variable of a server URL changed", RISKY, "the URL may lead elsewhere"),
    Plain(What.SCHEME_ADDED, "a security scheme is declared", SAFE, "no operation asks for it by that alone"),
    Plain(
        What.SCHEME_REMOVED,
        "a security scheme is gone",
        SAFE,
        "what operations ask for is compared on its own",
        _P_BREAKING,
        "the client no longer takes the credential",
    ),
    Plain(
        What.SCHEME_TYPE_CHANGED,
        "a security scheme is of another kind",
        SAFE,
        "look at it: credentials are sent in another way",
        _P_BREAKING,
        "the client takes other credentials",
    ),
    Plain(What.SCHEME_KEY_CHANGED, "a key is sent under another name", BREAKING, "servers look for the key elsewhere"),
    Plain(
        What.SCHEME_FORMAT_CHANGED, "the format of a bearer token is another one", SAFE, "clients do not read tokens"
    ),
    Plain(What.OAUTH_URL_CHANGED, "the authorization URL is another one", SAFE, "look at it: users log in elsewhere"),
    Plain(What.OAUTH_TOKEN_URL_CHANGED, "the token URL is another one", SAFE, "look at it: secrets are sent elsewhere"),
    Plain(
        What.OAUTH_REFRESH_URL_CHANGED, "the refresh URL is another one", SAFE, "look at it: secrets are sent elsewhere"
    ),
    Plain(
        What.OAUTH_DEVICE_URL_CHANGED,
        "the URL for devices is another one",
        SAFE,
        "look at it: users log in elsewhere",
    ),
    Plain(What.OAUTH_FLOW_ADDED, "there is one more way to get a token", SAFE, "the other ways are still there"),
    Plain(What.OAUTH_FLOW_REMOVED, "a way to get a token is gone", BREAKING, "clients that use it get no token"),
    Plain(What.OAUTH_SCOPE_ADDED, "a scope is declared", SAFE, "no operation asks for it by that alone"),
    Plain(What.OAUTH_SCOPE_REMOVED, "a scope is gone", SAFE, "what operations ask for is compared on its own"),
    Plain(What.OAUTH_SCOPE_CHANGED, "a scope is described in another way", DOCS, "only readers notice"),
    Plain(What.GLOBAL_SECURITY_ADDED, "one more way to prove who calls", SAFE, "the other ways are still there"),
    Plain(
        What.GLOBAL_SECURITY_NEEDED,
        "the API now asks for credentials",
        BREAKING,
        "requests without credentials are refused",
    ),
    Plain(What.GLOBAL_SECURITY_REMOVED, "a way to prove who calls is gone", SAFE, "look at it: who may call changes"),
    Plain(What.GLOBAL_SCOPE_ADDED, "the API asks for a scope", SAFE, "look at it: tokens may lack the scope"),
    Plain(What.GLOBAL_SCOPE_REMOVED, "the API no longer asks for a scope", SAFE, "all tokens that had it still work"),
    Plain(What.WEBHOOK_ADDED, "a webhook is new", SAFE, "nobody listens to it yet", Python.SAFE, _READER_NEW),
    Plain(What.WEBHOOK_REMOVED, "a webhook is gone", BREAKING, _SILENT, _P_BREAKING, _READER_GONE),
    Plain(What.CALLBACK_ADDED, "a callback is new", SAFE, "nobody listens to it yet", Python.SAFE, _READER_NEW),
    Plain(What.CALLBACK_REMOVED, "a callback is gone", BREAKING, _SILENT, _P_BREAKING, _READER_GONE),
    Plain(What.SCHEMA_ADDED, "a declared type is new", SAFE, "no message has it by that alone"),
    Plain(
        What.SCHEMA_REMOVED,
        "a declared type is gone",
        SAFE,
        "what messages hold is compared where it is used",
        _P_BREAKING,
        "the class or alias is gone",
    ),
    Plain(
        What.SCHEMA_RENAMED,
        "a declared type has another name",
        SAFE,
        "names of types are in no message",
        _P_BREAKING,
        "the class or alias has another name",
    ),
    Plain(What.SCHEMA_DEPRECATED, "a declared type is deprecated", SAFE, "it is still in use"),
    Plain(What.SCHEMA_REACTIVATED, "a declared type is no longer deprecated", SAFE, "it is still in use"),
)
_OPERATION_ROWS: Final[tuple[Plain, ...]] = (
    Plain(What.ENDPOINT_ADDED, "an operation is new", SAFE, "nobody calls it yet", _P_SAFE, "one more method"),
    Plain(
        What.OPERATION_REMOVED, "an operation is gone", BREAKING, "clients that call it fail", _P_BREAKING, _METHOD_GONE
    ),
    Plain(
        What.OPERATION_REMOVED_DEPRECATED,
        "a deprecated operation is gone",
        SAFE,
        _ANNOUNCED,
        _P_BREAKING,
        _METHOD_GONE,
    ),
    Plain(
        What.OPERATION_REMOVED_EARLY,
        "an operation is gone before its day",
        BREAKING,
        "clients were told that it stays for longer",
        _P_BREAKING,
        _METHOD_GONE,
    ),
    Plain(
        What.OPERATION_REMOVED_UNSTABLE,
        "an operation that was never promised to stay (draft or alpha) is gone",
        SAFE,
        "clients were told not to rely on it",
        _P_BREAKING,
        _METHOD_GONE,
    ),
    Plain(What.PATH_REMOVED, "a whole path is gone", BREAKING, "clients that call it fail", _P_BREAKING, _METHOD_GONE),
    Plain(
        What.PATH_REMOVED_DEPRECATED,
        "a path of deprecated operations is gone",
        SAFE,
        _ANNOUNCED,
        _P_BREAKING,
        _METHOD_GONE,
    ),
    Plain(
        What.PATH_REMOVED_EARLY,
        "a path is gone before its day",
        BREAKING,
        "clients were told that it stays for longer",
        _P_BREAKING,
        _METHOD_GONE,
    ),
    Plain(
        What.PATH_SUNSET_UNREADABLE,
        "the day on which a deprecated operation goes cannot be read any more",
        BREAKING,
        _NO_DAY,
    ),
    Plain(
        What.OPERATION_REMOVED_UNREADABLE,
        "an operation is gone, and the day of that could not be read",
        BREAKING,
        _NO_DAY,
        _P_BREAKING,
        _METHOD_GONE,
    ),
    Plain(
        What.OPERATION_MOVED,
        "an operation has another path or method",
        BREAKING,
        "clients that call the old path fail",
        _P_BREAKING,
        "methods are named after their paths",
    ),
    Plain(
        What.OPERATION_REBASED,
        "an operation has another path below another base URL, and the same URL",
        SAFE,
        "requests go where they went",
        _P_BREAKING,
        "methods are named after their paths",
    ),
    Plain(What.ENDPOINT_DEPRECATED, "an operation is deprecated", SAFE, "it still works"),
    Plain(
        What.ENDPOINT_DEPRECATED_SUNSET,
        "an operation is deprecated, and the day it goes is said",
        SAFE,
        "it still works",
    ),
    Plain(What.ENDPOINT_REACTIVATED, "an operation is no longer deprecated", SAFE, "it still works"),
    Plain(What.SUNSET_UNREADABLE, "an operation is deprecated, and the day it goes cannot be read", BREAKING, _NO_DAY),
    Plain(What.SUNSET_DELETED, "the day on which an operation goes is no longer said", BREAKING, _NO_DAY),
    Plain(What.SUNSET_EARLIER, "an operation goes earlier, on a day that is past", BREAKING, _NO_NOTICE),
    Plain(What.SUNSET_TOO_SOON, "an operation is deprecated, and the day it goes is past", BREAKING, _NO_NOTICE),
    Plain(What.SUNSET_LATER, "the day on which an operation goes is another one", SAFE, _UNTIL_THEN),
    Plain(What.STABILITY_DECREASED, "an operation is less stable", BREAKING, "a promise is taken back"),
    Plain(What.STABILITY_INCREASED, "an operation is more stable", SAFE, "more is promised than before"),
    Plain(
        What.STABILITY_UNREADABLE,
        "the stability of an operation is none of the levels",
        BREAKING,
        "nobody knows what is promised",
    ),
    Plain(What.OPERATION_ID_ADDED, "an operation has an id", DOCS, "ids are in no message"),
    Plain(What.OPERATION_ID_REMOVED, "an operation has no id any more", DOCS, "ids are in no message"),
    Plain(What.OPERATION_ID_CHANGED, "an operation has another id", DOCS, "ids are in no message"),
    Plain(
        What.CALL_CHANGED,
        "the description names the call in another way",
        DOCS,
        "names of calls are in no message",
        _P_BREAKING,
        "the method has another name",
    ),
    Plain(What.TAG_ADDED, "an operation has a tag", DOCS, "tags are in no message"),
    Plain(What.TAG_REMOVED, "an operation has lost a tag", DOCS, "tags are in no message"),
    Plain(What.SECURITY_ADDED, "one more way to prove who calls", SAFE, "the other ways are still there"),
    Plain(
        What.SECURITY_NEEDED,
        "an operation now asks for credentials",
        BREAKING,
        "requests without credentials are refused",
    ),
    Plain(What.SECURITY_REMOVED, "a way to prove who calls is gone", SAFE, "look at it: who may call changes"),
    Plain(What.SECURITY_SCOPE_ADDED, "an operation asks for a scope", SAFE, "look at it: tokens may lack the scope"),
    Plain(
        What.SECURITY_SCOPE_REMOVED,
        "an operation no longer asks for a scope",
        SAFE,
        "all tokens that had it still work",
    ),
    Plain(What.OPERATION_SERVER_CHANGED, "an operation is at other servers", RISKY, "clients send requests elsewhere"),
)
_NOT_ON_WIRE: Final = "messages stay the same"
_PACKAGE_ROWS: Final[tuple[Plain, ...]] = (
    Plain(
        What.METHOD_RENAMED,
        "a method has another name",
        SAFE,
        _NOT_ON_WIRE,
        _P_BREAKING,
        "calls of the old name fail",
    ),
    Plain(
        What.CLASS_RENAMED,
        "a class or alias has another name",
        SAFE,
        _NOT_ON_WIRE,
        _P_BREAKING,
        "imports of the old name fail",
    ),
    Plain(
        What.RESULT_CHANGED,
        "a method gives something else",
        SAFE,
        _NOT_ON_WIRE,
        _P_BREAKING,
        "code that reads the result does not fit its annotation",
    ),
    Plain(What.ARGUMENT_REMOVED, "an argument is gone", SAFE, _NOT_ON_WIRE, _P_BREAKING, _ARGUMENT_GONE),
    Plain(
        What.ARGUMENT_CHANGED,
        "an argument has another annotation",
        SAFE,
        _NOT_ON_WIRE,
        _P_RISKY,
        "arguments that were right may no longer fit",
    ),
    Plain(What.ARGUMENT_REQUIRED, "an argument is required", SAFE, _NOT_ON_WIRE, _P_BREAKING, _ARGUMENT_NEEDED),
    Plain(
        What.CLIENT_RENAMED,
        "the class of clients has another name",
        SAFE,
        _NOT_ON_WIRE,
        _P_BREAKING,
        "imports of the old name fail",
    ),
    Plain(
        What.CLIENT_ARGUMENT_ADDED,
        "clients take one more argument",
        SAFE,
        _NOT_ON_WIRE,
        _P_SAFE,
        "all arguments of clients may be left out",
    ),
    Plain(
        What.CLIENT_ARGUMENT_REMOVED,
        "an argument of clients is gone",
        SAFE,
        _NOT_ON_WIRE,
        _P_BREAKING,
        _ARGUMENT_GONE,
    ),
    Plain(
        What.CLIENT_ARGUMENT_RENAMED,
        "an argument of clients has another name",
        SAFE,
        _NOT_ON_WIRE,
        _P_BREAKING,
        _ARGUMENT_OTHER,
    ),
    Plain(
        What.CLIENT_ARGUMENT_CHANGED,
        "an argument of clients has another annotation",
        SAFE,
        _NOT_ON_WIRE,
        _P_RISKY,
        "arguments that were right may no longer fit",
    ),
    Plain(
        What.CLIENT_VARIABLE_CHANGED,
        "clients read another variable of the environment",
        SAFE,
        _NOT_ON_WIRE,
        _P_RISKY,
        "where the variable is relied on, there is no credential",
    ),
)
_REQUEST_ROWS: Final[tuple[Plain, ...]] = (
    Plain(
        What.PARAMETER_ADDED_REQUIRED,
        "a required parameter is new",
        BREAKING,
        "requests without it are refused",
        _P_BREAKING,
        _ARGUMENT_NEEDED,
    ),
    Plain(
        What.PARAMETER_ADDED_OPTIONAL,
        "an optional parameter is new",
        SAFE,
        "requests without it are still accepted",
        _P_SAFE,
        "one more optional keyword argument",
    ),
    Plain(
        What.SHARED_PARAMETER_REQUIRED,
        "a required parameter of a whole path is new",
        BREAKING,
        "requests without it are refused",
        _P_BREAKING,
        _ARGUMENT_NEEDED,
    ),
    Plain(
        What.SHARED_PARAMETER_OPTIONAL,
        "an optional parameter of a whole path is new",
        SAFE,
        "requests without it are still accepted",
        _P_SAFE,
        "one more optional keyword argument",
    ),
    Plain(
        What.PATH_PARAMETER_ADDED,
        "a path has one more parameter",
        BREAKING,
        "the path is another one",
        _P_BREAKING,
        _ARGUMENT_NEEDED,
    ),
    Plain(
        What.PATH_PARAMETER_RENAMED,
        "a parameter of a path has another name",
        SAFE,
        "names of path parameters are in no message",
        _P_BREAKING,
        _ARGUMENT_OTHER,
    ),
    Plain(
        What.PARAMETER_REMOVED,
        "a parameter is gone",
        RISKY,
        "servers ignore what they do not know, or refuse it",
        _P_BREAKING,
        _ARGUMENT_GONE,
    ),
    Plain(
        What.PARAMETER_REMOVED_DEPRECATED,
        "a deprecated parameter is gone",
        SAFE,
        "it was announced",
        _P_BREAKING,
        _ARGUMENT_GONE,
    ),
    Plain(
        What.PARAMETER_REMOVED_EARLY,
        "a parameter is gone before its day",
        BREAKING,
        "clients were told that it stays for longer",
        _P_BREAKING,
        _ARGUMENT_GONE,
    ),
    Plain(What.PARAMETER_SUNSET_UNREADABLE, "the day on which a parameter goes cannot be read", BREAKING, _NO_DAY),
    Plain(What.PARAMETER_SUNSET_DELETED, "the day on which a parameter goes is no longer said", BREAKING, _NO_DAY),
    Plain(What.PARAMETER_SUNSET_EARLIER, "a parameter goes earlier, on a day that is past", BREAKING, _NO_NOTICE),
    Plain(What.PARAMETER_SUNSET_LATER, "the day on which a parameter goes is another one", SAFE, _UNTIL_THEN),
    Plain(
        What.PARAMETER_SUNSET_TOO_SOON, "a parameter is deprecated, and the day it goes is past", BREAKING, _NO_NOTICE
    ),
    Plain(
        What.PARAMETER_RENAMED,
        "a parameter has another name",
        RISKY,
        "servers ignore the old name, or refuse it",
        _P_BREAKING,
        _ARGUMENT_OTHER,
    ),
    Plain(
        What.PARAMETER_RENAMED_REQUIRED,
        "a required parameter has another name",
        BREAKING,
        "requests without the new name are refused",
        _P_BREAKING,
        _ARGUMENT_OTHER,
    ),
    Plain(
        What.PARAMETER_MOVED,
        "a parameter is sent elsewhere",
        RISKY,
        "servers ignore it at the old place, or refuse it",
    ),
    Plain(
        What.PARAMETER_MOVED_REQUIRED,
        "a required parameter is sent elsewhere",
        BREAKING,
        "requests that have it at the old place are refused",
    ),
    Plain(
        What.PARAMETER_INTO_BODY,
        "a parameter is a member of the body",
        RISKY,
        "servers ignore it at the old place, or refuse it",
        _P_SAFE,
        "members of bodies are arguments too",
    ),
    Plain(
        What.PARAMETER_REQUIRED,
        "an optional parameter is required",
        BREAKING,
        "requests without it are refused",
        _P_BREAKING,
        _ARGUMENT_NEEDED,
    ),
    Plain(
        What.PARAMETER_OPTIONAL,
        "a required parameter is optional",
        SAFE,
        _ACCEPTED,
        _P_SAFE,
        "calls with it are still right",
    ),
    Plain(What.PARAMETER_DEPRECATED, "a parameter is deprecated", SAFE, "it still works"),
    Plain(What.PARAMETER_REACTIVATED, "a parameter is no longer deprecated", SAFE, "it still works"),
    Plain(
        What.PARAMETER_STYLE_CHANGED,
        "a value is laid out in another way",
        BREAKING,
        "servers read values that are laid out in the old way wrongly",
    ),
    Plain(
        What.PARAMETER_EXPLODE_CHANGED,
        "a list or object is taken apart in another way",
        BREAKING,
        "servers read values that are laid out in the old way wrongly",
    ),
    Plain(
        What.PARAMETER_RESERVED_CHANGED,
        "reserved characters are escaped in another way",
        RISKY,
        "servers may read some values wrongly",
    ),
    Plain(
        What.PARAMETER_MEDIA_TYPE_CHANGED,
        "a value is sent as another kind of document",
        BREAKING,
        "servers cannot read the old kind",
    ),
    Plain(
        What.BODY_ADDED_REQUIRED,
        "a required body is new",
        BREAKING,
        "requests without it are refused",
        _P_BREAKING,
        _ARGUMENT_NEEDED,
    ),
    Plain(What.BODY_ADDED_OPTIONAL, "an optional body is new", SAFE, "requests without it are still accepted"),
    Plain(
        What.BODY_REMOVED,
        "the body is gone",
        BREAKING,
        "what clients send no longer means anything",
        _P_BREAKING,
        _ARGUMENT_GONE,
    ),
    Plain(
        What.BODY_REQUIRED,
        "an optional body is required",
        BREAKING,
        "requests without it are refused",
        _P_BREAKING,
        _ARGUMENT_NEEDED,
    ),
    Plain(What.BODY_OPTIONAL, "a required body is optional", SAFE, _ACCEPTED, _P_SAFE, "calls with it are still right"),
    Plain(
        What.ENCODING_CHANGED, "a member of a form is sent in another way", RISKY, "servers may read the member wrongly"
    ),
)
_MORE_RESULTS: Final = "the method may give one more type"
_RESPONSE_ROWS: Final[tuple[Plain, ...]] = (
    Plain(
        What.SUCCESS_ADDED,
        "one more success is possible",
        SAFE,
        "clients that ask for success find it",
        _P_RISKY,
        _MORE_RESULTS,
    ),
    Plain(
        What.SUCCESS_REMOVED,
        "a success is no longer possible",
        BREAKING,
        "clients wait for what does not come",
        _P_RISKY,
        "the method may give another type",
    ),
    Plain(What.FAILURE_ADDED, "one more failure is documented", SAFE, _EXPECTED, _P_SAFE, _HAS_EXCEPTION),
    Plain(What.FAILURE_REMOVED, "a failure is no longer documented", SAFE, _EXPECTED, _P_SAFE, _HAS_EXCEPTION),
    Plain(What.HEADER_ADDED, "a header is new", SAFE, "clients ignore headers that they do not know"),
    Plain(What.HEADER_REMOVED_REQUIRED, "a header that was always there is gone", BREAKING, "clients rely on it"),
    Plain(What.HEADER_REMOVED_OPTIONAL, "a header is gone", RISKY, "clients may rely on it"),
    Plain(What.HEADER_REQUIRED, "a header is always there", SAFE, "what was often there is always there"),
    Plain(What.HEADER_OPTIONAL, "a header may be missing", BREAKING, "clients rely on it"),
    Plain(What.HEADER_DEPRECATED, "a header is deprecated", SAFE, "it is still there"),
    Plain(What.HEADER_REACTIVATED, "a header is no longer deprecated", SAFE, "it is still there"),
    Plain(What.MEDIA_TYPE_GENERALIZED, "a body has a more general media type", BREAKING, _UNFORESEEN),
    Plain(What.MEDIA_TYPE_SPECIALIZED, "a body has a more particular media type", SAFE, _FORESEEN),
    Plain(
        What.MEDIA_TYPE_RENAMED, "the parameters of a media type are others", SAFE, "the kind of document is the same"
    ),
)
_CONTENT_ROWS: Final[tuple[Row, ...]] = (
    Row(
        What.MEDIA_TYPE_ADDED,
        "a body may be of one more media type",
        Verdict(SAFE, _ACCEPTED, _P_RISKY, "the client may prefer the new one"),
        Verdict(SAFE, "clients get what they ask for", _P_RISKY, _MORE_RESULTS),
    ),
    Row(
        What.MEDIA_TYPE_REMOVED,
        "a body may no longer be of a media type",
        Verdict(BREAKING, "bodies of this kind are refused", _P_RISKY, "the client may have to send another one"),
        Verdict(BREAKING, "clients that ask for it get something else", _P_RISKY, "the method may give another type"),
    ),
    Row(
        What.SHAPE_ADDED,
        "a body has a type",
        _TAKES_LESS,
        _GIVES_LESS._replace(python=_P_RISKY, python_reason="the method gives a typed value"),
    ),
    Row(
        What.SHAPE_REMOVED,
        "a body has no type any more",
        Verdict(SAFE, _ACCEPTED, _P_BREAKING, "the arguments of its members are one argument for the body"),
        Verdict(RISKY, "nothing is promised about the body", _P_BREAKING, "the method gives an untyped value"),
    ),
)

_TYPED_AT: Final = (
    Position.REQUEST_BODY,
    Position.REQUEST_PROPERTY,
    Position.PARAMETER,
    Position.HEADER_PARAMETER,
    Position.PARAMETER_PROPERTY,
    Position.HEADER_PROPERTY,
    Position.RESPONSE_BODY,
    Position.RESPONSE_PROPERTY,
    Position.RESPONSE_HEADER,
)
_MEMBERS_AT: Final = (
    Position.REQUEST_PROPERTY,
    Position.PARAMETER_PROPERTY,
    Position.HEADER_PROPERTY,
    Position.RESPONSE_PROPERTY,
)
_OWN_HEADER_IDS: Final = frozenset((What.BECAME_ENUM, What.FIELD_REQUIRED, What.FIELD_ADDED_REQUIRED))
"""What oasdiff has ids for that speak of properties in request headers."""
_DEFAULTS: Final = frozenset((What.DEFAULT_ADDED, What.DEFAULT_REMOVED, What.DEFAULT_CHANGED))
_OMITTED: Final = Verdict(BREAKING, "requests that leave it out mean something else", _P_SAFE, _SAME)
_TAGGED: Final = {
    What.TAGGED_ONE_OF_ADDED: What.ONE_OF_ADDED,
    What.TAGGED_ANY_OF_ADDED: What.ANY_OF_ADDED,
    What.FIELD_RENAMED_REQUIRED: What.FIELD_RENAMED,
    What.EMPTY_ALLOWED: What.MIN_LENGTH_DECREASED,
}
"""What is judged apart from a change whose id it has."""
_NEEDED: Final = Verdict(RISKY, "requests without it may be refused", _P_BREAKING, _ARGUMENT_NEEDED)
_REVEALED: Final = Verdict(RISKY, "clients now receive what they only sent before", _P_SAFE, _ATTRIBUTE)
_NEW: Final = {
    What.FIELD_ADDED_REQUIRED: "new-required-{}",
    What.FIELD_ADDED_DEFAULTED: "new-required-{}-with-default",
    What.FIELD_ADDED_OPTIONAL: "new-optional-{}",
}
_PRESENT: Final = {
    What.FIELD_ADDED_REQUIRED: "response-required-property-added",
    What.FIELD_ADDED_DEFAULTED: "response-required-property-added",
    What.FIELD_ADDED_OPTIONAL: "response-optional-property-added",
    What.FIELD_REMOVED_REQUIRED: "response-required-property-removed",
    What.FIELD_REMOVED_OPTIONAL: "response-optional-property-removed",
    What.FIELD_REMOVED_CLOSED_REQUIRED: "response-required-property-removed",
    What.FIELD_REQUIRED: "response-property-became-required",
    What.FIELD_REQUIRED_DEFAULTED: "response-property-became-required",
    What.PATTERN_GENERALIZED: "response-property-pattern-changed",
}
_REMOVED: Final = frozenset(
    (What.FIELD_REMOVED_REQUIRED, What.FIELD_REMOVED_OPTIONAL, What.FIELD_REMOVED_CLOSED_REQUIRED)
)
_TRAVEL: Final = frozenset((What.READ_ONLY_GAINED, What.READ_ONLY_LOST, What.WRITE_ONLY_GAINED, What.WRITE_ONLY_LOST))


def rule_id(what: What, position: Position) -> str:
    """The id of a change of a type or a member at a position."""
    what, place = _TAGGED.get(what, what), position.value
    if position is Position.HEADER_PARAMETER:
        place = Position.PARAMETER.value
    if position is Position.HEADER_PROPERTY and what not in _OWN_HEADER_IDS:
        place = Position.PARAMETER_PROPERTY.value
    if position.direction is Direction.RESPONSE:
        if what is What.VALUE_REMOVED and position is Position.RESPONSE_BODY:
            return "response-mediatype-enum-value-removed"
        if what in (What.MEDIA_TYPE_ADDED, What.MEDIA_TYPE_REMOVED):
            return f"response-{what.value}"
        if what in _PRESENT and (what is not What.PATTERN_GENERALIZED or position is Position.RESPONSE_PROPERTY):
            return _PRESENT[what]
        return f"{place}-{what.value}"
    if what in _NEW:
        return _NEW[what].format(place)
    if what in _REMOVED:
        return f"{place}-removed"
    if what is What.TYPE_SPECIALIZED and place != Position.PARAMETER_PROPERTY.value:
        return f"{place}-type-changed"
    return f"{place}-{what.value}"


def _rules() -> Iterator[DiffRule]:
    for plain in _API_ROWS:
        yield _plain(plain, Direction.NONE)
    for plain in _OPERATION_ROWS:
        yield _plain(plain, Direction.NONE)
    for plain in _PACKAGE_ROWS:
        yield _plain(plain, Direction.NONE)
    for plain in _REQUEST_ROWS:
        yield _plain(plain, Direction.REQUEST)
    for plain in _RESPONSE_ROWS:
        yield _plain(plain, Direction.RESPONSE)
    for row in _CONTENT_ROWS:
        for position in (Position.REQUEST_BODY, Position.RESPONSE_BODY):
            yield _placed(row, position)
    for row in _MEMBER_ROWS:
        for position in _MEMBERS_AT:
            yield from _member(row, position)
    for row in _TYPE_ROWS:
        for position in _TYPED_AT:
            yield _placed(row, position)


def _plain(row: Plain, direction: Direction) -> DiffRule:
    name = _SHARED_IDS.get(row.what, row.what.value)
    return DiffRule(
        name,
        row.condition,
        direction,
        row.wire,
        row.python,
        row.reason,
        row.python_reason,
        row.what,
        None,
        name if name in OASDIFF_IDS else None,
    )


def _member(row: Row, position: Position) -> Iterator[DiffRule]:
    """The rules of a member; that of a direction has an id for required ones and one for the others."""
    if row.what in _TRAVEL and position.direction is not Direction.NONE:
        side = position.direction.value
        for presence in ("required", "optional"):
            name = f"{side}-{presence}-property-{row.what.value}"
            judged = _of_required(row) if presence == "required" else row
            if position is Position.REQUEST_PROPERTY or position is Position.RESPONSE_PROPERTY:
                yield _placed(judged, position, name, f"{row.condition}, and it is {presence}")
    else:
        yield _placed(row, position)


def _of_required(row: Row) -> Row:
    """A row about the directions of members, for a member that has to be there."""
    if row.what is What.READ_ONLY_LOST:
        return row._replace(sent=_NEEDED)
    return row._replace(received=_REVEALED) if row.what is What.WRITE_ONLY_LOST else row


def _placed(row: Row, position: Position, name: str = "", condition: str = "") -> DiffRule:
    verdict = row.sent if position.direction is Direction.REQUEST else row.received
    if row.what in _DEFAULTS and position in (Position.PARAMETER, Position.HEADER_PARAMETER):
        verdict = _OMITTED
    name = name or rule_id(row.what, position)
    return DiffRule(
        name,
        condition or row.condition,
        position.direction,
        verdict.wire,
        verdict.python,
        verdict.reason,
        verdict.python_reason,
        row.what,
        position,
        name if name in OASDIFF_IDS else None,
    )


_SHARED_IDS: Final = {
    What.PARAMETER_RENAMED_REQUIRED: What.PARAMETER_RENAMED.value,
    What.PARAMETER_MOVED_REQUIRED: What.PARAMETER_MOVED.value,
    What.OPERATION_ID_CHANGED: What.OPERATION_ID_REMOVED.value,
    What.OPERATION_REMOVED_UNREADABLE: What.PATH_SUNSET_UNREADABLE.value,
    What.SECURITY_NEEDED: What.SECURITY_ADDED.value,
    What.GLOBAL_SECURITY_NEEDED: What.GLOBAL_SECURITY_ADDED.value,
}
"""Ids that stand for more than one change, as they do for oasdiff."""

IMPLIED: Final = {
    What.FIELD_RENAMED: (What.FIELD_REMOVED_OPTIONAL, What.FIELD_ADDED_OPTIONAL),
    What.FIELD_RENAMED_REQUIRED: (What.FIELD_REMOVED_REQUIRED, What.FIELD_ADDED_REQUIRED),
    What.VALUE_RENAMED: (What.VALUE_REMOVED, What.VALUE_ADDED),
    What.BECAME_ENUM: (What.VALUE_ADDED,),
    What.PARAMETER_RENAMED: (What.PARAMETER_REMOVED, What.PARAMETER_ADDED_OPTIONAL),
    What.PARAMETER_RENAMED_REQUIRED: (What.PARAMETER_REMOVED, What.PARAMETER_ADDED_REQUIRED),
    What.PARAMETER_MOVED: (What.PARAMETER_REMOVED, What.PARAMETER_ADDED_OPTIONAL),
    What.PARAMETER_MOVED_REQUIRED: (What.PARAMETER_REMOVED, What.PARAMETER_ADDED_REQUIRED),
    What.PARAMETER_INTO_BODY: (What.PARAMETER_REMOVED,),
    What.OPERATION_MOVED: (What.PATH_REMOVED, What.ENDPOINT_ADDED),
    What.SCHEMA_RENAMED: (What.SCHEMA_REMOVED,),
}
"""Changes that say two things at once: what ignores and severities for either of them still apply to."""

_JUDGED: Final = tuple(_rules())


def one_way_id(rule: DiffRule) -> str | None:
    """The id that a rule has for a member that its direction does not let through; None where it has none."""
    word = "read-only-property" if rule.direction is Direction.REQUEST else "write-only-property"
    name = rule.id.replace("property", word, 1)
    return name if name != rule.id and rule.direction is not Direction.NONE and name in OASDIFF_IDS else None


def _one_way(rules: tuple[DiffRule, ...]) -> Iterator[DiffRule]:
    """The rules of members that do not travel in the direction of the rule."""
    seen: set[str] = set()
    for rule in rules:
        name = one_way_id(rule)
        if name is not None and name not in seen:
            seen.add(name)
            travels = "received" if rule.direction is Direction.REQUEST else "sent"
            condition = f"{rule.condition}, of a member that is only {travels}"
            reason = "no message of this direction has the member"
            yield replace(rule, id=name, condition=condition, wire=SAFE, reason=reason, oasdiff=name)


RULES: Final = (*_JUDGED, *_one_way(_JUDGED))
"""In the order of the documentation: the API, operations, requests, responses, members, types."""

BY_ID: Final = {rule.id: rule for rule in reversed(RULES)}
"""Each id with the first of its rules."""

_BY_CHANGE: Final = {(rule.what, rule.position, rule.id): rule for rule in _JUDGED}
_BY_PLACE: Final = {(rule.what, rule.position): rule for rule in _JUDGED}


def rule_of(what: What, position: Position, *, required: bool) -> DiffRule | None:
    """The rule that speaks of a change at a position; None where none does."""
    if what in _TRAVEL:
        side = "request" if position.direction is Direction.REQUEST else "response"
        name = f"{side}-{'required' if required else 'optional'}-property-{what.value}"
        place = Position.REQUEST_PROPERTY if side == "request" else Position.RESPONSE_PROPERTY
        return _BY_CHANGE.get((what, place, name))
    return _BY_PLACE.get((what, position)) or _BY_PLACE.get((what, None))
