"""What users of a generated package see: its methods, classes and aliases, by the operation or type they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from specbind.config import ApiConfig
from specbind.diagnostics import Collector
from specbind.diff.signatures import parsed
from specbind.ir.api import Api
from specbind.ir.types import ObjectType, Type
from specbind.ir.walk import map_types
from specbind.passes.run import run
from specbind.python import client, symbols
from specbind.python.class_names import Flavour
from specbind.python.failures import Failures
from specbind.python.models import models_module, params_module
from specbind.python.modules import module_names
from specbind.python.nodes import ResourceNode, tree, walk, with_root
from specbind.python.package import ModelsModule, ParamsModule
from specbind.python.plan import Planner
from specbind.python.resources import Emitter
from specbind.python.symbols import Symbols, TypeName
from specbind.python.usage import usage
from specbind.source import Span

UNNAMED: Final = ApiConfig("api", Path(), "api", "Client", Path(), tests=False)
"""The configuration of a package that nobody has configured."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A class or an alias of `models` or `params`: its members' lines by name; an alias is its own only member."""

    decl: str
    inline: bool
    span: Span | None
    members: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClientArgument:
    """An argument of the client class.

    `source` is the security scheme or the variable of the server that it sets, empty for an option of all clients;
    `env` are the variables of the environment that stand for it.
    """

    annotation: str
    source: str = field(default="", compare=False)
    env: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surface:
    """The public names of a package. `methods` are signatures by operation, then by dotted name.

    `shapes` are classes and aliases by public name (`models.Pet`), `names` the public name of a declared type.
    `client` is the class of clients, `arguments` what it takes. Exceptions come from the runtime, which all APIs share.
    """

    methods: Mapping[str, Mapping[str, str]]
    shapes: Mapping[str, Shape]
    names: Mapping[str, str]
    client: str
    arguments: Mapping[str, ClientArgument]

    def method(self, operation: str) -> str:
        """The dotted name of the first method of an operation; nothing where it has none."""
        return next(iter(self.methods.get(operation, ())), "")


def surface(api: Api, config: ApiConfig) -> Surface:
    """The surface of the package that is made of an API, as its description says it."""
    unheard = Collector()
    api = _without_prose(run(api, config.overrides, unheard))
    top = with_root(api.resources)
    modules = module_names(top)
    planner = Planner(api)
    settled = symbols.settle(api, usage(api, planner), config.names, modules, unheard)
    root = tree(top, planner, modules, class_name=config.client)
    shapes = dict(_shapes(settled))
    names = {each.decl.name: f"models.{each.model}" for each in settled if f"models.{each.model}" in shapes}
    arguments = dict(_arguments(api, config, root))
    return Surface(_methods(root, settled, planner), shapes, names, config.client, arguments)


def _without_prose(api: Api) -> Api:
    """An API without the descriptions that only make docstrings, which cost time and are no names."""
    api = map_types(api, _without_descriptions)
    operations = tuple(
        replace(
            each,
            summary=None,
            description=None,
            parameters=tuple(replace(parameter, description=None) for parameter in each.parameters),
        )
        for each in api.operations
    )
    return replace(api, operations=operations, types=tuple(replace(each, description=None) for each in api.types))


def _without_descriptions(of: Type) -> Type:
    if not isinstance(of, ObjectType):
        return of
    fields = tuple(replace(each, description=None) if each.description else each for each in of.fields)
    return replace(of, description=None, fields=fields)


def _arguments(api: Api, config: ApiConfig, root: ResourceNode) -> Iterator[tuple[str, ClientArgument]]:
    sources = {each.argument: (each.scheme.name, each.env) for each in client.credentials(api, config)}
    settable = client.variables(client.server(api, config), sources)
    sources |= {name: (f"{{{variable.name}}}", ()) for name, variable in settable}
    [sync, *_] = client.client_module(api, config, root).classes
    [constructor] = sync.functions
    for name, annotation in parsed(constructor.signature.text).arguments.items():
        yield name, ClientArgument(annotation, *sources.get(name, ()))


def _methods(root: ResourceNode, settled: Symbols, planner: Planner) -> Mapping[str, Mapping[str, str]]:
    emitter = Emitter(settled, planner, Failures(()))
    found: dict[str, dict[str, str]] = {}
    for node in walk(root):
        resource = emitter.resource(node, Flavour.SYNC) if node.plans else None
        for plan, function in zip(node.plans, resource.functions if resource is not None else (), strict=True):
            methods = found.setdefault(plan.operation.key, {})
            methods[f"{node.dotted}.{plan.name}"] = function.signature.text
    return found


def _shapes(settled: Symbols) -> Iterator[tuple[str, Shape]]:
    for names in settled.modules().values():
        by_class = {each: name for name in names for each in (name.model, name.request_model)}
        yield from _of_module("models", models_module(names, settled, "Models."), by_class)
        sent = [name for name in names if name.sent and not settled.is_inlined(name)]
        if sent:
            yield from _of_module(
                "params", params_module(sent, settled, "Shapes."), {name.param: name for name in sent}
            )


def _of_module(
    package: str, module: ModelsModule | ParamsModule, names: Mapping[str, TypeName]
) -> Iterator[tuple[str, Shape]]:
    for each in module.classes:
        members = dict(_line(member.code.text) for member in each.members)
        yield f"{package}.{each.name.text}", _shape(names[each.name.text], members)
    for statement in module.statements:
        name, text = _line(statement.code.text)
        if name in names:
            yield f"{package}.{name}", _shape(names[name], {"": text})


def _shape(name: TypeName, members: Mapping[str, str]) -> Shape:
    return Shape(name.decl.name, bool(name.decl.context), name.decl.span, members)


def _line(text: str) -> tuple[str, str]:
    """The name that a line of a module or a class body defines, and the rest of it on one line."""
    line = " ".join(text.split())
    end = next((index for index, char in enumerate(line) if char in ":= ("), len(line))
    return line[:end], line[end:].lstrip(": ")
