"""Read the configuration: `specbind.toml`, or `[tool.specbind]` of `pyproject.toml`."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePath

from specbind.config import EVERYTHING, ApiConfig, Config, CredentialConfig, Overrides, ReviewConfig, Selection
from specbind.config_pagination import pagination
from specbind.config_review import merged, review
from specbind.config_rules import CONFIG_CONFLICT, CONFIG_SYNTAX, CONFIG_UNREADABLE
from specbind.config_table import Settings, Table
from specbind.config_toml import locate
from specbind.config_words import (
    Word,
    api_name,
    base_url,
    class_name,
    client_class,
    dotted_name,
    environment_variable,
    operation_key,
    package_name,
    parameter_name,
    path_prefix,
    selection_term,
)
from specbind.diagnostics import Collector, Rule, Severity
from specbind.exports import NO_CLIENT
from specbind.ir.api import Style
from specbind.source import Position, Source, Span

FILE = "specbind.toml"
PYPROJECT = "pyproject.toml"
ARRAY_STYLES = {"repeat": Style.FORM, "brackets": Style.BRACKETS, "comma": Style.SIMPLE}
DEFAULT_OUT = "generated"


def find(folder: Path) -> Path | None:
    """The nearest configuration, upward from a folder; its path is relative where the folder's is."""
    absolute = folder.absolute()
    for depth, parent in enumerate((absolute, *absolute.parents)):
        near = folder.joinpath(*[".."] * depth)
        if (parent / FILE).is_file():
            return near / FILE
        if (parent / PYPROJECT).is_file() and _has_table(parent / PYPROJECT):
            return near / PYPROJECT
    return None


def read(path: Path, collector: Collector, rules: Mapping[str, Rule]) -> Config | None:
    """The configuration of a file, None where it has mistakes. `rules` are those that `accept` may name."""
    found = read_settings(path, collector, rules)
    return None if found is None else found[0]


def read_settings(path: Path, collector: Collector, rules: Mapping[str, Rule]) -> tuple[Config, Settings] | None:
    """The same with all keys it may have, and what holds for each."""
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror or "unreadable" if isinstance(error, OSError) else "it is not UTF-8"
        span = Span(Source(path.as_posix(), ""), "")
        collector.report(CONFIG_UNREADABLE, f"the configuration cannot be read: {reason}", span)
        return None
    source = Source(path.as_posix(), text, lambda pointer: locate(text, pointer))
    document = _parsed(text, source, collector)
    if document is None:
        return None
    errors = Collector()
    top = Table(document, Span(source, ""), errors)
    if path.name == PYPROJECT:
        top = top.table("tool").table("specbind")
    config = whole(top, path.parent, rules, errors)
    for found in errors.diagnostics:
        collector.report(
            found.rule, found.message, found.span, label=found.label, help=found.help, related=found.related
        )
    return None if errors.failed else (config, top.settings)


def whole(top: Table, root: Path, rules: Mapping[str, Rule], errors: Collector) -> Config:
    """The configuration that a table is, its paths below `root`. What is wrong is reported."""
    top.needs("apis", "review")
    general = review(top.table("review"))
    apis = top.table("apis")
    read_apis = tuple(_api(name, apis.table(name), root, rules, general) for name in apis.names(api_name))
    top.finish()
    _refuse_conflicts(read_apis, apis, errors)
    return Config(root, read_apis, general)


def from_arguments(
    spec: Path,
    package: str,
    client: str | None,
    out: Path,
    tests: bool,
    selection: Selection = EVERYTHING,
    root: Path | None = None,
    overlays: tuple[Path, ...] = (),
    templates: Path | None = None,
) -> ApiConfig:
    """The configuration of one API given on the command line."""
    name = spec.name if spec.is_absolute() else spec.as_posix()
    return ApiConfig(
        name=package,
        spec=spec,
        package=package,
        client=client or client_name(package),
        out=out,
        overrides=Overrides(selection=selection),
        tests=tests,
        spec_name=name,
        trusted=out,
        root=root,
        overlays=overlays,
        templates=templates,
    )


def client_name(package: str) -> str:
    """The client class of a package: `acme.pet_store` gives `PetStore`, and `stream`, as every package has a `Stream`,
    `StreamAPI`.
    """
    words = package.rpartition(".")[2].split("_")
    name = "".join(word[:1].upper() + word[1:] for word in words if word)
    return f"{name}API" if name in NO_CLIENT else name


def _has_table(path: Path) -> bool:
    """Whether a pyproject.toml has `[tool.specbind]`; one that cannot be read belongs to somebody else."""
    try:
        tool = tomllib.loads(path.read_text("utf-8")).get("tool")
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(tool, dict) and "specbind" in tool


def _parsed(text: str, source: Source, collector: Collector) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "nested too deeply"
        match = re.search(r" \(at line (\d+), column (\d+)\)$", message)
        last = Position(text.count("\n") + 1, 1)
        at = Position(int(match[1]), int(match[2])) if match else last
        reason = message[: match.start()] if match else message
        collector.report(CONFIG_SYNTAX, f"not valid TOML: {reason[:1].lower()}{reason[1:]}", Span(source, "", at))
        return None


def _api(name: str, table: Table, root: Path, rules: Mapping[str, Rule], general: ReviewConfig) -> ApiConfig:
    """One `[apis.NAME]`. What is wrong is reported; what is returned then is never used."""
    default = name.replace("-", "_")
    package = table.text("package", default, check=package_name)
    if "package" not in table:
        table.check("", package, package_name, "the package is called like the API unless `package` says otherwise")
    spec = table.text("spec", required=True)
    out = Path(os.path.normpath(root / table.text("out", DEFAULT_OUT)))
    below = table.optional_text("root")
    api = ApiConfig(
        name=name,
        spec=root / spec,
        package=package,
        client=table.text("client", client_name(package), check=client_class),
        out=out,
        overrides=_overrides(table),
        base_url=table.optional_text("base_url", check=base_url),
        base_url_env=table.optional_text("base_url_env", check=environment_variable),
        credentials=_credentials(table.table("credentials")),
        names=table.texts_by_key("names", check=class_name),
        accept=table.texts("accept", check=_acceptable(rules)),
        tests=table.flag("tests", True),
        spec_name=Path(spec).as_posix(),
        trusted=root if is_below(out, root) else out,
        root=Path(os.path.normpath(root / below)) if below is not None else None,
        review=merged(general, review(table.table("review"))),
        overlays=tuple(root / overlay for overlay in table.texts("overlays", alone=True)),
        normalised=_normalised(table, root, root / spec),
        templates=root / folder if (folder := table.optional_text("templates")) is not None else None,
    )
    table.finish()
    return api


def _normalised(table: Table, root: Path, spec: Path) -> Path | None:
    """Where the normalised document goes: not where the description itself is."""

    def wrong(word: str) -> str:
        same = os.path.normpath(root / word) == os.path.normpath(spec)
        return "`normalised` is the description itself; write it to another file" if same else ""

    written = table.optional_text("normalised", check=wrong)
    return None if written is None else root / written


def _overrides(table: Table) -> Overrides:
    prefix = table.optional_text("prefix", check=dotted_name)
    resources = table.texts_by_key("resources", check=dotted_name, key_check=path_prefix)
    methods = table.texts_by_key("methods", check=dotted_name, key_check=operation_key)
    style = table.choice("array_style", tuple(ARRAY_STYLES))
    pages = table.table("pagination")
    return Overrides(
        prefix=tuple(prefix.split(".")) if prefix else (),
        resources={path: tuple(dotted.split(".")) for path, dotted in resources.items()},
        methods={operation: tuple(dotted.split(".")) for operation, dotted in methods.items()},
        pagination={operation: pagination(pages.table(operation)) for operation in pages.names(operation_key)},
        array_style=ARRAY_STYLES[style] if style else None,
        selection=Selection(
            table.texts("include", check=selection_term, alone=True),
            table.texts("exclude", check=selection_term, alone=True),
        ),
    )


def _credentials(table: Table) -> dict[str, CredentialConfig]:
    found = {}
    for scheme in table.names():
        entry = table.table(scheme)
        argument = entry.optional_text("argument", check=parameter_name)
        env = entry.texts("env", check=environment_variable, alone=True)
        entry.finish()
        found[scheme] = CredentialConfig(argument, env)
    return found


def _acceptable(rules: Mapping[str, Rule]) -> Word:
    """What `accept` may hold: the codes of what is no error."""

    def wrong(code: str) -> str:
        if code not in rules:
            return "there is no such rule; `specbind explain` lists all"
        return f"{code} is an error, and errors cannot be accepted" if code not in words else ""

    words = tuple(code for code, rule in rules.items() if rule.severity is not Severity.ERROR)
    return Word(wrong, words=words)


def is_below(out: PurePath, root: PurePath) -> bool:
    """Whether a folder is, as written, below another."""
    return out.is_relative_to(root) and ".." not in out.relative_to(root).parts


def _refuse_conflicts(apis: tuple[ApiConfig, ...], table: Table, errors: Collector) -> None:
    """Report APIs that would be written over one another."""
    first: dict[str, ApiConfig] = {}
    for api in apis:
        place = (api.out / Path(*api.package.split("."))).as_posix().casefold()
        other = first.setdefault(place, api)
        if other is not api:
            message = f"`{api.name}` and `{other.name}` would both be written to {place}"
            errors.report(
                CONFIG_CONFLICT,
                message,
                table.span.child(api.name),
                help="give one of them another `package`",
            )
