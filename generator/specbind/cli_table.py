"""The commands of specbind, each with examples that work. What carries one out is loaded when it is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from specbind import cli_arguments

CODES: Final = "0 done, 2 error"
CHECKING: Final = "0 done, 1 something differs (--check), 2 error"
REVIEWING: Final = "0 the policy is met, 1 it is not (--fail-on), 2 error"


@dataclass(frozen=True, slots=True)
class Example:
    """A command line without the word `specbind`, and what it is for. A test runs it; `code` is what it exits with.

    `needs` says in words how its folder differs from that of the other examples: a project with two descriptions and a
    configuration, under git.
    """

    line: str
    about: str
    code: int = 0
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """`module` has the function `run(arguments) -> exit code`; `arguments` adds what it takes to its parser."""

    name: str
    summary: str
    description: str
    module: str
    arguments: Callable[[argparse.ArgumentParser], None]
    examples: tuple[Example, ...]
    codes: str = CODES


COMMANDS: Final = (
    Command(
        "init",
        "write a first specbind.toml",
        "Write a first specbind.toml from the descriptions that are found here. A file that is there is left alone.",
        "cli_init",
        cli_arguments.init,
        (
            Example("init", "find descriptions and ask what to call their packages", needs="terminal"),
            Example("init --yes", "ask nothing: take all that is found", needs="no specbind.toml"),
            Example("init petstore.yaml --package acme.petstore", "one description", needs="no specbind.toml"),
            Example("init petstore.yaml --dry-run", "only print what would be written", needs="no specbind.toml"),
        ),
    ),
    Command(
        "generate",
        "write the packages",
        "Write the packages of specbind.toml, or one package from one description.",
        "cli_generate",
        cli_arguments.generate,
        (
            Example("generate", "write all packages of specbind.toml"),
            Example("generate petstore --diff", "show what would change in one of them"),
            Example("generate --check", "in CI: fail if a package is not up to date"),
            Example("generate --watch", "again whenever something changes", needs="somebody who stops it"),
            Example("generate petstore.yaml --package petstore", "a package without any configuration"),
            Example("generate petstore.yaml --package pets --include tag:pets", "only some of its operations"),
        ),
        CHECKING,
    ),
    Command(
        "config",
        "print what holds, and where each of it comes from",
        "Print the settings of specbind.toml, or of a command line, each with where it comes from.",
        "cli_config",
        cli_arguments.config,
        (
            Example("config", "all settings, each with its line or the word default"),
            Example("config petstore --format json", "those of one API, for programs"),
            Example("config petstore.yaml --package pets --out src", "what these flags would be in specbind.toml"),
            Example("config --schema", "the JSON Schema of specbind.toml, for editors"),
        ),
    ),
    Command(
        "diff",
        "review what changed between two descriptions",
        "Say what changed between two descriptions, what it breaks on the wire and what in Python.",
        "cli_diff",
        cli_arguments.diff,
        (
            Example("diff git:HEAD", "all APIs of specbind.toml: the last commit with the working tree"),
            Example("diff old.yaml petstore.yaml", "two files", code=1),
            Example("diff old.yaml petstore.yaml --fail-on none --out review.html", "a page to look around in"),
            Example("diff --rules", "what can be found"),
        ),
        REVIEWING,
    ),
    Command(
        "changelog",
        "write release notes of several revisions",
        "Write release notes in the words of the Python package: what each revision changes, newest first.",
        "cli_changelog",
        cli_arguments.changelog,
        (
            Example("changelog old.yaml petstore.yaml", "what the second changes"),
            Example("changelog git:HEAD --out CHANGES.md", "the last commit with the working tree, into a file"),
        ),
    ),
    Command(
        "normalise",
        "print a description as OpenAPI 3.1",
        "Print any description, with its overlays, as one OpenAPI 3.1 document.",
        "cli_normalise",
        cli_arguments.normalise,
        (
            Example("normalise petstore.yaml", "print it as YAML"),
            Example("normalise petstore --out openapi.json", "write it as JSON"),
        ),
        CHECKING,
    ),
    Command(
        "models",
        "write a package of models alone",
        "Write the shapes of an API without a client: dataclasses, msgspec structs, typed dicts or pydantic models.",
        "cli_models",
        cli_arguments.models,
        (
            Example("models petstore --style dataclass", "the package petstore_models beside that of the client"),
            Example("models petstore.yaml --style msgspec --package shapes --out src", "without any configuration"),
        ),
        CHECKING,
    ),
    Command(
        "vendor",
        "copy a package into a service and look after the copy",
        "Copy a package, or a slice of it, into a service; check, update or remove such copies.",
        "cli_vendor",
        cli_arguments.vendor,
        (
            Example("vendor petstore --into src/shop/_vendor --only pets", "copy a slice of a package"),
            Example("vendor --check", "in CI: fail if a copy is edited or out of date"),
            Example("vendor --update src/shop/_vendor", "bring a copy up to date and say what is new"),
            Example("vendor --remove src/shop/_vendor", "delete it"),
        ),
        CHECKING,
    ),
    Command(
        "package",
        "build a wheel and an sdist of a package",
        "Build a wheel and an sdist that pip installs. Needs hatchling: `pip install 'specbind[package]'`.",
        "cli_package",
        cli_arguments.package,
        (
            Example("package petstore", "into dist/, with the version of the API"),
            Example("package petstore --version 1.2.0.post1 --out wheels", "another version of the package"),
        ),
    ),
    Command(
        "mock",
        "serve an API that checks requests and answers examples",
        "Serve an API on this machine. Requests that are not as documented are refused with a 400 that says why;"
        " the others get the documented examples, or sampled values.",
        "cli_mock",
        cli_arguments.mock,
        (
            Example("mock petstore --port 8000 --seed 7", "an API of specbind.toml, until it is interrupted"),
            Example("mock petstore.yaml --port 0", "any description, on a free port"),
        ),
    ),
    Command(
        "dump",
        "print what a stage makes of a description",
        "Print what a stage of the generator makes of a description.",
        "cli_dump",
        cli_arguments.dump,
        (
            Example("dump petstore --only 'GET /pets'", "one operation, with its method and its pages"),
            Example("dump petstore.yaml --stage ir", "the API as it was read"),
            Example("dump petstore --stage python --only Pet", "what a class will be"),
        ),
    ),
    Command(
        "explain",
        "say what a diagnostic means and what to do about it",
        "Say what a diagnostic means, why it matters and what to do about it.",
        "cli_explain",
        cli_arguments.explain,
        (Example("explain SB405", "one rule"), Example("explain", "all rules")),
    ),
    Command(
        "completion",
        "print a script that completes commands in your shell",
        "Print a script by which your shell completes commands, options, names of APIs and files.",
        "cli_completion",
        cli_arguments.completion,
        (
            Example("completion bash", "source it: `source <(specbind completion bash)` in ~/.bashrc"),
            Example("completion zsh", "the same, in ~/.zshrc after compinit"),
            Example("completion fish", "save it as ~/.config/fish/completions/specbind.fish"),
            Example("completion powershell", "in $PROFILE: `specbind completion powershell | Out-String | iex`"),
        ),
    ),
)
