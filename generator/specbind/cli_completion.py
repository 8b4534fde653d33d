"""`specbind completion`: scripts by which shells complete words of the command line.

Each script asks this command what may come next, so that names of APIs and rules are completed too and no script ages.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from specbind.cli_codes import CLEAN, ERROR
from specbind.cli_table import COMMANDS, Command
from specbind.config_read import PYPROJECT, find

FILES: Final = ":files"
"""Stands for all files, which shells complete themselves."""

END: Final = "."
"""Stands behind the last word, which may be empty."""

BASH: Final = r"""_specbind() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        if [ "$word" = ":files" ]; then
            while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")
        else
            COMPREPLY+=("$word")
        fi
    done < <(specbind completion --words="$(printf '%s\n' "${COMP_WORDS[@]:1:COMP_CWORD}" .)" 2>/dev/null)
}
complete -o filenames -F _specbind specbind
"""

ZSH: Final = r"""#compdef specbind
_specbind() {
    local -a found
    local word files
    for word in "${(@f)$(specbind completion --words="$(printf '%s\n' "${(@)words[2,CURRENT]}" .)" 2>/dev/null)}"; do
        if [[ $word == ":files" ]]; then files=1; elif [[ -n $word ]]; then found+=("$word"); fi
    done
    (( ${#found} )) && compadd -- "${found[@]}"
    [[ -n $files ]] && _files
}
if [[ $funcstack[1] == _specbind ]]; then _specbind "$@"; else compdef _specbind specbind; fi
"""

FISH: Final = r"""function __specbind_words
    set -l words (commandline -opc)
    set -e words[1]
    set -a words (commandline -ct | string collect --allow-empty)
    for word in (specbind completion --words=(string join \n -- $words . | string collect) 2>/dev/null)
        if test "$word" = ":files"
            __fish_complete_path (commandline -ct)
        else
            echo $word
        end
    end
end
complete -c specbind -f -a '(__specbind_words)'
"""

POWERSHELL: Final = r"""Register-ArgumentCompleter -Native -CommandName specbind -ScriptBlock {
    param($word, $tree, $cursor)
    $before = $tree.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.StartOffset -lt $cursor }
    $words = @($before | ForEach-Object { $_.ToString() })
    if ($word -eq '') { $words += '' }
    $given = ($words + '.') -join "`n"
    specbind completion "--words=$given" 2>$null | Where-Object { $_ -ne ':files' } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
"""

SCRIPTS: Final = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}


def run(arguments: argparse.Namespace) -> int:
    """Print a script, or what may come next."""
    if arguments.words is not None:
        for word in candidates(arguments.words.split("\n")[:-1]):
            print(word)
        return CLEAN
    if arguments.shell is None:
        print(f"specbind: say for which shell: {', '.join(SCRIPTS)}", file=sys.stderr)
        return ERROR
    print(SCRIPTS[arguments.shell], end="")
    return CLEAN


def candidates(words: Sequence[str]) -> Iterator[str]:
    """What the last of some words may become; what stands before it is complete."""
    *before, word = words or [""]
    if not before:
        options = ("--help", "--version") if word.startswith("-") else ()
        yield from _matching(word, (*(command.name for command in COMMANDS), *options))
        return
    command = next((each for each in COMMANDS if each.name == before[0]), None)
    if command is not None:
        yield from dict.fromkeys(_matching(word, _possible(command, before[1:], word)))


def _matching(word: str, possible: Sequence[str] | Iterator[str]) -> Iterator[str]:
    return (each for each in possible if each == FILES or each.startswith(word))


def _possible(command: Command, before: Sequence[str], word: str) -> Iterator[str]:
    """All that may stand at the end, whatever it begins with."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("-h", "--help", action="store_true")
    command.arguments(parser)
    options = {option: action for action in parser._actions for option in action.option_strings}
    last = options.get(before[-1]) if before else None
    if last is not None and last.nargs != 0:
        yield from _values(last)
    elif word.startswith("-"):
        yield from (option for option, action in options.items() if action.help != argparse.SUPPRESS)
    else:
        for action in parser._actions:
            if not action.option_strings:
                yield from _values(action)


def _values(action: argparse.Action) -> Iterator[str]:
    """What an argument can be: one of few words, or what its placeholder names."""
    if action.choices is not None:
        yield from map(str, action.choices)
        return
    placeholders = set(str(action.metavar).split("|"))
    if placeholders & {"API", "BASE", "REVISION"} or (action.dest == "api" and action.option_strings):
        yield from _apis()
    if "CODE" in placeholders:
        yield from _codes()
    if placeholders & {"SPEC", "PATH", "FILE", "DIR", "BASE", "REVISION"}:
        yield FILES


def _apis() -> Iterator[str]:
    """The APIs of the nearest configuration; mistakes in it are for other commands to tell."""
    path = find(Path())
    if path is None:
        return
    try:
        table: object = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return
    for key in (*(("tool", "specbind") if path.name == PYPROJECT else ()), "apis"):
        table = table.get(key) if isinstance(table, dict) else None
    if isinstance(table, dict):
        yield from map(str, table)


def _codes() -> Iterator[str]:
    """The codes of the rules."""
    from specbind.cli_targets import ALL_RULES

    return (rule.code for rule in ALL_RULES)
