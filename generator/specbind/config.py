"""What the user asks for: one frozen `Config`, read from `specbind.toml` or `[tool.specbind]`."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from specbind.ir.api import Pagination, Style
from specbind.source import Span


class Access(enum.Enum):
    """What may be done with URLs in a description: nothing; read them; record what they hold, too; read as recorded."""

    REFUSED = "refused"
    READ = "read"
    RECORD = "record"
    LOCKED = "locked"


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
class SeverityConfig:
    """The verdicts that findings of one rule of a review get instead of their own; None keeps one."""

    rule: str
    wire: str | None
    python: str | None
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class IgnoreConfig:
    """Findings of a review that somebody has accepted, and why; each pattern that is set has to match.

    `rule` is the id of a rule, `operation` an operation's key, `path` a pattern for paths, `component` one for the
    names of declared types, `fingerprint` that of one finding. After the day `until` the entry holds no more.
    """

    reason: str
    rule: str | None = None
    operation: str | None = None
    path: str | None = None
    component: str | None = None
    fingerprint: str | None = None
    until: date | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ReviewConfig:
    """What a project makes of the findings of a review.

    `fail_on` are words like `wire:breaking`; None where the configuration says nothing. `notice_days` is how many days
    ahead a sunset has to be announced; None where no notice is asked for.
    """

    fail_on: tuple[str, ...] | None = None
    severities: tuple[SeverityConfig, ...] = ()
    ignores: tuple[IgnoreConfig, ...] = ()
    notice_days: int | None = None


@dataclass(frozen=True, slots=True)
class ApiConfig:
    """One API: where its description is and what its package is called.

    The package is written to `out/<package>`, its tests to `out/tests/<package>`. `spec` and `out` are usable
    from the current folder; `spec_name` is the spec's path as the configuration gives it, which is what the
    output says. Symbolic links at `trusted` and above are the user's own business.
    References to files are followed below `root`, the spec's folder where it is None, those to URLs as `access` says.
    `overlays` are applied to the description in their order; `normalised` is where the result is written as an
    OpenAPI document, if anywhere. `templates` is a folder of the user's own templates.
    `vendored` says that the package is a copy for a service, whose manifest says what it is a copy of.
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
    vendored: bool = False
    root: Path | None = None
    access: Access = Access.REFUSED
    review: ReviewConfig = ReviewConfig()
    overlays: tuple[Path, ...] = ()
    normalised: Path | None = None
    templates: Path | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """All APIs of a project, in the order of the file, whose paths are relative to `root`.

    `review` is what holds for descriptions that are none of them.
    """

    root: Path
    apis: tuple[ApiConfig, ...]
    review: ReviewConfig = ReviewConfig()
