"""The rules about what the user asks for (7xx) and about the output folder (8xx), in code order."""

from __future__ import annotations

from typing import Final

from specbind.diagnostics import Rule, Severity

CONFIG_UNREADABLE: Final = Rule(
    "SB701",
    "config-unreadable",
    Severity.ERROR,
    "The configuration file cannot be read.",
    "Without it nothing says which APIs to generate.",
    "Check the path and the file's permissions, and save it as UTF-8.",
)
CONFIG_SYNTAX: Final = Rule(
    "SB702",
    "config-syntax",
    Severity.ERROR,
    "The configuration is not valid TOML.",
    "What follows the mistake cannot be read with certainty, so nothing is.",
    "Correct the text at the place shown; keys with `/`, `{` or spaces need quotes.",
)
CONFIG_UNKNOWN_KEY: Final = Rule(
    "SB703",
    "config-unknown-key",
    Severity.ERROR,
    "The configuration has a key that means nothing.",
    "A misspelt key would otherwise be an option that silently does not apply.",
    "Correct the spelling or remove the key; the user guide lists all keys.",
)
CONFIG_WRONG_TYPE: Final = Rule(
    "SB704",
    "config-wrong-type",
    Severity.ERROR,
    "A value of the configuration has the wrong type.",
    "Guessing what was meant would make the output depend on the guess.",
    "Write the value as the message says.",
)
CONFIG_MISSING_KEY: Final = Rule(
    "SB705",
    "config-missing-key",
    Severity.ERROR,
    "The configuration lacks a key that has no default.",
    "The generator cannot go on without this fact.",
    "Add the key.",
)
CONFIG_INVALID_VALUE: Final = Rule(
    "SB706",
    "config-invalid-value",
    Severity.ERROR,
    "A value of the configuration cannot be used.",
    "It would become a name, an address or a path of the output that does not work there.",
    "Choose a value as the message says.",
)
CONFIG_CONFLICT: Final = Rule(
    "SB707",
    "config-conflict",
    Severity.ERROR,
    "Two APIs of the configuration would be written to the same place.",
    "Each run would replace one package by the other.",
    "Give each API its own `package` or its own `out` folder.",
)
EXTRA_MISSING: Final = Rule(
    "SB708",
    "extra-missing",
    Severity.ERROR,
    "A command needs packages that are not installed.",
    "Most users generate and review only; what few commands need is an extra of its own.",
    "Install specbind with the extra that the message names.",
)
SERVER_FAILED: Final = Rule(
    "SB709",
    "server-failed",
    Severity.ERROR,
    "The mock server cannot listen where it was asked to.",
    "Another program may have the port, or the address is none of this machine's.",
    "Choose another `--port`, or 0 for one that is free.",
)
TEMPLATES_UNREADABLE: Final = Rule(
    "SB710",
    "templates-unreadable",
    Severity.ERROR,
    "A folder of templates, or a template in it, cannot be read.",
    "Without it the package would not be the one that was asked for.",
    "Check `templates` and the permissions, and save templates as UTF-8.",
)
TEMPLATE_UNKNOWN: Final = Rule(
    "SB711",
    "template-unknown",
    Severity.ERROR,
    "A template overrides a template or a block that does not exist, or uses a template that does not.",
    "What it says would silently appear nowhere.",
    "Correct the spelling; docs/templates.md lists the templates and their blocks.",
)
TEMPLATE_VERSION: Final = Rule(
    "SB712",
    "template-version",
    Severity.ERROR,
    "A template does not say for which version of our templates it is, or is for one that this specbind does not have.",
    "Only with the version can a later specbind say what changed under the template.",
    "Write the version that docs/templates.md names, or upgrade specbind.",
)
TEMPLATE_OUTDATED: Final = Rule(
    "SB713",
    "template-outdated",
    Severity.WARNING,
    "A template is for an older version of our templates.",
    "A block or a name that it uses may be gone or mean something else; the message says what changed.",
    "Look through the template, then write the new version into it.",
)
TEMPLATE_ERROR: Final = Rule(
    "SB714",
    "template-error",
    Severity.ERROR,
    "A template of yours has a mistake: it cannot be parsed, or fails when it is rendered.",
    "Nothing is written, so that no module is half of what was asked for.",
    "Correct the template at the line shown.",
)
TEMPLATE_OUTPUT: Final = Rule(
    "SB715",
    "template-output",
    Severity.ERROR,
    "What a template of yours makes is not the module that it has to be.",
    "A module has to be valid Python, and has to hold every class and function that the rest of the package uses.",
    "Correct the template; the message says which module comes out wrong, and where.",
)
STYLE_WIDENED: Final = Rule(
    "SB716",
    "style-widened",
    Severity.NOTE,
    "A style of models cannot say a type as exactly as the description does; the wider type is used.",
    "Values of the type come as plain text, numbers, lists or dicts.",
    "Nothing, or choose another `--style`.",
)
MODELS_FAILED: Final = Rule(
    "SB717",
    "models-failed",
    Severity.ERROR,
    "datamodel-code-generator cannot make models of the description, or makes others than those that were asked for.",
    "Classes that are missing or named otherwise would not be found.",
    "Rename the type that the message names, under `[apis.NAME.names]`, or choose another `--style`.",
)
STYLE_RENAMED: Final = Rule(
    "SB718",
    "style-renamed",
    Severity.NOTE,
    "A class of a package of models is not called like that of the client.",
    "The style needs the name for something else: `Struct`, say, is what structs of msgspec extend.",
    "Nothing, or rename the type under `[apis.NAME.names]`, for the client too.",
)
OUTPUT_SYMLINK: Final = Rule(
    "SB801",
    "output-symlink",
    Severity.ERROR,
    "A place of the output is a symbolic link.",
    "Following it could read or overwrite files outside the output folder.",
    "Replace the link by a real folder or file, or name its target as `out`.",
)
OUTPUT_OCCUPIED: Final = Rule(
    "SB802",
    "output-occupied",
    Severity.ERROR,
    "A file that was not generated is in the way of one that is.",
    "Files that are not in the manifest belong to the user and are never overwritten.",
    "Move the file away or delete it, then generate again; or choose another `package` or `out`.",
)
OUTPUT_COLLISION: Final = Rule(
    "SB803",
    "output-collision",
    Severity.ERROR,
    "Two generated files differ only in letter case or in the form of their accents.",
    "On file systems of macOS and Windows one would replace the other.",
    "Rename one of the two under `[apis.NAME.resources]` or `[apis.NAME.names]`.",
)
OUTPUT_FAILED: Final = Rule(
    "SB804",
    "output-failed",
    Severity.ERROR,
    "The output cannot be written.",
    "The old files are kept as they were.",
    "Check the permissions of the folder and the free space of the disk, then generate again.",
)
OUTPUT_EDITED: Final = Rule(
    "SB805",
    "output-edited",
    Severity.WARNING,
    "A generated file was changed by hand.",
    "Generated files are replaced as a whole, so the change does not survive the next run.",
    "Move the change into code of your own, into the configuration or into the description.",
)
MANIFEST_UNREADABLE: Final = Rule(
    "SB806",
    "manifest-unreadable",
    Severity.WARNING,
    "The manifest of a generated package cannot be used.",
    "Without it nobody can tell which files were generated before, so no stale file is removed.",
    "Delete the package folder and generate again, or take the manifest from version control.",
)
MANIFEST_UNSAFE: Final = Rule(
    "SB807",
    "manifest-unsafe",
    Severity.WARNING,
    "The manifest lists a path outside the folders of its package.",
    "Obeying it would delete files that are not ours; the generator never writes such an entry.",
    "Find out who changed the manifest; generating again writes a clean one.",
)
OUTPUT_LEFT: Final = Rule(
    "SB808",
    "output-left",
    Severity.WARNING,
    "A file that is no longer generated was changed by hand and is left in place.",
    "Deleting it would lose the change.",
    "Delete the file when nothing needs it any more; from now on it counts as yours.",
)
COPY_UNKNOWN: Final = Rule(
    "SB809",
    "copy-unknown",
    Severity.ERROR,
    "A folder is not a vendored package.",
    "A copy is checked, brought up to date and removed by its manifest, which says what it was made from.",
    "Name the folder that `specbind vendor API --into PATH` wrote, or vendor the package again.",
)

RULES: Final[tuple[Rule, ...]] = (
    CONFIG_UNREADABLE,
    CONFIG_SYNTAX,
    CONFIG_UNKNOWN_KEY,
    CONFIG_WRONG_TYPE,
    CONFIG_MISSING_KEY,
    CONFIG_INVALID_VALUE,
    CONFIG_CONFLICT,
    EXTRA_MISSING,
    SERVER_FAILED,
    TEMPLATES_UNREADABLE,
    TEMPLATE_UNKNOWN,
    TEMPLATE_VERSION,
    TEMPLATE_OUTDATED,
    TEMPLATE_ERROR,
    TEMPLATE_OUTPUT,
    STYLE_WIDENED,
    MODELS_FAILED,
    STYLE_RENAMED,
    OUTPUT_SYMLINK,
    OUTPUT_OCCUPIED,
    OUTPUT_COLLISION,
    OUTPUT_FAILED,
    OUTPUT_EDITED,
    MANIFEST_UNREADABLE,
    MANIFEST_UNSAFE,
    OUTPUT_LEFT,
    COPY_UNKNOWN,
)
