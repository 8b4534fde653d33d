"""What the user asks for: one frozen `Config`, read from `specbind.toml` or `[tool.specbind]`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from specbind.ir.api import Pagination, Style


@dataclass(frozen=True, slots=True)
class CredentialConfig:
    """How one security scheme reaches the client: its constructor argument and environment variables.

    Basic takes two variables (user, password), OAuth2 client credentials too (id, secret), the others one.
    """

    argument: str | None = None
    env: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which operations a package offers: those of `include` (all where it is empty) without those of `exclude`.

    A term is a path glob with or without a method (`/users/**`, `GET /users/*`), `tag:NAME`, `resource:a.b`,
    `operation:ID` or `webhook:NAME` (with `*`), or `deprecated`.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


EVERYTHING: Final = Selection()


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the user decides instead of the passes.

    `resources` maps path prefixes to dotted resources (`/projects` -> `admin.organization.projects`);
    `methods` maps operation keys (`GET /organization/costs`) to dotted methods
    (`admin.organization.usage.costs`); `pagination` maps operation keys to a pagination or to None for "not a
    paged list". `array_style` is how arrays in queries are sent whatever the document says: FORM repeats the
    name, BRACKETS repeats it as `name[]` and SIMPLE joins with commas.
    """

    prefix: tuple[str, ...] = ()
    resources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    methods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pagination: Mapping[str, Pagination | None] = field(default_factory=dict)
    array_style: Style | None = None
    selection: Selection = EVERYTHING


@dataclass(frozen=True, slots=True)
class ApiConfig:
    """One API: where its description is and what its package is called.

    The package is written to `out/<package>`, its tests to `out/tests/<package>`. `spec` and `out` are usable
    from the current folder; `spec_name` is the spec's path as the configuration gives it, which is what the
    output says. Symbolic links at `trusted` and above are the user's own business.
    """

    name: str
    spec: Path
    package: str
    client: str
    out: Path
    overrides: Overrides = Overrides()
    base_url: str | None = None
    base_url_env: str | None = None
    credentials: Mapping[str, CredentialConfig] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    accept: tuple[str, ...] = ()
    tests: bool = True
    spec_name: str = ""
    trusted: Path = Path()


@dataclass(frozen=True, slots=True)
class Config:
    """All APIs of a project, in the order of the file, whose paths are relative to `root`."""

    root: Path
    apis: tuple[ApiConfig, ...]
