"""Reviewing what the command line asks for: both sides read, compared, and judged by the policy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from specbind import pipeline
from specbind.cli_console import Console
from specbind.cli_sides import Lone, Pair, Project, Side
from specbind.config import Access, IgnoreConfig, ReviewConfig
from specbind.diagnostics import Collector, Diagnostic, Rule, Severity
from specbind.diff.compare import compare
from specbind.diff.notations import Notations
from specbind.diff.oasdiff_ids import OASDIFF_IDS
from specbind.diff.rules import BY_ID
from specbind.ir.api import Api
from specbind.reference.files import is_reference
from specbind.review.outcome import Outcome, one_sided, outcome
from specbind.review.policy import DEFAULT_FAIL_ON, Judged, check, judged, remarks
from specbind.rules import OVERLAY_NO_MATCH, OVERLAY_NO_MATCH_THEN


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What all reviews of one run have in common. `fail_on` is what the command line says, if it does."""

    project: Project
    today: date
    access: Access
    fail_on: tuple[str, ...] | None
    collector: Collector
    console: Console

    @property
    def general(self) -> ReviewConfig:
        """The policy of descriptions that are no API of the configuration."""
        return self.project.config.review if self.project.config is not None else ReviewConfig()

    def reviews(self, targets: Sequence[Pair | Lone]) -> list[Outcome]:
        """The reviews that can be made, in order; what keeps one from being made is an error."""
        pairs = [target for target in targets if isinstance(target, Pair)]
        configs = [self._policy(pair) for pair in pairs]
        entries = list(dict.fromkeys(entry for config in configs for entry in config.ignores))
        check(configs, entries, {*BY_ID, *OASDIFF_IDS}, self.collector)
        if self.collector.failed:
            return []
        made: list[Outcome] = []
        all_judged: list[Judged] = []
        for target in targets:
            if isinstance(target, Lone):
                made.append(self._lone(target))
            elif (found := self.compared(target)) is not None:
                made.append(self._outcome(target, found))
                all_judged.append(found)
        if not self.collector.failed:
            remarks(self._answerable(pairs, entries), all_judged, self.today, self.collector)
        return made

    def compared(self, pair: Pair) -> Judged | None:
        """What changed between two sides, after the policy; None where a side cannot be read."""
        base, known = self._read(pair.base, OVERLAY_NO_MATCH_THEN)
        revision, told = self._read(pair.revision, OVERLAY_NO_MATCH)
        seen = {(each.rule.code, each.message) for each in known}
        accepted = pair.revision.config.accept
        unused = [each for each in known if each.rule is OVERLAY_NO_MATCH_THEN]
        fresh = [each for each in told if (each.rule.code, each.message) not in seen]
        fresh = [each for each in (*unused, *fresh) if each.rule.code not in accepted]
        self.console.diagnose((*known, *told) if self.console.verbose else fresh, counted=True)
        if base is None or revision is None:
            return None
        self.console.progress("comparing")
        configs = pair.base.config, pair.revision.config
        pages = [is_reference(each.spec) for each in configs]
        notations = Notations.PAGES if all(pages) else Notations.DIFFERENT if any(pages) else Notations.ALIKE
        review = compare(base, revision, configs[1], before=configs[0], today=self.today, notations=notations)
        self.console.clear()
        return judged(review, self._policy(pair), self.today)

    def _policy(self, pair: Pair) -> ReviewConfig:
        return pair.api.review if pair.api is not None else self.general

    def _outcome(self, pair: Pair, found: Judged) -> Outcome:
        fail_on = self.fail_on or self._policy(pair).fail_on or DEFAULT_FAIL_ON
        name = pair.api.name if pair.api is not None else found.review.revision_title
        return outcome(name, found, pair.base.opened, pair.revision.opened, fail_on)

    def _lone(self, lone: Lone) -> Outcome:
        fail_on = self.fail_on or self.general.fail_on or DEFAULT_FAIL_ON
        return one_sided(lone.name, f"git:{lone.revision}", "the working tree", lone.state, fail_on)

    def _read(self, side: Side, unmatched: Rule) -> tuple[Api | None, list[Diagnostic]]:
        """The API of one side, and what is to be said of its description apart from errors, which are collected."""
        own = Collector()
        self.console.progress(f"reading {side.opened.word}")
        api = pipeline.described(replace(side.config, access=self.access), own, unmatched=unmatched)
        self.console.clear()
        milder = []
        for each in side.opened.named(own.diagnostics):
            if each.rule.severity is Severity.ERROR:
                place = {"label": each.label, "help": each.help}
                self.collector.report(each.rule, each.message, each.span, **place, related=each.related)
            else:
                milder.append(each)
        return api, milder

    def _answerable(self, pairs: Sequence[Pair], entries: Iterable[IgnoreConfig]) -> list[IgnoreConfig]:
        """The entries of which it can be said that they match nothing: what holds for all APIs may match in another."""
        names = {pair.api.name for pair in pairs if pair.api is not None}
        everything = self.project.config is None or names == {*self.project.names}
        return [entry for entry in entries if everything or entry not in self.general.ignores]
