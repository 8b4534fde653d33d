"""Every rule in code order: what it means, why it matters, what to do about it.

1xx loading, 2xx references, 3xx document structure (35x of reference pages), 4xx schemas, 5xx operations, 6xx names,
7xx configuration, 8xx output. A code is never given to another meaning.
"""

from __future__ import annotations

from typing import Final

from specbind.diagnostics import Rule, Severity

UNREADABLE_FILE: Final = Rule(
    "SB101",
    "unreadable-file",
    Severity.ERROR,
    "A file of the description cannot be read.",
    "Nothing can be generated from a file that is missing, is a folder or may not be opened.",
    "Check the path and the file's permissions.",
)
FILE_TOO_LARGE: Final = Rule(
    "SB102",
    "file-too-large",
    Severity.ERROR,
    "A file is larger than the limit for one description.",
    "The limit keeps a wrong or hostile input from exhausting the memory.",
    "Check that the path names a description; split a real one of this size into several files.",
)
UNDECODABLE_TEXT: Final = Rule(
    "SB103",
    "undecodable-text",
    Severity.ERROR,
    "A file is not text in UTF-8, or in UTF-16 or UTF-32 with a byte order mark.",
    "JSON and YAML are Unicode texts; guessing another encoding would corrupt names.",
    "Save the file as UTF-8.",
)
SYNTAX_ERROR: Final = Rule(
    "SB104",
    "syntax-error",
    Severity.ERROR,
    "The text is not well-formed JSON or YAML.",
    "What follows the mistake cannot be read with certainty, so nothing is.",
    "Correct the text at the place shown; in YAML, indent with spaces and quote text with special marks.",
)
DUPLICATE_KEY: Final = Rule(
    "SB105",
    "duplicate-key",
    Severity.ERROR,
    "A mapping has the same key twice.",
    "Parsers keep one of the two without a word, so an operation or a field is lost.",
    "Remove or rename one of the two.",
)
NESTED_TOO_DEEPLY: Final = Rule(
    "SB106",
    "nested-too-deeply",
    Severity.ERROR,
    "The document nests mappings and sequences deeper than the limit.",
    "No real description comes near the limit; past it, tools run out of stack.",
    "Move the inner parts into named components and refer to them.",
)
ALIAS_EXPANSION: Final = Rule(
    "SB107",
    "alias-expansion",
    Severity.ERROR,
    "YAML aliases expand to more nodes than the limit, or an alias stands inside its own anchor.",
    "A few lines of nested aliases can stand for billions of nodes.",
    "Replace the aliases with `$ref` to components.",
)
UNSUPPORTED_TAG: Final = Rule(
    "SB108",
    "unsupported-tag",
    Severity.ERROR,
    "A YAML node has a tag that JSON has no value for.",
    "A tag such as `!include` asks for code to run; it is never run, so the value is unknown.",
    "Write the value itself, or use `$ref` for a part in another file.",
)
NOT_A_JSON_NUMBER: Final = Rule(
    "SB109",
    "not-a-json-number",
    Severity.WARNING,
    "A number is not finite or has too many digits for JSON.",
    "Such a value cannot be sent or compared; it is kept as text.",
    "Write a finite number, or quote the value if text is meant.",
)
SEVERAL_DOCUMENTS: Final = Rule(
    "SB110",
    "several-documents",
    Severity.WARNING,
    "A YAML file holds more than one document; only the first is read.",
    "What the later documents describe is missing from the output.",
    "Keep one document to a file.",
)
EMPTY_DOCUMENT: Final = Rule(
    "SB111",
    "empty-document",
    Severity.ERROR,
    "A file holds no mapping: it is empty, or its top is a list or a single value.",
    "A description is a mapping with `openapi`, `info` and `paths`.",
    "Check that the path names a description and that the file was written completely.",
)
UNUSABLE_KEY: Final = Rule(
    "SB112",
    "unusable-key",
    Severity.ERROR,
    "A mapping key is itself a mapping or a sequence, or a merge key `<<` merges what is no mapping.",
    "JSON has only text as keys.",
    "Write a plain key, or merge a mapping.",
)
LONE_SURROGATE: Final = Rule(
    "SB113",
    "lone-surrogate",
    Severity.WARNING,
    "A string holds half of a surrogate pair.",
    "It is no Unicode character and cannot be written to a file; U+FFFD stands in its place.",
    "Write the whole pair or the character itself.",
)

DANGLING_REFERENCE: Final = Rule(
    "SB201",
    "dangling-reference",
    Severity.ERROR,
    "A `$ref` leads to a place or a file that does not exist.",
    "What it should have brought in is unknown.",
    "Correct the reference, or add what it names.",
)
REFERENCE_CYCLE: Final = Rule(
    "SB202",
    "reference-cycle",
    Severity.ERROR,
    "A chain of `$ref` leads back to its beginning without meeting anything else.",
    "There is nothing to read at its end.",
    "Replace one reference of the chain with what is meant.",
)
REMOTE_REFERENCE: Final = Rule(
    "SB203",
    "remote-reference",
    Severity.ERROR,
    "A `$ref` names a URL; URLs are fetched only with `--allow-remote`.",
    "A build that depends on what a server says today cannot be reproduced, nor is it safe.",
    "Save the file next to the description and refer to it by a relative path.",
)
REFERENCE_OUTSIDE_ROOT: Final = Rule(
    "SB204",
    "reference-outside-root",
    Severity.ERROR,
    "A `$ref` leads to a file outside the description's folder.",
    "A description from elsewhere must not pull in any file of this machine.",
    "Move the file below the folder, or set `root` to the folder that holds both.",
)
MALFORMED_REFERENCE: Final = Rule(
    "SB205",
    "malformed-reference",
    Severity.ERROR,
    "A `$ref` is not a text that names a place.",
    "What it should have brought in is unknown.",
    "Write `#/components/...`, `file.yaml` or `file.yaml#/...`.",
)
IGNORED_SIBLINGS: Final = Rule(
    "SB206",
    "ignored-siblings",
    Severity.NOTE,
    "OpenAPI 3.0 ignores what stands beside a `$ref`.",
    "The keywords beside the reference look as if they applied.",
    "Put the reference into `allOf`, or move to OpenAPI 3.1, where siblings apply.",
)
DYNAMIC_REFERENCE: Final = Rule(
    "SB207",
    "dynamic-reference",
    Severity.WARNING,
    "`$dynamicRef` depends on who refers to the schema; it is widened to any value.",
    "The type it would have in each place cannot be said by one declaration.",
    "Use `$ref` if the target is always the same.",
)
REMOTE_REFUSED: Final = Rule(
    "SB208",
    "remote-refused",
    Severity.ERROR,
    "A document is not fetched: its URL, its host's address, a redirect, its size or the server's answer forbids it.",
    "Only public hosts are asked, within limits, so that a description cannot reach into your network.",
    "Save the file next to the description and refer to it by a relative path.",
)
REMOTE_NOT_LOCKED: Final = Rule(
    "SB209",
    "remote-not-locked",
    Severity.ERROR,
    "With `--locked`, a document is not in the lock file, or it is not what the lock file recorded.",
    "The output would depend on what a server says today.",
    "Run without `--locked`, review what changed, and commit the lock file.",
)
REMOTE_CHANGED: Final = Rule(
    "SB210",
    "remote-changed",
    Severity.WARNING,
    "A fetched document is not what the lock file recorded; it is read as it is now, and recorded.",
    "The output changes though no file of yours did.",
    "Review the change; with `--locked` it would have been refused.",
)
UNREADABLE_LOCK: Final = Rule(
    "SB211",
    "unreadable-lock",
    Severity.ERROR,
    "The lock file of a description's remote documents cannot be read or written.",
    "What the documents held before is unknown, or what they hold now cannot be recorded.",
    "Correct the file's permissions, or remove it and run without `--locked`.",
)

WRONG_TYPE: Final = Rule(
    "SB301",
    "wrong-type",
    Severity.WARNING,
    "A member of the document has a type that OpenAPI does not allow there; it is ignored.",
    "What it was meant to say is missing from the output.",
    "Write the kind of value the message names.",
)
SCALAR_AS_TEXT: Final = Rule(
    "SB302",
    "scalar-as-text",
    Severity.NOTE,
    "A number or a boolean stands where text is expected; it is read as text.",
    "YAML reads `1.10` as the number 1.1, so the text may differ from what was written.",
    "Quote the value.",
)
UNSUPPORTED_VERSION: Final = Rule(
    "SB303",
    "unsupported-version",
    Severity.ERROR,
    "The document does not say that it is Swagger 2.0 or OpenAPI 3.0, 3.1 or 3.2.",
    "Keywords differ between versions; reading by the wrong rules gives wrong types.",
    "Set `openapi` (or `swagger: '2.0'`) to the version used, or convert the document.",
)
MISSING_INFO: Final = Rule(
    "SB304",
    "missing-info",
    Severity.WARNING,
    "`info` lacks its title or version; a stand-in is used.",
    "The generated package shows both to its users.",
    "Add `info.title` and `info.version`.",
)
NOTHING_DESCRIBED: Final = Rule(
    "SB305",
    "nothing-described",
    Severity.WARNING,
    "The document has no path, no webhook and no component schema.",
    "There is nothing to generate.",
    "Check that the path names the main file of the description.",
)
UNUSABLE_SERVER: Final = Rule(
    "SB306",
    "unusable-server",
    Severity.WARNING,
    "A server lacks its URL or its scheme, or a variable of its URL is not declared or has no default.",
    "The client cannot offer that address without more facts.",
    "Complete the server object.",
)
UNKNOWN_SECURITY_SCHEME: Final = Rule(
    "SB307",
    "unknown-security-scheme",
    Severity.WARNING,
    "A security requirement names a scheme that is not declared; the alternative is left out.",
    "The client would not know which credential to send.",
    "Declare the scheme under `components/securitySchemes`, or correct the name.",
)
UNUSABLE_SECURITY_SCHEME: Final = Rule(
    "SB308",
    "unusable-security-scheme",
    Severity.WARNING,
    "A security scheme lacks a member it needs, or has a kind or a name that cannot be.",
    "The client cannot send its credential by itself.",
    "Complete the scheme.",
)
OTHER_VERSION: Final = Rule(
    "SB309",
    "other-version",
    Severity.NOTE,
    "A keyword, or the form of its value, belongs to another version of OpenAPI than the document's.",
    "It is read as that version means it; other tools may ignore it.",
    "Write it as the document's version does, or change the version.",
)
MALFORMED_EXTENSION: Final = Rule(
    "SB310",
    "malformed-extension",
    Severity.WARNING,
    "One of our own extensions (`x-specbind-...`) does not say what it is for.",
    "Normalised documents hold facts in these extensions that OpenAPI has no word for; this one is ignored.",
    "Write it as `specbind normalise` does, or remove it.",
)

NOT_A_REFERENCE_PAGE: Final = Rule(
    "SB350",
    "not-a-reference-page",
    Severity.WARNING,
    "A file among the reference pages is no reference page: it is a web page, or it documents nothing.",
    "What it was meant to document is missing from the output.",
    "Fetch the Markdown form of the page, or take the file away.",
)
UNPLACED_LINE: Final = Rule(
    "SB351",
    "unplaced-line",
    Severity.WARNING,
    "A line of a reference page belongs to no member, description, example or heading.",
    "It may be a parameter or a field that lost its form; then it is missing from the output.",
    "Compare the line with the page it was copied from.",
)
DAMAGED_MEMBER: Final = Rule(
    "SB352",
    "damaged-member",
    Severity.WARNING,
    "A line is nearly a member: a dash, a backtick, a bracket or a blank line is missing.",
    "It is read as the member it most likely was, which may be wrong.",
    "Compare the line with the page it was copied from.",
)
MISPLACED_LINE: Final = Rule(
    "SB353",
    "misplaced-line",
    Severity.WARNING,
    "The indentation of a member or of its description does not fit what stands above.",
    "Indentation alone says what belongs to what, so a field may end up in another object.",
    "Compare the indentation with the page it was copied from.",
)
HEAD_MISMATCH: Final = Rule(
    "SB354",
    "head-mismatch",
    Severity.WARNING,
    "A member announces other fields, values or variants than those that stand below it.",
    "Lines were lost, added or moved, so the type that is generated may lack something.",
    "Compare the member with the page it was copied from.",
)
UNCLOSED_CODE: Final = Rule(
    "SB355",
    "unclosed-code",
    Severity.WARNING,
    "Fenced code has no end, or its beginning is missing.",
    "The page was cut, or a mark was lost; what follows could be taken for code.",
    "Compare the page with the one it was copied from.",
)
UNBOUND_TYPE: Final = Rule(
    "SB356",
    "unbound-type",
    Severity.WARNING,
    "A type is named that no page describes, or none that has the announced fields.",
    "Any value is accepted in its place.",
    "Add the page that describes the type, or describe it in an overlay.",
)
NOT_AN_HTTP_CALL: Final = Rule(
    "SB357",
    "not-an-http-call",
    Severity.NOTE,
    "An entry of a reference page has no HTTP method and path; it is left out.",
    "Pages also document functions of a library, which are no calls of the API.",
    "Nothing, unless the entry is a call: then its line `**get** `/path`` is missing.",
)
UNKNOWN_SECTION: Final = Rule(
    "SB358",
    "unknown-section",
    Severity.WARNING,
    "A heading of a reference page is none of those that are read.",
    "What stands below it is not used.",
    "If it holds parameters or results, name it as the other sections of the site are named.",
)
DIFFERENT_RENDERINGS: Final = Rule(
    "SB359",
    "different-renderings",
    Severity.WARNING,
    "Two pages document the same call, and differ.",
    "Only one can be right; that of the call's own page is used, else the first.",
    "Fetch all pages again, so that they are of the same day.",
)
PAGE_SCORE: Final = Rule(
    "SB360",
    "page-score",
    Severity.NOTE,
    "Not all of a reference page holds together.",
    "The score says how many objects, lists of values, unions and references are as announced.",
    "See the other messages about the page.",
)
INCOMPLETE_OPERATION: Final = Rule(
    "SB361",
    "incomplete-operation",
    Severity.WARNING,
    "The page begins or ends in the middle of an operation, or an operation lacks its method and path.",
    "What is missing was taken from the example call where that says it, else the operation is left out.",
    "Fetch the whole page.",
)
DAMAGED_TEXT: Final = Rule(
    "SB362",
    "damaged-text",
    Severity.NOTE,
    "A text has an odd number of backticks, or a gap of two blank lines where no other text has one.",
    "A mark or a whole line may have been lost.",
    "Compare the place with the page it was copied from.",
)
UNUSABLE_EXAMPLE: Final = Rule(
    "SB363",
    "unusable-example",
    Severity.NOTE,
    "An example is not what it should be: a call that cannot be read, or JSON with mistakes.",
    "Nothing is concluded from it.",
    "Correct the example.",
)

MALFORMED_OVERLAY: Final = Rule(
    "SB380",
    "malformed-overlay",
    Severity.ERROR,
    "A file is no overlay, or an action of it is not as the Overlay Specification has it.",
    "An action that is not understood would be left out in silence, and with it what the overlay is for.",
    "Correct the place shown; docs/overlays.md has an example of each action.",
)
OVERLAY_QUERY: Final = Rule(
    "SB381",
    "overlay-query",
    Severity.ERROR,
    "The `target` or `copy` of an action is no JSONPath.",
    "It cannot be known what the action is about.",
    "Write a JSONPath of RFC 9535; put names with dashes, dots or slashes in brackets and quotes.",
)
OVERLAY_NO_MATCH: Final = Rule(
    "SB382",
    "overlay-no-match",
    Severity.ERROR,
    "An action of an overlay matches nothing in the normalised document.",
    "The description changed, or the path has a mistake; either way the correction that it makes is lost.",
    "Compare the path with what `specbind normalise` prints; remove the action if its reason is gone.",
)
OVERLAY_MISMATCH: Final = Rule(
    "SB383",
    "overlay-mismatch",
    Severity.ERROR,
    "What an action puts does not fit what its target selects.",
    "Mappings are merged with mappings, lists are added to, texts and numbers are replaced; no more is defined.",
    "Select the node around it, or remove the old value in an action before.",
)
OVERLAY_TARGET: Final = Rule(
    "SB384",
    "overlay-target",
    Severity.WARNING,
    "An overlay says that it extends another document than the one it is applied to.",
    "It may have been meant for another API.",
    "Correct `extends`, or take the overlay out of the configuration.",
)
OVERLAY_NO_MATCH_THEN: Final = Rule(
    "SB385",
    "overlay-no-match-then",
    Severity.NOTE,
    "An action of an overlay matches nothing in the older of two revisions that are compared.",
    "What it corrects is not there yet; nothing is corrected there.",
    "Nothing, if it is about something new; else keep the overlay of that time beside the description of that time.",
)

UNKNOWN_SCHEMA_TYPE: Final = Rule(
    "SB401",
    "unknown-schema-type",
    Severity.WARNING,
    "`type` is not a type of JSON Schema; it is ignored.",
    "The value is typed as any JSON value unless other keywords say more.",
    "Use string, number, integer, boolean, object, array or (3.1) null.",
)
UNUSABLE_ENUM: Final = Rule(
    "SB402",
    "unusable-enum",
    Severity.WARNING,
    "`enum` is empty or lists objects or arrays; it is ignored.",
    "The listed values are not offered as constants and not checked.",
    "List at least one text, number or boolean.",
)
ENUM_VALUE_TYPE: Final = Rule(
    "SB403",
    "enum-value-type",
    Severity.WARNING,
    "An `enum` or `const` value is not of the schema's `type`.",
    "No value satisfies both; the value is converted where that is exact, else left out.",
    "Quote or unquote the value, or correct `type`.",
)
UNUSABLE_CONSTRAINT: Final = Rule(
    "SB404",
    "unusable-constraint",
    Severity.WARNING,
    "A constraint is of the wrong type, negative, or contradicts another; it is ignored.",
    "Requests are not checked against it.",
    "Correct the constraint.",
)
WIDENED_KEYWORD: Final = Rule(
    "SB405",
    "widened-keyword",
    Severity.WARNING,
    "A keyword changes the type in a way that a type cannot say; the wider type is used.",
    "Values that the document forbids are accepted.",
    "Nothing needs doing; to be exact, describe the alternatives with `oneOf`.",
)
UNTYPED_CONSTRAINT: Final = Rule(
    "SB406",
    "untyped-constraint",
    Severity.NOTE,
    "A keyword constrains values without changing their type; it is not checked.",
    "The server may refuse a request that the client lets pass.",
    "Nothing needs doing.",
)
CONTRADICTING_PARTS: Final = Rule(
    "SB407",
    "contradicting-parts",
    Severity.WARNING,
    "Parts that must hold together (`allOf`, or siblings) have no value in common; either is accepted.",
    "Taken literally, no value is valid.",
    "Make the parts agree.",
)
RECURSIVE_COMPOSITION: Final = Rule(
    "SB408",
    "recursive-composition",
    Severity.WARNING,
    "A schema is composed of itself through `allOf`, `oneOf` or `anyOf`; that part is left out.",
    "The composition has no finite meaning.",
    "Remove the part that leads back.",
)
COMPOSITION_TOO_LARGE: Final = Rule(
    "SB409",
    "composition-too-large",
    Severity.WARNING,
    "A composition multiplies out to more variants or members than the limit; the wider type is used.",
    "Spelled out, the types would be too many to read or to check.",
    "Name the common parts and compose fewer alternatives.",
)
UNUSABLE_DISCRIMINATOR: Final = Rule(
    "SB410",
    "unusable-discriminator",
    Severity.WARNING,
    "A discriminator lacks its property name, or maps a tag to what is no variant.",
    "Values with that tag are told apart by their shape alone.",
    "Correct `discriminator`, or remove it.",
)
DEFAULT_TYPE: Final = Rule(
    "SB411",
    "default-type",
    Severity.NOTE,
    "A default is not a value of its type.",
    "The default is shown in the documentation as it is written; it is never sent.",
    "Correct the default.",
)
SCHEMA_TOO_DEEP: Final = Rule(
    "SB412",
    "schema-too-deep",
    Severity.WARNING,
    "Schemas are nested deeper than the limit; below it, any value is accepted.",
    "The inner types are lost.",
    "Move the inner schemas into components.",
)
UNDECLARED_REQUIRED: Final = Rule(
    "SB413",
    "undeclared-required",
    Severity.NOTE,
    "`required` lists a member that is not under `properties`; it is taken to have any type.",
    "Often the name is misspelled.",
    "Declare the member, or correct `required`.",
)
NO_DIRECTION: Final = Rule(
    "SB414",
    "no-direction",
    Severity.WARNING,
    "A member is both `readOnly` and `writeOnly`; both are ignored.",
    "Such a member could never be sent nor received.",
    "Remove one of the two.",
)

UNUSABLE_OPERATION: Final = Rule(
    "SB501",
    "unusable-operation",
    Severity.ERROR,
    "An operation or a path item is not a mapping.",
    "No method can be generated for it.",
    "Describe the operation, or remove it.",
)
UNUSABLE_PARAMETER: Final = Rule(
    "SB502",
    "unusable-parameter",
    Severity.WARNING,
    "A parameter or header lacks its name or place, or has one that cannot be; it is left out.",
    "The generated method does not offer it.",
    "Complete the parameter.",
)
UNDECLARED_PATH_PARAMETER: Final = Rule(
    "SB503",
    "undeclared-path-parameter",
    Severity.WARNING,
    "A path has a placeholder without a parameter; a text parameter is added.",
    "Its type and meaning are not documented.",
    "Declare the parameter with `in: path`.",
)
UNUSED_PATH_PARAMETER: Final = Rule(
    "SB504",
    "unused-path-parameter",
    Severity.WARNING,
    "A path parameter has no placeholder in the path; it is left out.",
    "There is no place to send it.",
    "Add the placeholder, or correct the parameter's name or place.",
)
DUPLICATE_PARAMETER: Final = Rule(
    "SB505",
    "duplicate-parameter",
    Severity.WARNING,
    "An operation lists two parameters of one name and place; the first is kept.",
    "Only one of the two can be sent.",
    "Remove one.",
)
RESERVED_HEADER: Final = Rule(
    "SB506",
    "reserved-header",
    Severity.NOTE,
    "A header parameter named Accept, Content-Type or Authorization is ignored, as OpenAPI says.",
    "Media types and security schemes set these headers.",
    "Describe it as a media type or a security scheme.",
)
PARAMETER_STYLE: Final = Rule(
    "SB507",
    "parameter-style",
    Severity.WARNING,
    "A parameter's style is unknown or not allowed in its place; the default style is used.",
    "The value may be laid out in a way that the server does not expect.",
    "Use a style that OpenAPI allows there.",
)
DUPLICATE_OPERATION_ID: Final = Rule(
    "SB508",
    "duplicate-operation-id",
    Severity.WARNING,
    "Two operations have the same `operationId`.",
    "The id must be unique: it names an operation in links and in other tools.",
    "Rename one of the two.",
)
AMBIGUOUS_PATH: Final = Rule(
    "SB509",
    "ambiguous-path",
    Severity.WARNING,
    "Two paths differ only in the names of their placeholders.",
    "A server cannot tell the two apart.",
    "Merge the two paths.",
)
UNUSABLE_STATUS: Final = Rule(
    "SB511",
    "unusable-status",
    Severity.WARNING,
    "A response stands under a key that is no status code, range (`4XX`) or `default`; it is left out.",
    "No response can match it.",
    "Use a code from 100 to 599, a range or `default`.",
)
UNUSABLE_BODY: Final = Rule(
    "SB512",
    "unusable-body",
    Severity.WARNING,
    "A request body has no content, or a key of `content` is no media type.",
    "The body, or that form of it, cannot be offered.",
    "Describe the body under a media type such as `application/json`.",
)
UNROOTED_PATH: Final = Rule(
    "SB513",
    "unrooted-path",
    Severity.WARNING,
    "A path does not begin with a slash; one is put in front.",
    "A path is appended to the server's URL.",
    "Begin the path with `/`.",
)
OPTIONAL_PATH_PARAMETER: Final = Rule(
    "SB514",
    "optional-path-parameter",
    Severity.NOTE,
    "A path parameter is not marked as required; it is taken to be.",
    "A path has no place for an absent value.",
    "Add `required: true`.",
)
CONTRADICTING_EXAMPLE: Final = Rule(
    "SB515",
    "contradicting-example",
    Severity.NOTE,
    "An example of a response is not what its schema says.",
    "One of the two is wrong. The client follows the schema; the generated tests list the example.",
    "Correct the schema or the example.",
)

UNKNOWN_PATH_MEMBER: Final = Rule(
    "SB516",
    "unknown-path-member",
    Severity.WARNING,
    "A path item has a member that OpenAPI does not know.",
    "A misspelt method is an operation that is missing from the client.",
    "Correct the spelling, or begin the name with `x-`.",
)
UNUSED_CONSUMES: Final = Rule(
    "SB517",
    "unused-consumes",
    Severity.NOTE,
    "`consumes` lists a media type that cannot carry `formData` parameters.",
    "The parameters are sent as a form or as multipart, the two that Swagger 2.0 allows.",
    "Nothing needs doing; to offer the other media type, describe the body by a `body` parameter.",
)
METHOD_NAME_TAKEN: Final = Rule(
    "SB601",
    "method-name-taken",
    Severity.WARNING,
    "Two operations would be called by one name on the client, or a method would be called like a resource.",
    "One of them has to be called otherwise. It was named after its id or its path, never by a number, so that the"
    " name says what it does and stays when operations are added.",
    "Choose its name: add the line shown to the methods in specbind.toml.",
)
UNUSED_OVERRIDE: Final = Rule(
    "SB602",
    "unused-override",
    Severity.WARNING,
    "A path or an operation that the configuration names is not in the description.",
    "The setting does nothing; often the path was renamed or has a typing mistake.",
    "Correct the path or the operation key (`GET /pets/{pet_id}`), or remove the line.",
)
INLINE_NAME_TAKEN: Final = Rule(
    "SB603",
    "inline-name-taken",
    Severity.NOTE,
    "An inline type would be named like another type, so its name has one more word.",
    "Types that the document does not name are named after the place where they stand, and that name was taken.",
    "Move the inline type into a named component, or give it a `title` of its own.",
)
UNUSED_SELECTION: Final = Rule(
    "SB604",
    "unused-selection",
    Severity.ERROR,
    "A term of `include` or `exclude` matches no operation.",
    "The package would silently have other operations than was meant; often a path was renamed.",
    "Correct the term, or remove it. `specbind dump API` lists the operations with their resources and tags.",
)
NOTHING_SELECTED: Final = Rule(
    "SB605",
    "nothing-selected",
    Severity.ERROR,
    "What was selected of the description is empty.",
    "A package without operations is of no use; old output is kept.",
    "Widen `include`, or narrow `exclude`.",
)
CLASS_NAME_TAKEN: Final = Rule(
    "SB650",
    "class-name-taken",
    Severity.NOTE,
    "Two types of the API come to one class name, or a type comes to a name that the bindings use themselves.",
    "Python needs distinct names; components keep theirs before inline types, and the other gets a longer one.",
    "Choose a name for either under `names` in specbind.toml.",
)

UNUSED_MEDIA_TYPE: Final = Rule(
    "SB651",
    "unused-media-type",
    Severity.NOTE,
    "A request body can be sent in a media type whose arguments the method does not take.",
    "Named members and one raw value cannot be arguments of one method; JSON, forms and multipart come first.",
    "Nothing needs doing if the one that is sent will do; else call `client.request` with a body of your own.",
)
UNREAD_MEDIA_TYPE: Final = Rule(
    "SB652",
    "unread-media-type",
    Severity.NOTE,
    "A response is documented as JSON and, with the same schema, in a media type that would be given as text.",
    "The client asks for JSON alone, so that the result has one type.",
    "Nothing needs doing; for the other form, send a header `Accept` by `client.request`.",
)
UNDIVIDED_RESPONSE: Final = Rule(
    "SB653",
    "undivided-response",
    Severity.NOTE,
    "A response is a form or has several parts; it is given as text or as bytes.",
    "Servers seldom answer so, and what they then send varies.",
    "Nothing needs doing; take the text or the bytes apart yourself.",
)
NESTED_PARAMETER: Final = Rule(
    "SB654",
    "nested-parameter",
    Severity.NOTE,
    "A parameter holds lists or objects inside, for which its style has no form; they are sent as JSON.",
    "OpenAPI leaves open what becomes of them, so a server may expect something else.",
    "If it expects brackets (`filter[a][b]=1`), say `style: deepObject`, if need be in an overlay.",
)
UNREAD_MESSAGE: Final = Rule(
    "SB655",
    "unread-message",
    Severity.NOTE,
    "A webhook or a callback has a body that is no JSON; `webhooks` has nothing that reads it.",
    "Its documented type is a model all the same.",
    "Read such a body with what your web framework offers.",
)
UNPARSED_BODY: Final = Rule(
    "SB656",
    "unparsed-body",
    Severity.NOTE,
    "A body that is neither JSON nor a form, such as XML, has a schema with members; it is sent and read whole.",
    "Its members are neither arguments nor attributes, because no such text is written or parsed.",
    "Pass the text or the bytes, and parse what comes back, with a library for that media type.",
)

RULES: Final[tuple[Rule, ...]] = (
    UNREADABLE_FILE,
    FILE_TOO_LARGE,
    UNDECODABLE_TEXT,
    SYNTAX_ERROR,
    DUPLICATE_KEY,
    NESTED_TOO_DEEPLY,
    ALIAS_EXPANSION,
    UNSUPPORTED_TAG,
    NOT_A_JSON_NUMBER,
    SEVERAL_DOCUMENTS,
    EMPTY_DOCUMENT,
    UNUSABLE_KEY,
    LONE_SURROGATE,
    DANGLING_REFERENCE,
    REFERENCE_CYCLE,
    REMOTE_REFERENCE,
    REFERENCE_OUTSIDE_ROOT,
    MALFORMED_REFERENCE,
    IGNORED_SIBLINGS,
    DYNAMIC_REFERENCE,
    REMOTE_REFUSED,
    REMOTE_NOT_LOCKED,
    REMOTE_CHANGED,
    UNREADABLE_LOCK,
    WRONG_TYPE,
    SCALAR_AS_TEXT,
    UNSUPPORTED_VERSION,
    MISSING_INFO,
    NOTHING_DESCRIBED,
    UNUSABLE_SERVER,
    UNKNOWN_SECURITY_SCHEME,
    UNUSABLE_SECURITY_SCHEME,
    OTHER_VERSION,
    MALFORMED_EXTENSION,
    NOT_A_REFERENCE_PAGE,
    UNPLACED_LINE,
    DAMAGED_MEMBER,
    MISPLACED_LINE,
    HEAD_MISMATCH,
    UNCLOSED_CODE,
    UNBOUND_TYPE,
    NOT_AN_HTTP_CALL,
    UNKNOWN_SECTION,
    DIFFERENT_RENDERINGS,
    PAGE_SCORE,
    INCOMPLETE_OPERATION,
    DAMAGED_TEXT,
    UNUSABLE_EXAMPLE,
    MALFORMED_OVERLAY,
    OVERLAY_QUERY,
    OVERLAY_NO_MATCH,
    OVERLAY_MISMATCH,
    OVERLAY_TARGET,
    OVERLAY_NO_MATCH_THEN,
    UNKNOWN_SCHEMA_TYPE,
    UNUSABLE_ENUM,
    ENUM_VALUE_TYPE,
    UNUSABLE_CONSTRAINT,
    WIDENED_KEYWORD,
    UNTYPED_CONSTRAINT,
    CONTRADICTING_PARTS,
    RECURSIVE_COMPOSITION,
    COMPOSITION_TOO_LARGE,
    UNUSABLE_DISCRIMINATOR,
    DEFAULT_TYPE,
    SCHEMA_TOO_DEEP,
    UNDECLARED_REQUIRED,
    NO_DIRECTION,
    UNUSABLE_OPERATION,
    UNUSABLE_PARAMETER,
    UNDECLARED_PATH_PARAMETER,
    UNUSED_PATH_PARAMETER,
    DUPLICATE_PARAMETER,
    RESERVED_HEADER,
    PARAMETER_STYLE,
    DUPLICATE_OPERATION_ID,
    AMBIGUOUS_PATH,
    UNUSABLE_STATUS,
    UNUSABLE_BODY,
    UNROOTED_PATH,
    OPTIONAL_PATH_PARAMETER,
    CONTRADICTING_EXAMPLE,
    UNKNOWN_PATH_MEMBER,
    UNUSED_CONSUMES,
    METHOD_NAME_TAKEN,
    UNUSED_OVERRIDE,
    INLINE_NAME_TAKEN,
    UNUSED_SELECTION,
    NOTHING_SELECTED,
    CLASS_NAME_TAKEN,
    UNUSED_MEDIA_TYPE,
    UNREAD_MEDIA_TYPE,
    UNDIVIDED_RESPONSE,
    NESTED_PARAMETER,
    UNREAD_MESSAGE,
    UNPARSED_BODY,
)
BY_CODE: Final = {rule.code: rule for rule in RULES}
