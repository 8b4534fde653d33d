"""The Python names of declared types, settled in one pass over the whole API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from specbind.diagnostics import Collector
from specbind.ir.api import Api
from specbind.ir.types import (
    ConstType,
    EnumType,
    ObjectType,
    RefType,
    Type,
    TypeDecl,
    UnionType,
    without_null,
)
from specbind.ir.walk import references
from specbind.python import words
from specbind.python.modules import SHARED, UNREFERENCED, ResourcePath
from specbind.python.packaged import spellings
from specbind.python.portions import portions
from specbind.python.usage import Usage
from specbind.rules import CLASS_NAME_TAKEN

_TAKEN = frozenset(
    "Annotated Any Base64 CamelModel ClassVar DateTime Decimal Field FileInput Input Items Literal Mapping Model"
    " NotRequired Omit PascalModel Sequence Tagged TypeAlias TypeAliasType TypedDict UUID UnknownVariant".split()
)
_BUILTINS = frozenset(
    "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError"
    " BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError"
    " ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception"
    " ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError"
    " ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError"
    " KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplemented"
    " NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError"
    " PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning"
    " StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError"
    " TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError"
    " UnicodeWarning UserWarning ValueError Warning WindowsError ZeroDivisionError".split()
)
"""Python's own: an annotation above a class of such a name would mean the builtin. The same for every Python."""


@dataclass(frozen=True, slots=True)
class TypeName:
    """What a declared type is called: in `models`, as a request model where that differs, in `params`."""

    decl: TypeDecl
    module: str
    model: str
    request_model: str
    param: str
    sent: bool

    @property
    def is_object(self) -> bool:
        return isinstance(self.decl.type, ObjectType)

    @property
    def is_other_name(self) -> bool:
        """Whether this is the name that a shared type would have had at one of its places."""
        return bool(self.decl.context) and isinstance(self.decl.type, RefType)


@dataclass(frozen=True, slots=True)
class Symbols:
    """All type names of a package, by declaration."""

    types: Mapping[str, TypeName]
    usage: Usage
    recursive: frozenset[str]

    def __iter__(self) -> Iterator[TypeName]:
        return iter(self.types.values())

    def is_inlined(self, name: TypeName) -> bool:
        """Whether uses spell the type itself: a scalar, list or map says more than a name for one."""
        of = name.decl.type
        named = isinstance(of, ObjectType | UnionType | EnumType | ConstType)
        return not named and name.decl.name not in self.recursive

    def object_of(self, of: Type) -> TypeName | None:
        """The declared object that a reference leads to, by way of other names for it."""
        while isinstance(of, RefType):
            name = self.types[of.name]
            if name.is_object or not self.is_inlined(name):
                return name if name.is_object else None
            of = name.decl.type
        return None

    def about(self, of: Type) -> str | None:
        """What the document says of a type that its uses spell out."""
        of = without_null(of)[0]
        if isinstance(of, RefType) and self.is_inlined(self.types[of.name]):
            return self.types[of.name].decl.description
        return None

    def description(self, of: Type) -> str | None:
        """What the document says of a named type, null apart."""
        of = without_null(of)[0]
        return self.types[of.name].decl.description if isinstance(of, RefType) else None

    def modules(self) -> dict[str, list[TypeName]]:
        """The types of each module, modules by name, types in the order of the document."""
        found: dict[str, list[TypeName]] = {}
        for name in self:
            if name.decl.name not in self.usage.unused:
                found.setdefault(name.module, []).append(name)
        return dict(sorted(found.items()))


def settle(
    api: Api,
    usage: Usage,
    names: Mapping[str, str],
    modules: Mapping[ResourcePath, str],
    collector: Collector,
) -> Symbols:
    """Name every declared type. Components are named first, those without a package before the others, then inline
    types from the words of their place.

    A name that is taken gets a longer one by a fixed rule, and a diagnostic with the line for the names file.
    """
    taken = {name: name for name in (*_TAKEN, *_BUILTINS)}
    chosen: dict[str, str] = {}
    wishes = {decl.name: tuple(map(words.pascal, spellings(decl.name))) for decl in api.types if not decl.context}
    packaged = {name for name, spelled in wishes.items() if len(spelled) > 1}
    wishes.update((name, (wish,)) for name, wish in names.items())
    for decl in sorted(api.types, key=lambda decl: (bool(decl.context), decl.name in packaged)):
        if decl.name not in wishes:
            owner = chosen[decl.context[0]] if decl.context[0] in packaged else decl.context[0]
            wishes[decl.name] = (words.pascal(owner, *decl.context[1:]),)
        wanted = wishes[decl.name][0]
        name = next((each for each in wishes[decl.name] if each not in taken), None) or _free(wanted, decl, taken)
        if name != wanted:
            collector.report(
                CLASS_NAME_TAKEN,
                f"the class name {wanted} is taken, so {decl.name} becomes {name}",
                decl.span,
                label=f"becomes {name}",
                help=f'to choose another, add to [apis.NAME.names]: "{decl.name}" = "{wanted}..."',
            )
        taken[name] = decl.name
        chosen[decl.name] = name
    return Symbols(_with_variants(api.types, chosen, usage, modules, taken), usage, frozenset(_recursive(api.types)))


def _recursive(decls: Iterable[TypeDecl]) -> Iterator[str]:
    """The aliases that are made of themselves."""
    edges = {decl.name: tuple(references(decl.type)) for decl in decls if not isinstance(decl.type, ObjectType)}
    for start in edges:
        seen: set[str] = set()
        stack = list(edges[start])
        while stack:
            name = stack.pop()
            if name == start:
                yield start
                break
            if name in edges and name not in seen:
                seen.add(name)
                stack.extend(edges[name])


def _free(wanted: str, decl: TypeDecl, taken: Mapping[str, str]) -> str:
    """The wanted name, or the first longer one that is free."""
    name = wanted
    suffixes = ("Type", "Schema", "Shape") if isinstance(decl.type, ObjectType) else ("Value", "Type", "Choice")
    for suffix in suffixes:
        if name not in taken:
            return name
        name = wanted + suffix
    while name in taken:
        name += suffixes[0]
    return name


def _with_variants(
    decls: Iterable[TypeDecl],
    chosen: Mapping[str, str],
    usage: Usage,
    modules: Mapping[ResourcePath, str],
    taken: dict[str, str],
) -> dict[str, TypeName]:
    types: dict[str, TypeName] = {}
    by_name = {decl.name: decl for decl in decls}
    homes = portions({name: _module(name, usage, modules) for name in by_name}, by_name, tuple(modules.values()))
    for decl in by_name.values():
        model = chosen[decl.name]
        sent = decl.name in usage.arguments
        request_model = _variant(model, "Input", taken) if decl.name in usage.split else model
        param = _param(model, taken) if sent else model
        types[decl.name] = TypeName(decl, homes[decl.name], model, request_model, param, sent)
    return types


def _variant(name: str, suffix: str, taken: dict[str, str]) -> str:
    variant = name + suffix
    while variant in taken:
        variant += suffix
    taken[variant] = variant
    return variant


def _param(name: str, taken: dict[str, str]) -> str:
    """The typed dict of a class: `PetParam`; `PetParamDict` where the class says already that it is sent, or where
    another is called so.
    """
    wanted = f"{name.removesuffix('Params')}Param"
    if name.endswith("Param") or wanted in taken:
        return _variant(name, "Dict", taken)
    taken[wanted] = wanted
    return wanted


def _module(name: str, usage: Usage, modules: Mapping[ResourcePath, str]) -> str:
    home = usage.homes.get(name)
    if home is None:
        return UNREFERENCED
    return modules[home] if home else SHARED
