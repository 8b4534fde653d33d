"""The examples of rendered pages: a curl call with placeholders, and the answer that a machine makes up."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from specbind.ir.api import (
    Api,
    ApiKeyScheme,
    BasicScheme,
    BearerScheme,
    Content,
    Location,
    OAuth2Scheme,
    Operation,
    OtherScheme,
    SecurityScheme,
)
from specbind.ir.types import (
    ArrayType,
    BooleanType,
    ConstType,
    EnumType,
    IntegerType,
    Json,
    MapType,
    NullType,
    NumberType,
    ObjectType,
    RefType,
    StringFormat,
    StringType,
    TupleType,
    Type,
    TypeDecl,
    UnionType,
    UnknownType,
    without_null,
)


@dataclass(frozen=True)
class Call:
    """What an example calls; `variables` are the environment variables of credentials, by scheme."""

    api: Api
    operation: Operation
    decls: Mapping[str, TypeDecl]
    variables: Mapping[str, str]


def examples(call: Call, answer: Content | None) -> str:
    """The section of the first example, which is made up and proves nothing."""
    parts = ["### Example", f"```http\n{curl(call)}\n```"]
    if answer is not None and answer.type is not None and answer.media_type.partition(";")[0].endswith("json"):
        parts += ["#### Response", f"```json\n{json.dumps(sample(answer.type, 'item', call.decls), indent=2)}\n```"]
    return "\n\n".join(parts)


def curl(call: Call) -> str:
    """The call of an operation: placeholders as `$NAME`, fixed options, and a body with its required members."""
    options = [*_method(call.operation), *(f'-H "{each}"' for each in _credentials(call)), *_body(call)]
    headers = [each for each in options if each.startswith("-H 'Content-Type")]
    first = [each for each in options if each.startswith("-X")]
    rest = [each for each in options if each not in headers and each not in first]
    return " \\\n    ".join([f"curl {_url(call)}", *first, *headers, *rest])


def _url(call: Call) -> str:
    server = call.operation.servers or call.api.servers
    base = server[0].url if server else "https://api.example.com"
    for variable in server[0].variables if server else ():
        base = base.replace("{" + variable.name + "}", variable.default)
    if not re.match(r"https?://", base):
        base = "https://api.example.com/" + base.strip("/")
    return base.rstrip("/") + re.sub(r"\{([^}]+)\}", lambda found: "$" + _screaming(found[1]), call.operation.path)


def _method(operation: Operation) -> list[str]:
    has_body = operation.body is not None and bool(operation.body.contents)
    return [] if operation.method == ("POST" if has_body else "GET") else [f"-X {operation.method}"]


def _credentials(call: Call) -> list[str]:
    """The headers of the first choice of credentials."""
    choices = call.operation.security if call.operation.security is not None else call.api.security
    schemes: dict[str, SecurityScheme] = {each.name: each for each in call.api.security_schemes}
    found = []
    for use in choices[0] if choices else ():
        variable = call.variables.get(use.scheme, _screaming(use.scheme))
        match schemes.get(use.scheme):
            case BearerScheme() | OAuth2Scheme():
                found.append(f"Authorization: Bearer ${variable}")
            case ApiKeyScheme(location=Location.HEADER, wire_name=name):
                found.append(f"{name}: ${variable}")
            case BasicScheme():
                found.append(f"Authorization: Basic ${variable}")
            case ApiKeyScheme() | OtherScheme() | None:
                pass
    return found


def _body(call: Call) -> list[str]:
    body = call.operation.body
    if body is None or not body.contents:
        return []
    content = body.contents[0]
    media_type = content.media_type.partition(";")[0]
    header = f"-H 'Content-Type: {content.media_type}'"
    if media_type == "multipart/form-data":
        return [header, *(f"-F {each}" for each in _form(content.type, call.decls))]
    if content.type is None or not media_type.endswith("json"):
        return [header, "--data-binary @body"]
    value = sample(content.type, "item", call.decls, required=True)
    text = json.dumps(value, indent=2).replace("'", "'\\''").replace("\n", "\n        ")
    return [header, "-d '" + text.replace("\n        }", "\n        }") + "'"]


def _form(of: Type | None, decls: Mapping[str, TypeDecl]) -> list[str]:
    match of:
        case RefType(name=name):
            return _form(decls[name].type, decls)
        case ObjectType(fields=fields):
            return [
                f"{each.wire_name}=@/path/to/{each.wire_name}"
                if isinstance(each.type, StringType) and each.type.format is StringFormat.BINARY
                else f"{each.wire_name}={each.wire_name}"
                for each in fields
                if each.required
            ]
        case _:
            return []


def sample(of: Type, name: str, decls: Mapping[str, TypeDecl], *, required: bool = False, depth: int = 0) -> Json:
    """A made-up value: texts are their member's name, numbers zero, unions their first variant."""
    plain, _ = without_null(of)
    match plain:
        case RefType(name=target):
            return None if depth > 12 else sample(decls[target].type, name, decls, required=required, depth=depth + 1)
        case ObjectType(fields=fields):
            if not fields:
                return {"foo": "bar"}
            order = sorted(fields, key=lambda each: (not each.required, each.wire_name != "id", each.wire_name))
            return {
                each.wire_name: sample(each.type, each.wire_name, decls, required=required, depth=depth + 1)
                for each in order
                if (each.required or not required) and (each.required or depth <= 12)
            }
        case ArrayType(item=item):
            return [] if depth > 12 else [sample(item, "string", decls, required=required, depth=depth + 1)]
        case MapType(value=value):
            return {"foo": "bar" if isinstance(value, UnknownType) else sample(value, "string", decls, depth=depth + 1)}
        case UnionType(variants=variants):
            return sample(variants[0], name, decls, required=required, depth=depth + 1)
        case EnumType(values=values):
            return values[0].value
        case ConstType(value=scalar):
            return scalar
        case BooleanType():
            return True
        case IntegerType() | NumberType():
            return 0
        case StringType(format=StringFormat.DATE_TIME):
            return "2019-12-27T18:11:19.117Z"
        case StringType():
            return name
        case TupleType(items=items):
            return [sample(each, "string", decls, depth=depth + 1) for each in items]
        case NullType():
            return None
        case UnknownType():
            return {}


def _screaming(words: str) -> str:
    """`projectId` as the name of a variable: `PROJECT_ID`."""
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", words)).upper()
