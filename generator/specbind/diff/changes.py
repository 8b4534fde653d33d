"""The closed vocabulary of changes: what can happen to each node of the IR, and where it happened."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from specbind.diff.finding import Direction
from specbind.source import Span


class What(enum.Enum):
    """What happened. The value is the last part of the rule's id at most places."""

    # The API
    SERVER_ADDED = "api-server-added"
    SERVER_REMOVED = "api-server-removed"
    SERVER_URL_CHANGED = "api-server-url-changed"
    SERVER_VARIABLE_CHANGED = "api-server-variable-changed"
    SCHEME_ADDED = "api-security-component-added"
    SCHEME_REMOVED = "api-security-component-removed"
    SCHEME_TYPE_CHANGED = "api-security-component-type-changed"
    SCHEME_KEY_CHANGED = "api-security-component-key-changed"
    SCHEME_FORMAT_CHANGED = "api-security-component-format-changed"
    OAUTH_URL_CHANGED = "api-security-component-oauth-url-changed"
    OAUTH_TOKEN_URL_CHANGED = "api-security-component-oauth-token-url-changed"
    OAUTH_REFRESH_URL_CHANGED = "api-security-component-oauth-refresh-url-changed"
    OAUTH_DEVICE_URL_CHANGED = "api-security-component-oauth-device-url-changed"
    OAUTH_FLOW_ADDED = "api-security-component-oauth-flow-added"
    OAUTH_FLOW_REMOVED = "api-security-component-oauth-flow-removed"
    OAUTH_SCOPE_ADDED = "api-security-component-oauth-scope-added"
    OAUTH_SCOPE_REMOVED = "api-security-component-oauth-scope-removed"
    OAUTH_SCOPE_CHANGED = "api-security-component-oauth-scope-changed"
    GLOBAL_SECURITY_ADDED = "api-global-security-added"
    GLOBAL_SECURITY_NEEDED = "api-global-security-became-required"
    GLOBAL_SECURITY_REMOVED = "api-global-security-removed"
    GLOBAL_SCOPE_ADDED = "api-global-security-scope-added"
    GLOBAL_SCOPE_REMOVED = "api-global-security-scope-removed"
    WEBHOOK_ADDED = "webhook-added"
    WEBHOOK_REMOVED = "webhook-removed"
    CALLBACK_ADDED = "callback-added"
    CALLBACK_REMOVED = "callback-removed"
    SCHEMA_ADDED = "api-schema-added"
    SCHEMA_REMOVED = "api-schema-removed"
    SCHEMA_RENAMED = "api-schema-renamed"
    SCHEMA_DEPRECATED = "api-schema-deprecated"
    SCHEMA_REACTIVATED = "api-schema-reactivated"
    # The package
    METHOD_RENAMED = "python-method-renamed"
    CLASS_RENAMED = "python-class-renamed"
    RESULT_CHANGED = "python-result-changed"
    ARGUMENT_REMOVED = "python-argument-removed"
    ARGUMENT_CHANGED = "python-argument-changed"
    ARGUMENT_REQUIRED = "python-argument-required"
    CLIENT_RENAMED = "python-client-renamed"
    CLIENT_ARGUMENT_ADDED = "python-client-argument-added"
    CLIENT_ARGUMENT_REMOVED = "python-client-argument-removed"
    CLIENT_ARGUMENT_RENAMED = "python-client-argument-renamed"
    CLIENT_ARGUMENT_CHANGED = "python-client-argument-changed"
    CLIENT_VARIABLE_CHANGED = "python-client-variable-changed"
    # Operations
    ENDPOINT_ADDED = "endpoint-added"
    OPERATION_REMOVED = "api-removed-without-deprecation"
    OPERATION_REMOVED_DEPRECATED = "api-removed-with-deprecation"
    OPERATION_REMOVED_EARLY = "api-removed-before-sunset"
    OPERATION_REMOVED_UNSTABLE = "api-removed-unstable"
    PATH_REMOVED = "api-path-removed-without-deprecation"
    PATH_REMOVED_DEPRECATED = "api-path-removed-with-deprecation"
    PATH_REMOVED_EARLY = "api-path-removed-before-sunset"
    PATH_SUNSET_UNREADABLE = "api-path-sunset-parse"
    OPERATION_REMOVED_UNREADABLE = "api-path-sunset-parse-removed"
    OPERATION_MOVED = "endpoint-moved"
    OPERATION_REBASED = "endpoint-rebased"
    PATH_PARAMETER_RENAMED = "request-path-parameter-renamed"
    ENDPOINT_DEPRECATED = "endpoint-deprecated"
    ENDPOINT_DEPRECATED_SUNSET = "endpoint-deprecated-with-sunset"
    ENDPOINT_REACTIVATED = "endpoint-reactivated"
    SUNSET_UNREADABLE = "api-deprecated-sunset-parse"
    SUNSET_DELETED = "sunset-deleted"
    SUNSET_EARLIER = "api-sunset-date-changed-too-small"
    SUNSET_TOO_SOON = "api-sunset-date-too-small"
    SUNSET_LATER = "api-sunset-date-changed"
    STABILITY_DECREASED = "api-stability-decreased"
    STABILITY_INCREASED = "api-stability-increased"
    STABILITY_UNREADABLE = "api-invalid-stability-level"
    OPERATION_ID_ADDED = "api-operation-id-added"
    OPERATION_ID_REMOVED = "api-operation-id-removed"
    OPERATION_ID_CHANGED = "api-operation-id-changed"
    CALL_CHANGED = "api-call-changed"
    TAG_ADDED = "api-tag-added"
    TAG_REMOVED = "api-tag-removed"
    SECURITY_ADDED = "api-security-added"
    SECURITY_NEEDED = "api-security-became-required"
    SECURITY_REMOVED = "api-security-removed"
    SECURITY_SCOPE_ADDED = "api-security-scope-added"
    SECURITY_SCOPE_REMOVED = "api-security-scope-removed"
    OPERATION_SERVER_CHANGED = "api-operation-server-changed"
    # Parameters
    PARAMETER_ADDED_REQUIRED = "new-required-request-parameter"
    PARAMETER_ADDED_OPTIONAL = "new-optional-request-parameter"
    SHARED_PARAMETER_REQUIRED = "new-required-request-default-parameter-to-existing-path"
    SHARED_PARAMETER_OPTIONAL = "new-optional-request-default-parameter-to-existing-path"
    PATH_PARAMETER_ADDED = "new-request-path-parameter"
    PARAMETER_REMOVED = "request-parameter-removed"
    PARAMETER_REMOVED_DEPRECATED = "request-parameter-removed-with-deprecation"
    PARAMETER_REMOVED_EARLY = "request-parameter-removed-before-sunset"
    PARAMETER_SUNSET_UNREADABLE = "request-parameter-sunset-parse"
    PARAMETER_SUNSET_DELETED = "request-parameter-sunset-deleted"
    PARAMETER_SUNSET_EARLIER = "request-parameter-sunset-date-changed-too-small"
    PARAMETER_SUNSET_LATER = "request-parameter-sunset-date-changed"
    PARAMETER_SUNSET_TOO_SOON = "request-parameter-sunset-date-too-small"
    PARAMETER_RENAMED = "request-parameter-renamed"
    PARAMETER_RENAMED_REQUIRED = "required-request-parameter-renamed"
    PARAMETER_REQUIRED = "request-parameter-became-required"
    PARAMETER_OPTIONAL = "request-parameter-became-optional"
    PARAMETER_DEPRECATED = "request-parameter-deprecated"
    PARAMETER_REACTIVATED = "request-parameter-reactivated"
    PARAMETER_STYLE_CHANGED = "request-parameter-style-changed"
    PARAMETER_EXPLODE_CHANGED = "request-parameter-explode-changed"
    PARAMETER_RESERVED_CHANGED = "request-parameter-allow-reserved-changed"
    PARAMETER_MEDIA_TYPE_CHANGED = "request-parameter-media-type-changed"
    PARAMETER_MOVED = "request-parameter-moved"
    PARAMETER_MOVED_REQUIRED = "required-request-parameter-moved"
    PARAMETER_INTO_BODY = "request-parameter-moved-into-body"
    # Bodies and responses
    BODY_ADDED_REQUIRED = "request-body-added-required"
    BODY_ADDED_OPTIONAL = "request-body-added-optional"
    BODY_REMOVED = "request-body-removed"
    BODY_REQUIRED = "request-body-became-required"
    BODY_OPTIONAL = "request-body-became-optional"
    MEDIA_TYPE_ADDED = "media-type-added"
    MEDIA_TYPE_REMOVED = "media-type-removed"
    MEDIA_TYPE_GENERALIZED = "response-media-type-name-generalized"
    MEDIA_TYPE_SPECIALIZED = "response-media-type-name-specialized"
    MEDIA_TYPE_RENAMED = "response-media-type-name-changed"
    SHAPE_ADDED = "media-type-schema-added"
    SHAPE_REMOVED = "media-type-schema-removed"
    ENCODING_CHANGED = "encoding-changed"
    SUCCESS_ADDED = "response-success-status-added"
    SUCCESS_REMOVED = "response-success-status-removed"
    FAILURE_ADDED = "response-non-success-status-added"
    FAILURE_REMOVED = "response-non-success-status-removed"
    HEADER_ADDED = "response-header-added"
    HEADER_REMOVED_REQUIRED = "required-response-header-removed"
    HEADER_REMOVED_OPTIONAL = "optional-response-header-removed"
    HEADER_REQUIRED = "response-header-became-required"
    HEADER_OPTIONAL = "response-header-became-optional"
    HEADER_DEPRECATED = "response-header-deprecated"
    HEADER_REACTIVATED = "response-header-reactivated"
    # Members of objects
    FIELD_ADDED_REQUIRED = "required-added"
    FIELD_ADDED_DEFAULTED = "required-added-with-default"
    FIELD_ADDED_OPTIONAL = "optional-added"
    FIELD_REMOVED_REQUIRED = "required-removed"
    FIELD_REMOVED_OPTIONAL = "optional-removed"
    FIELD_REMOVED_CLOSED_REQUIRED = "required-removed-closed"
    FIELD_RENAMED = "renamed"
    FIELD_RENAMED_REQUIRED = "required-renamed"
    FIELD_REQUIRED = "became-required"
    FIELD_REQUIRED_DEFAULTED = "became-required-with-default"
    FIELD_OPTIONAL = "became-optional"
    READ_ONLY_GAINED = "became-read-only"
    READ_ONLY_LOST = "became-not-read-only"
    WRITE_ONLY_GAINED = "became-write-only"
    WRITE_ONLY_LOST = "became-not-write-only"
    FIELD_DEPRECATED = "deprecated"
    FIELD_DEPRECATED_SUNSET = "deprecated-with-sunset"
    FIELD_SUNSET_UNREADABLE = "deprecated-sunset-invalid"
    FIELD_SUNSET_CHANGED = "sunset-date-changed"
    FIELD_SUNSET_TOO_SOON = "sunset-date-too-small"
    FIELD_REACTIVATED = "reactivated"
    FIELD_STABILITY_DECREASED = "stability-decreased"
    FIELD_STABILITY_INCREASED = "stability-increased"
    # Types
    TYPE_CHANGED = "type-changed"
    TYPE_GENERALIZED = "type-generalized"
    TYPE_SPECIALIZED = "type-specialized"
    TYPE_COMPATIBLE = "type-compatible"
    TYPES_WIDENED = "list-of-types-widened"
    TYPES_NARROWED = "list-of-types-narrowed"
    NULL_ALLOWED = "became-nullable"
    NULL_FORBIDDEN = "became-not-nullable"
    BECAME_ENUM = "became-enum"
    ENUM_LIFTED = "enum-lifted"
    VALUE_ADDED = "enum-value-added"
    VALUE_REMOVED = "enum-value-removed"
    VALUE_RENAMED = "enum-value-renamed"
    EXTENSIBLE_VALUE_ADDED = "x-extensible-enum-value-added"
    EXTENSIBLE_VALUE_REMOVED = "x-extensible-enum-value-removed"
    CONST_ADDED = "const-added"
    CONST_REMOVED = "const-removed"
    CONST_CHANGED = "const-changed"
    DEFAULT_ADDED = "default-value-added"
    DEFAULT_REMOVED = "default-value-removed"
    DEFAULT_CHANGED = "default-value-changed"
    MAX_SET = "max-set"
    MAX_UNSET = "max-unset"
    MAX_INCREASED = "max-increased"
    MAX_DECREASED = "max-decreased"
    MIN_SET = "min-set"
    MIN_UNSET = "min-unset"
    MIN_INCREASED = "min-increased"
    MIN_DECREASED = "min-decreased"
    EXCLUSIVE_MAX_SET = "exclusive-max-set"
    EXCLUSIVE_MAX_UNSET = "exclusive-max-unset"
    EXCLUSIVE_MAX_INCREASED = "exclusive-max-increased"
    EXCLUSIVE_MAX_DECREASED = "exclusive-max-decreased"
    EXCLUSIVE_MIN_SET = "exclusive-min-set"
    EXCLUSIVE_MIN_UNSET = "exclusive-min-unset"
    EXCLUSIVE_MIN_INCREASED = "exclusive-min-increased"
    EXCLUSIVE_MIN_DECREASED = "exclusive-min-decreased"
    STEP_SET = "multiple-of-set"
    STEP_UNSET = "multiple-of-unset"
    STEP_CHANGED = "multiple-of-changed"
    MAX_LENGTH_SET = "max-length-set"
    MAX_LENGTH_UNSET = "max-length-unset"
    MAX_LENGTH_INCREASED = "max-length-increased"
    MAX_LENGTH_DECREASED = "max-length-decreased"
    MIN_LENGTH_INCREASED = "min-length-increased"
    MIN_LENGTH_DECREASED = "min-length-decreased"
    EMPTY_ALLOWED = "min-length-decreased-to-none"
    MAX_ITEMS_SET = "max-items-set"
    MAX_ITEMS_UNSET = "max-items-unset"
    MAX_ITEMS_INCREASED = "max-items-increased"
    MAX_ITEMS_DECREASED = "max-items-decreased"
    MIN_ITEMS_SET = "min-items-set"
    MIN_ITEMS_UNSET = "min-items-unset"
    MIN_ITEMS_INCREASED = "min-items-increased"
    MIN_ITEMS_DECREASED = "min-items-decreased"
    MAX_MEMBERS_SET = "max-properties-set"
    MAX_MEMBERS_UNSET = "max-properties-unset"
    MAX_MEMBERS_INCREASED = "max-properties-increased"
    MAX_MEMBERS_DECREASED = "max-properties-decreased"
    MIN_MEMBERS_SET = "min-properties-set"
    MIN_MEMBERS_UNSET = "min-properties-unset"
    MIN_MEMBERS_INCREASED = "min-properties-increased"
    MIN_MEMBERS_DECREASED = "min-properties-decreased"
    UNIQUE_ASKED = "unique-items-added"
    UNIQUE_LIFTED = "unique-items-removed"
    PATTERN_ADDED = "pattern-added"
    PATTERN_REMOVED = "pattern-removed"
    PATTERN_CHANGED = "pattern-changed"
    PATTERN_GENERALIZED = "pattern-generalized"
    ONE_OF_ADDED = "one-of-added"
    ONE_OF_REMOVED = "one-of-removed"
    TAGGED_ONE_OF_ADDED = "tagged-one-of-added"
    ANY_OF_ADDED = "any-of-added"
    TAGGED_ANY_OF_ADDED = "tagged-any-of-added"
    ANY_OF_REMOVED = "any-of-removed"
    ALL_OF_ADDED = "all-of-added"
    ALL_OF_REMOVED = "all-of-removed"
    ALL_OF_ANNOTATION_ADDED = "all-of-added-annotation-only"
    ALL_OF_ANNOTATION_REMOVED = "all-of-removed-annotation-only"
    DISCRIMINATOR_ADDED = "discriminator-added"
    DISCRIMINATOR_REMOVED = "discriminator-removed"
    DISCRIMINATOR_RENAMED = "discriminator-property-name-changed"
    TAG_MAPPED = "discriminator-mapping-added"
    TAG_UNMAPPED = "discriminator-mapping-deleted"
    TAG_REMAPPED = "discriminator-mapping-changed"
    EXTRA_FORBIDDEN = "additional-properties-forbidden"
    EXTRA_ALLOWED = "additional-properties-allowed"
    EXTRA_TYPED = "additional-properties-typed"
    EXTRA_UNTYPED = "additional-properties-untyped"
    PREFIX_ADDED = "prefix-items-added"
    PREFIX_REMOVED = "prefix-items-removed"
    REST_FORBIDDEN = "further-items-forbidden"
    REST_ALLOWED = "further-items-allowed"
    # What only keywords of JSON Schema say
    IF_ADDED = "if-added"
    IF_REMOVED = "if-removed"
    IF_CHANGED = "if-changed"
    THEN_ADDED = "then-added"
    THEN_REMOVED = "then-removed"
    THEN_CHANGED = "then-changed"
    ELSE_ADDED = "else-added"
    ELSE_REMOVED = "else-removed"
    ELSE_CHANGED = "else-changed"
    NOT_ADDED = "not-added"
    NOT_REMOVED = "not-removed"
    NOT_CHANGED = "not-changed"
    CONTAINS_ADDED = "contains-added"
    CONTAINS_REMOVED = "contains-removed"
    CONTAINS_CHANGED = "contains-changed"
    MIN_CONTAINS_INCREASED = "min-contains-increased"
    MIN_CONTAINS_DECREASED = "min-contains-decreased"
    MAX_CONTAINS_INCREASED = "max-contains-increased"
    MAX_CONTAINS_DECREASED = "max-contains-decreased"
    DEPENDENT_REQUIRED_ADDED = "dependent-required-added"
    DEPENDENT_REQUIRED_REMOVED = "dependent-required-removed"
    DEPENDENT_REQUIRED_CHANGED = "dependent-required-changed"
    DEPENDENT_SCHEMA_ADDED = "dependent-schema-added"
    DEPENDENT_SCHEMA_REMOVED = "dependent-schema-removed"
    DEPENDENT_SCHEMA_CHANGED = "dependent-schema-changed"
    PATTERN_PROPERTY_ADDED = "pattern-property-added"
    PATTERN_PROPERTY_REMOVED = "pattern-property-removed"
    PATTERN_PROPERTY_CHANGED = "pattern-property-changed"
    PROPERTY_NAMES_ADDED = "property-names-added"
    PROPERTY_NAMES_REMOVED = "property-names-removed"
    PROPERTY_NAMES_CHANGED = "property-names-changed"
    UNEVALUATED_ITEMS_ADDED = "unevaluated-items-added"
    UNEVALUATED_ITEMS_REMOVED = "unevaluated-items-removed"
    UNEVALUATED_ITEMS_CHANGED = "unevaluated-items-changed"
    UNEVALUATED_PROPERTIES_ADDED = "unevaluated-properties-added"
    UNEVALUATED_PROPERTIES_REMOVED = "unevaluated-properties-removed"
    UNEVALUATED_PROPERTIES_CHANGED = "unevaluated-properties-changed"
    CONTENT_SCHEMA_ADDED = "content-schema-added"
    CONTENT_SCHEMA_REMOVED = "content-schema-removed"
    CONTENT_SCHEMA_CHANGED = "content-schema-changed"
    CONTENT_MEDIA_TYPE_CHANGED = "content-media-type-changed"
    CONTENT_ENCODING_CHANGED = "content-encoding-changed"


class Position(enum.Enum):
    """Where a changed type stands in messages. The value is the first part of the rule's id."""

    REQUEST_BODY = "request-body"
    REQUEST_PROPERTY = "request-property"
    PARAMETER = "request-parameter"
    HEADER_PARAMETER = "request-header-parameter"
    PARAMETER_PROPERTY = "request-parameter-property"
    HEADER_PROPERTY = "request-header-property"
    RESPONSE_BODY = "response-body"
    RESPONSE_PROPERTY = "response-property"
    RESPONSE_HEADER = "response-header"
    NONE = "api"

    @property
    def inside(self) -> Position:
        """Where the members and items of a value at this position stand."""
        return _INSIDE.get(self, self)

    @property
    def direction(self) -> Direction:
        """Which way values at this position travel."""
        if self is Position.NONE:
            return Direction.NONE
        return Direction.REQUEST if self.value.startswith("request") else Direction.RESPONSE


_INSIDE: Final = {
    Position.REQUEST_BODY: Position.REQUEST_PROPERTY,
    Position.PARAMETER: Position.PARAMETER_PROPERTY,
    Position.HEADER_PARAMETER: Position.HEADER_PROPERTY,
    Position.RESPONSE_BODY: Position.RESPONSE_PROPERTY,
    Position.RESPONSE_HEADER: Position.RESPONSE_PROPERTY,
}


class Access(enum.Enum):
    """What the members on the way to a place let through: both directions, or one."""

    BOTH = "both"
    ONLY_READ = "only read"
    ONLY_WRITTEN = "only written"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Site:
    """One place of both revisions that holds a type, or an operation, or the API.

    `root` is a declared type's name, an operation's key or a webhook's name; `component` says which. `position` is that
    of the root's own type where the root is an operation or a webhook. `path` leads from the root to the place. `inner`
    says that the place is a member or an item of the root's type, not the type itself, `required` that it is a member
    that has to be there, `text` that values travel as text, not as JSON, `repeated` that a list is sent as its
    items, one by one. `base` and `revision` are the nearest spans.
    """

    root: str
    component: bool
    path: tuple[str, ...] = ()
    position: Position = Position.NONE
    inner: bool = False
    access: Access = Access.BOTH
    required: bool = False
    text: bool = False
    repeated: bool = False
    base: Span | None = None
    revision: Span | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened at one place.

    `subject` is what it happened to (a member, a value, a status), `old` and `new` are the definitions as text.
    `through` names the declared types by which the two sides reach what differs, where these are not the same.
    `heir` is what may have come in place of what is gone; `confidence` says how sure that is.
    """

    what: What
    site: Site
    subject: str = ""
    old: str = ""
    new: str = ""
    confidence: float | None = None
    through: tuple[str, str] | None = None
    heir: str = ""
