"""Any API in its canonical spelling, for property tests: hostile texts in every place that holds one."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st
from specbind.ir import api as ir
from specbind.ir import types as t
from specbind.ir.api import Location, Style
from specbind.ir.canonical import canonical
from specbind.source import Position, Source, Span

V = TypeVar("V")

HOSTILE = (
    *(
        "no",
        "Yes",
        "~",
        "null",
        "true",
        "010",
        "0o17",
        "0x1F",
        "1e400",
        "1e5",
        "1_000",
        ".inf",
        "12:30:45",
        "2001-12-14",
    ),
    *(
        "",
        " ",
        " a",
        "a ",
        "a\n",
        "\na",
        "a\n\n\nb\n\n",
        "  a\nb",
        "a\n  b",
        "a \nb",
        "a\n \nb",
        "\t",
        "a\tb",
        "\ta\nb",
    ),
    *(
        "- a",
        "? a",
        "a: b",
        "a:",
        "a #b",
        "#a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "'a'",
        '"a"',
        "\\",
        "{a}",
    ),
    *(
        "[a",
        "a]",
        ",",
        "<<",
        "=",
        "---",
        "...",
        "\u0085",
        "\u2028x",
        "\u2029",
        "\ufeff",
        "\x00",
        "\x7f",
        "\r\n",
        "\u00a0",
    ),
    *("😀", "é", "\ufffe", "$ref", "x-a", "#/components/schemas/A", "a" * 300, "word " * 60, "_", "__proto__", "a/b~c"),
)
texts = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
words = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
some = st.none() | texts
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.just(10**60)
scalars = texts | st.booleans() | numbers
json = st.recursive(
    st.none() | scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
inferences = st.builds(
    t.Inference,
    texts,
    texts,
    st.none()
    | st.builds(
        lambda path, line: Span(Source(f"docs/{path}.md", ""), "", Position(line, 1)), words, st.integers(1, 999)
    ),
)


def tuples(of: st.SearchStrategy[V], most: int = 3) -> st.SearchStrategy[tuple[V, ...]]:
    return st.lists(of, max_size=most).map(tuple)


def unlike(of: st.SearchStrategy[V], name: str, most: int = 3, *, least: int = 0) -> st.SearchStrategy[tuple[V, ...]]:
    """Values that differ in one attribute."""
    return st.lists(of, min_size=least, max_size=most, unique_by=lambda value: getattr(value, name)).map(tuple)


reasons = tuples(inferences, 2)
sizes = st.builds(t.Size, st.none() | st.integers(0, 9), st.none() | st.integers(0, 9))
integer_bounds = st.builds(t.Bounds, *[st.none() | st.integers(-9, 9)] * 4, multiple_of=st.none() | st.integers(1, 9))
number_bounds = st.builds(t.Bounds, *[st.none() | st.floats(-9, 9)] * 4, multiple_of=st.none() | st.floats(0.25, 9))
patterns = st.none() | st.sampled_from(("^a+$", "[0-9]{3}", r"\d\s\\", "(a|b)*c", '"', "a#b: c", "[", "*"))
strings = st.builds(t.StringType, st.sampled_from(t.StringFormat), sizes, patterns)
integers = st.builds(t.IntegerType, st.sampled_from(t.IntegerFormat), integer_bounds)
floats = st.builds(t.NumberType, st.sampled_from(t.NumberFormat), number_bounds)
enum_values = st.builds(t.EnumValue, scalars, some, some)
enums = st.lists(enum_values, min_size=1, max_size=4, unique_by=lambda each: (type(each.value), each.value)).map(
    lambda values: t.EnumType(tuple(values))
)
leaves = (
    st.sampled_from((t.UNKNOWN, t.NULL, t.BooleanType(), t.StringType(), t.IntegerType(), t.NumberType()))
    | strings
    | integers
    | floats
    | enums
    | st.builds(t.ConstType, scalars)
)


def fields(of: st.SearchStrategy[t.Type]) -> st.SearchStrategy[t.Field]:
    return st.builds(
        t.Field,
        wire_name=texts,
        type=of,
        required=st.booleans(),
        description=some,
        default=st.just(t.MISSING) | json,
        deprecated=st.booleans(),
        access=st.sampled_from(t.Access),
        examples=tuples(json, 2),
        inferred=reasons,
    )


def objects(of: st.SearchStrategy[t.Type]) -> st.SearchStrategy[t.Type]:
    extra = st.just(t.AnyExtra()) | st.just(t.NoExtra()) | st.builds(t.TypedExtra, of)
    return st.builds(t.ObjectType, unlike(fields(of), "wire_name", 4), extra, sizes, some, some)


@st.composite
def unions(draw: st.DrawFn, of: st.SearchStrategy[t.Type]) -> t.Type:
    drawn = draw(st.lists(of, min_size=2, max_size=4))
    opened = [
        each for variant in drawn for each in (variant.variants if isinstance(variant, t.UnionType) else [variant])
    ]
    tags = draw(st.none() | st.lists(st.tuples(texts, st.integers(0, len(opened) - 1)), max_size=5, unique=True))
    tags = None if tags is None else [(tag, index) for tag, index in tags if opened[index] != t.NULL]
    inferred = draw(st.booleans())
    others = [index for index, variant in enumerate(opened) if variant != t.NULL]
    default = draw(st.none() | st.sampled_from(others)) if others else None
    tagged = None if tags is None else t.Discriminator(draw(texts), tuple(tags), inferred, default)
    return t.UnionType(tuple(opened), tagged, draw(some))


def types(names: tuple[str, ...]) -> st.SearchStrategy[t.Type]:
    """Types that may refer to declarations by name."""
    first = leaves | st.builds(t.RefType, st.sampled_from(names)) if names else leaves
    return st.recursive(
        first,
        lambda inner: st.one_of(
            st.builds(t.ArrayType, inner, sizes, st.booleans()),
            st.builds(t.TupleType, st.lists(inner, min_size=1, max_size=3).map(tuple), st.none() | inner),
            st.builds(t.MapType, inner, sizes),
            objects(inner),
            unions(inner),
        ),
        max_leaves=5,
    )


@st.composite
def declarations(draw: st.DrawFn) -> tuple[t.TypeDecl, ...]:
    """Declared types; each refers to later ones only, so that none is an alternative of itself."""
    names = tuple(draw(st.lists(texts.filter(bool) | words, max_size=4, unique=True)))
    found = []
    for index, name in enumerate(names):
        decl = st.builds(
            t.TypeDecl,
            name=st.just(name),
            type=types(names[index + 1 :]),
            description=some,
            deprecated=st.booleans(),
            examples=tuples(json, 2),
            inferred=reasons,
        )
        found.append(draw(decl))
    return tuple(found)


examples = st.lists(
    st.builds(ir.Example, json, some, some),
    max_size=3,
    unique_by=lambda each: id(each) if each.name is None else each.name,
).map(tuple)
media_types = st.sampled_from(("application/json", "text/plain", "image/*", "multipart/form-data; boundary=a"))


def headers(of: st.SearchStrategy[t.Type]) -> st.SearchStrategy[tuple[ir.Header, ...]]:
    name = texts.filter(lambda text: text.lower() != "content-type")
    return unlike(st.builds(ir.Header, name, of, st.booleans(), some, st.booleans()), "wire_name", 2)


def contents(of: st.SearchStrategy[t.Type], least: int = 0) -> st.SearchStrategy[tuple[ir.Content, ...]]:
    encoding = st.builds(
        ir.Encoding,
        texts,
        some,
        st.none() | st.sampled_from(Style),
        st.none() | st.booleans(),
        st.booleans(),
        headers(of),
    )
    content = st.builds(
        ir.Content, media_types, st.none() | of, unlike(encoding, "wire_name", 2), examples, inferred=reasons
    )
    return unlike(content, "media_type", 2, least=least)


USUAL = {
    Location.PATH: Style.SIMPLE,
    Location.QUERY: Style.FORM,
    Location.HEADER: Style.SIMPLE,
    Location.COOKIE: Style.FORM,
}


tokens = st.sampled_from(("a", "X-Request-Id", "no", "1e5")) | st.from_regex(
    r"[!#-'*+.^_`|~0-9A-Za-z-]{1,8}", fullmatch=True
)
"""Names that a header or a cookie can have (RFC 9110, section 5.6.2)."""


@st.composite
def parameters(draw: st.DrawFn, of: st.SearchStrategy[t.Type], name: str | None = None) -> ir.Parameter:
    """A parameter; with a name, one of the path."""
    places = (Location.QUERY, Location.HEADER, Location.COOKIE)
    location = Location.PATH if name is not None else draw(st.sampled_from(places))
    media_type = draw(st.none() | media_types)
    whole = media_type is not None and location is Location.QUERY and draw(st.booleans())
    usual = Style.WHOLE if whole else USUAL[location]
    style = (
        usual
        if media_type is not None
        else draw(st.just(usual) | st.sampled_from([each for each in Style if each is not Style.WHOLE]))
    )
    reserved = ("accept", "content-type", "authorization")
    free = st.sampled_from(("a", "a[]", "a[][]")) | texts if location is Location.QUERY else tokens
    free = free.filter(lambda text: text and text.lower() not in reserved)
    return ir.Parameter(
        wire_name=name if name is not None else draw(free),
        location=location,
        type=draw(of),
        required=name is not None or draw(st.booleans()),
        style=style,
        explode=style is Style.FORM if media_type is not None else draw(st.booleans()),
        allow_reserved=draw(st.booleans()),
        media_type=media_type,
        description=draw(some),
        default=draw(st.just(t.MISSING) | json),
        deprecated=draw(st.booleans()),
        examples=draw(examples),
        inferred=draw(reasons),
    )


urls = words.map(lambda word: f"https://example.com/{word}")
servers = st.builds(
    ir.Server,
    urls,
    some,
    unlike(st.builds(ir.ServerVariable, texts, texts, tuples(texts), some), "name", 2),
)
flows = st.builds(
    ir.OAuth2Flow,
    st.sampled_from(("implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization")),
    st.none() | urls,
    st.none() | urls,
    st.none() | urls,
    st.none() | urls,
    st.dictionaries(texts, texts, max_size=2).map(lambda scopes: tuple(scopes.items())),
)
names = texts.filter(bool) | words
schemes = unlike(
    st.one_of(
        *(
            st.builds(ir.ApiKeyScheme, names, st.just(location), wire_names, some, st.booleans(), variable=some)
            for location, wire_names in (
                (Location.HEADER, tokens),
                (Location.QUERY, texts.filter(bool)),
                (Location.COOKIE, tokens),
            )
        ),
        st.builds(ir.BearerScheme, names, some, some, st.booleans(), variable=some),
        st.builds(ir.BasicScheme, names, some, st.booleans()),
        st.builds(ir.OAuth2Scheme, names, unlike(flows, "kind"), some, st.booleans()),
        st.builds(
            ir.OtherScheme,
            names,
            st.sampled_from(("mutualTLS", "openIdConnect", "digest", "apiKey", "bearer", "unknown"))
            | texts.filter(bool),
            some,
            st.booleans(),
        ),
    ),
    "name",
)


def security(known: tuple[ir.SecurityScheme, ...]) -> st.SearchStrategy[tuple[ir.SecurityChoice, ...]]:
    if not known:
        return st.just(())
    use = st.builds(ir.SecurityUse, st.sampled_from([scheme.name for scheme in known]), tuples(texts, 2))
    return tuples(unlike(use, "scheme", 2))


def _is_url(text: str) -> bool:
    """Whether a key of a callback is not an extension."""
    return not text.startswith("x-")


def webhooks(named: st.SearchStrategy[str], of: st.SearchStrategy[t.Type]) -> st.SearchStrategy[ir.Webhook]:
    """Requests that the API sends, some of them without a body."""
    bare = st.builds(ir.Webhook, named, st.just(t.UNKNOWN), st.none(), some)
    return bare | st.builds(ir.Webhook, named, of, media_types, some, examples)


@st.composite
def operations(draw: st.DrawFn, of: st.SearchStrategy[t.Type], known: tuple[ir.SecurityScheme, ...]) -> ir.Operation:
    path_names = draw(st.lists(words, max_size=2, unique=True))
    hostile = texts.filter(lambda text: not set("{}") & set(text))
    path = "".join(f"/{draw(hostile)}/{{{name}}}" for name in path_names) or f"/{draw(hostile)}"
    inner = [draw(parameters(of, name)) for name in path_names]
    others = draw(st.lists(parameters(of), max_size=3, unique_by=lambda each: (each.location, each.wire_name)))
    body = st.none() | st.builds(ir.RequestBody, contents(of, 1), st.booleans(), some, reasons)
    response = st.builds(
        ir.Response, st.sampled_from(("200", "4XX", "default")), contents(of), headers(of), some, reasons
    )
    return ir.Operation(
        method=draw(st.sampled_from(("GET", "POST", "PATCH", "TRACE", "QUERY", "PURGE"))),
        path=path,
        operation_id=draw(some),
        summary=draw(some),
        description=draw(some),
        deprecated=draw(st.booleans()),
        tags=draw(tuples(texts, 2)),
        parameters=(*inner, *others),
        body=draw(body),
        responses=draw(unlike(response, "status")),
        security=draw(st.none() | security(known)),
        servers=draw(tuples(servers, 1)),
        call=draw(tuples(texts, 3)),
        callbacks=draw(unlike(webhooks(st.builds("{} {}".format, words, texts.filter(_is_url)), of), "name", 3)),
        inferred=draw(reasons),
    )


@st.composite
def apis(draw: st.DrawFn) -> ir.Api:
    """An API as a front end gives it, in its canonical spelling."""
    decls = draw(declarations())
    of = types(tuple(decl.name for decl in decls))
    known = draw(schemes)
    webhook = webhooks(texts.filter(lambda name: not name.startswith("x-")), of)
    api = ir.Api(
        title=draw(texts.filter(bool)),
        version=draw(texts.filter(bool)),
        operations=draw(unlike(operations(of, known), "key")),
        types=decls,
        description=draw(some),
        servers=draw(tuples(servers, 2)),
        security_schemes=known,
        security=draw(security(known)),
        tags=draw(unlike(st.builds(ir.Tag, texts, some), "name")),
        webhooks=draw(unlike(webhook, "name", 2)),
        inferred=draw(reasons),
    )
    return canonical(api)
