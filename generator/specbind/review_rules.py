"""The rules about what a review compares and about its policy (9xx), in code order."""

from __future__ import annotations

from typing import Final

from specbind.diagnostics import Rule, Severity

REVISION_UNUSABLE: Final = Rule(
    "SB901",
    "revision-unusable",
    Severity.ERROR,
    "What a review was asked to compare cannot be had from the git repository.",
    "Comparing with anything else would be a review of another change.",
    "Write `git:REV:path`: a revision that `git log` knows, and the path of a file or folder of that revision.",
)
REVISION_TOO_LARGE: Final = Rule(
    "SB902",
    "revision-too-large",
    Severity.ERROR,
    "What a review was asked to compare is larger than a description can be.",
    "Reading it would take the memory and the time of the machine for something that is no description.",
    "Keep the description and the files that it refers to in a folder of their own, and name that.",
)
REVISION_CONFIGURATION: Final = Rule(
    "SB903",
    "revision-configuration",
    Severity.WARNING,
    "The configuration of a revision cannot be used; the one of the working tree is used for both sides.",
    "Names of methods and classes that the configuration has changed since are not seen as changes.",
    "Read the message; where the configuration of that time is of no interest, nothing is left to do.",
)
REVIEW_UNKNOWN_RULE: Final = Rule(
    "SB904",
    "review-unknown-rule",
    Severity.ERROR,
    "The policy of reviews names a rule that does not exist.",
    "A misspelt id would otherwise be a setting that silently does not apply.",
    "Correct the id; `specbind diff --rules` lists all.",
)
IGNORE_UNUSED: Final = Rule(
    "SB905",
    "ignore-unused",
    Severity.WARNING,
    "An entry of `ignore` matches no finding.",
    "It is misspelt or out of date, and may one day hide a finding that nobody has seen.",
    "Remove the entry, or correct its patterns.",
)
IGNORE_EXPIRED: Final = Rule(
    "SB906",
    "ignore-expired",
    Severity.WARNING,
    "An entry of `ignore` has expired and holds no more.",
    "Whoever accepted the finding asked to see it again after that day.",
    "Settle what it was about, then remove the entry; or give it a later day.",
)

RULES: Final[tuple[Rule, ...]] = (
    REVISION_UNUSABLE,
    REVISION_TOO_LARGE,
    REVISION_CONFIGURATION,
    REVIEW_UNKNOWN_RULE,
    IGNORE_UNUSED,
    IGNORE_EXPIRED,
)
