"""How each operation is called: method and argument names come from the generator's plans, values from our sampler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from specbind import pipeline, rules
from specbind.config import ApiConfig
from specbind.config_read import read
from specbind.diagnostics import Collector
from specbind.ir.api import Pagination
from specbind.python.modules import module_names
from specbind.python.nodes import ResourceNode, tree, with_root
from specbind.python.plan import Argument, Planner
from specbind.python.plan import Plan as MethodPlan

from tests.wire.document import Document, MediaSpec, OperationSpec, ParameterSpec, Placed
from tests.wire.sampler import Sampler

ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n--not a boundary--\x00"


@dataclass(frozen=True)
class Target:
    """A method of a client and the documented operation behind it."""

    package: str
    names: tuple[str, ...]
    module: str
    plan: MethodPlan
    spec: OperationSpec

    @property
    def key(self) -> str:
        return self.spec.key

    @property
    def dotted(self) -> str:
        return ".".join((*self.names, self.plan.name))

    @property
    def pagination(self) -> Pagination | None:
        return self.plan.method.pagination

    @property
    def constant(self) -> Any:
        """The operation's constant in the generated package."""
        return getattr(import_module(f"{self.package}.operations.{self.module}"), self.plan.constant)

    def method(self, client: Any) -> Any:
        """The bound method of a client."""
        for name in (*self.names, self.plan.name):
            client = getattr(client, name)
        return client


def configured(name: str) -> ApiConfig:
    """An API of the repository's own configuration."""
    collector = Collector()
    config = read(ROOT / "specbind.toml", collector, {rule.code: rule for rule in rules.RULES})
    assert config is not None, collector.diagnostics
    return next(api for api in config.apis if api.name == name)


def targets(config: ApiConfig, document: Document) -> list[Target]:
    """Every method of a package."""
    collector = Collector()
    api = pipeline.arranged(config, collector)
    assert api is not None, collector.diagnostics
    top = with_root(api.resources)
    return list(_of(tree(top, Planner(api), module_names(top)), config.package, document))


def _of(node: ResourceNode, package: str, document: Document) -> Iterator[Target]:
    for plan in node.plans:
        yield Target(package, node.names, node.module, plan, document.operations[plan.operation.key])
    for child in node.children:
        yield from _of(child, package, document)


@dataclass(frozen=True)
class Call:
    """The arguments of one call, and what the server must see for them: place -> wire name -> value."""

    positional: tuple[Any, ...]
    keywords: Mapping[str, Any]
    seen: Mapping[str, Any]


def call(target: Target, document: Document, *, full: bool) -> Call:
    """A call with all arguments, or with the required ones."""
    sampler = Sampler(document, sent=True, full=full)
    keywords: dict[str, Any] = {}
    seen: dict[str, Any] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    body = _body(target, document)
    plan = target.plan
    usual = {field.wire_name for field in (plan.body.members if plan.body is not None else None) or ()}
    able = [argument for argument in plan.arguments if argument.place != "body" or argument.wire_name in usual]
    needed = {
        argument.name
        for argument in able
        if full or argument.required or (argument.place == "body" and argument.wire_name in plan.usual)
    }
    if body is not None and body.schema is not None and document.follow(body.schema).value.get("minProperties"):
        needed.add(next(each.name for each in target.plan.arguments if each.place == "body"))
    for argument in target.plan.arguments:
        if argument.name not in needed:
            continue
        if argument.place in ("body", "whole"):
            assert body is not None
            value, shown = _body_value(argument, body, document, sampler, full)
            keywords[argument.name] = value
            if argument.place == "whole":
                seen["body"] = shown
            else:
                seen.setdefault("body", {})[argument.wire_name] = shown
            continue
        parameter = _parameter(target.spec, argument)
        value = parameter.example if full and parameter.example is not None else None
        if value is None:
            making = sampler if parameter.place != "path" else Sampler(document, sent=True, full=True)
            value = making.value(parameter.schema, parameter.name.removesuffix("[]"))
            if parameter.style == "spaceDelimited":
                value = [item.replace(" ", "_") for item in value]
            if parameter.place in ("header", "cookie") and isinstance(value, str):
                value = "".join(char for char in value if char.isascii() and char not in "; ,")
        keywords[argument.name] = value
        seen[argument.place][parameter.name] = value
    for name, constant in _constants(target).items():
        seen.setdefault("body", {})[name] = constant
    last = target.plan.last_path
    positional = (keywords.pop(last.name),) if last is not None else ()
    return Call(positional, keywords, seen)


def _constants(target: Target) -> dict[str, Any]:
    """Members that a client sends by itself: the only value there is, and the switch between stream and answer."""
    found = {}
    for argument in target.plan.arguments:
        if argument.place == "body" and argument.constant is not None:
            found[argument.wire_name] = argument.constant
    return found


def _parameter(spec: OperationSpec, argument: Argument) -> ParameterSpec:
    return next(
        each for each in spec.parameters
        if each.place == argument.place and each.name in (argument.wire_name, f"{argument.wire_name}[]")
    )  # fmt: skip


def _body(target: Target, document: Document) -> MediaSpec | None:
    plan = target.plan.body
    if plan is None:
        return None
    return next(each for each in target.spec.body if each.media_type == plan.content.media_type)


def _body_value(
    argument: Argument, body: MediaSpec, document: Document, sampler: Sampler, full: bool
) -> tuple[Any, Any]:
    """The value to give, and the value to see."""
    schema = body.schema
    if argument.place == "whole":
        if "json" in body.media_type:
            value = body.examples[0] if full and body.examples else sampler.value(schema or Placed(True, ""), "body")
            return value, value
        if body.media_type.startswith("text/") or body.media_type.endswith("xml"):
            return "<é>text</é>", "<é>text</é>"
        return PNG, PNG
    assert schema is not None
    member = next(
        Placed(part.value["properties"][argument.wire_name], part.base)
        for part in document.parts(schema)
        if argument.wire_name in part.value.get("properties", {})
    )
    if body.media_type.startswith("multipart/"):
        raw = document.follow(member).value
        if _is_file(raw):
            return ('a "b".png', PNG, "image/png"), ('a "b".png', "image/png", PNG)
        if raw.get("type") == "array" and _is_file(raw["items"]):
            files = [(f"{index}.jpg", PNG, "image/jpeg") for index in range(2)]
            return files, [(name, kind, data) for name, data, kind in files]
    value = sampler.value(member, argument.wire_name, 1)
    return value, value


def _is_file(schema: Mapping[str, Any]) -> bool:
    return schema.get("format") == "binary" or "contentMediaType" in schema
