"""Two types compared to the changes between them, each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from specbind.diff.changes import Access, Change, Position, Site, What
from specbind.diff.definition import field_text, type_text
from specbind.diff.finding import Direction, DocsEdit, Where, Wire
from specbind.diff.keyword_changes import keywords, lifecycle
from specbind.diff.matching import fields_matched, kind_of, variants_matched
from specbind.diff.pairing import Match, Matched
from specbind.diff.replacements import Heir, Thing, heired, heirs
from specbind.diff.rules import rule_of
from specbind.diff.scalar_changes import (
    ITEMS_LEAST,
    ITEMS_MOST,
    MEMBERS_LEAST,
    MEMBERS_MOST,
    OTHER,
    SAME,
    Fact,
    Fit,
    became_listed,
    bounds,
    fit,
    kinds,
    listed,
    lists_within,
    sizes,
    strings,
    values,
)
from specbind.diff.sides import Pair, Side, core, is_null
from specbind.diff.type_facts import (
    access,
    both,
    defaults,
    discriminators,
    examples,
    extra_of,
    extra_text,
    fields_of,
    type_fact,
    variant_step,
    variants_changed,
)
from specbind.ir.types import Access as Travel
from specbind.ir.types import (
    AnyExtra,
    ArrayType,
    Extra,
    Field,
    IntegerType,
    MapType,
    Missing,
    NoExtra,
    NumberType,
    ObjectType,
    RefType,
    StringType,
    TupleType,
    Type,
    TypedExtra,
    UnionType,
    UnknownType,
)
from specbind.source import Span

_PASSING = {
    Travel.READ_WRITE: Access.BOTH,
    Travel.READ_ONLY: Access.ONLY_READ,
    Travel.WRITE_ONLY: Access.ONLY_WRITTEN,
}


class Types:
    """Compares types. Declared types that exist on both sides are compared once, where they are declared."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.changes: list[Change] = []
        self.docs: list[DocsEdit] = []
        self._active: set[tuple[object, object]] = set()

    def say(self, site: Site, facts: Iterable[Fact], through: tuple[str, str] | None = None) -> None:
        """Keep changes of one place."""
        for fact in facts:
            self.changes.append(Change(fact.what, site, *fact[1:], through))

    def prose(self, site: Site, what: str, old: str | None, new: str | None) -> None:
        """Keep an edit that only readers notice, if there is one."""
        if (old or "") != (new or ""):
            component, operation = (site.root, None) if site.component else (None, site.root or None)
            where = Where(component, operation, site.path)
            self.docs.append(DocsEdit(where, what, old or "", new or "", site.base, site.revision))

    def rooted(self, old: Type, new: Type, site: Site) -> None:
        """Compare the types of a place that the IR knows, with the keywords that stand there."""
        before, after = self.pair.base.said(site.base), self.pair.revision.said(site.revision)
        start = len(self.changes)
        self.compare(old, new, site)
        one, two = self.pair.base.overlooked(site.base), self.pair.revision.overlooked(site.revision)
        if one is not None and two is not None:
            self.compare(one, two, site)
        if before or after:
            effective = self.pair.base.effective(old)[0], self.pair.revision.effective(new)[0]
            self.say(site, keywords(before, after, *effective, self.pair.renamed))
            self._merge(start, site, old, new, None)

    def compare(self, old: Type, new: Type, site: Site, through: tuple[str, str] | None = None) -> None:
        """Compare two types at one place."""
        one, two = core(old), core(new)
        if isinstance(one, RefType) and isinstance(two, RefType) and self.pair.same(one.name, two.name):
            if (one != old) != (two != new):
                self._nulls(self.pair.base.effective(old)[1], self.pair.revision.effective(new)[1], old, new, site)
            return
        if isinstance(one, RefType) or isinstance(two, RefType):
            names = (one.name if isinstance(one, RefType) else "", two.name if isinstance(two, RefType) else "")
            through = through or names
        key = (one if isinstance(one, RefType) else id(one), two if isinstance(two, RefType) else id(two))
        if key in self._active:
            return
        self._active.add(key)
        before, null_before = self.pair.base.effective(old)
        after, null_after = self.pair.revision.effective(new)
        known = not isinstance(before, UnknownType) and not isinstance(after, UnknownType)
        if known and is_null(before) != is_null(after):
            relation = Fit(is_null(before) and null_after, is_null(after) and null_before)
            self.say(site, [type_fact(relation, old, new)], through)
        else:
            if known:
                self._nulls(null_before, null_after, old, new, site, through)
            self._shapes(before, after, site, through)
        self._active.discard(key)

    def _nulls(
        self, before: bool, after: bool, old: Type, new: Type, site: Site, through: tuple[str, str] | None = None
    ) -> None:
        if before != after:
            what = What.NULL_ALLOWED if after else What.NULL_FORBIDDEN
            self.say(site, [Fact(what, "", type_text(old), type_text(new))], through)

    def _shapes(self, old: Type, new: Type, site: Site, through: tuple[str, str] | None) -> None:
        """Compare two types without null that are no references."""
        as_text = self._as_text(old, new, site) if site.text else None
        if as_text is not None:
            self.say(site, [as_text], through)
            return
        if isinstance(old, UnionType) or isinstance(new, UnionType):
            self._unions(old, new, site, through)
            return
        match old, new:
            case ((ObjectType() | MapType()), (ObjectType() | MapType())):
                self._objects(old, new, site, through)
            case ((ArrayType() | TupleType()), (ArrayType() | TupleType())):
                self._arrays(old, new, site, through)
            case _:
                self.say(site, self._scalars(old, new, site), through)

    def _as_text(self, old: Type, new: Type, site: Site) -> Fact | None:
        """The change between types whose values travel as text, where that makes the old ones fit the new type."""
        texts = ("", type_text(old), type_text(new))
        parameter = site.position in (Position.PARAMETER, Position.HEADER_PARAMETER)
        if site.position.direction is Direction.RESPONSE:
            plain, other = old, new
        else:
            plain, other = new, old
        in_pieces = site.repeated and not site.inner and isinstance(other, ArrayType | TupleType)
        is_text = plain == StringType() and "string" not in kinds(other) and not in_pieces
        if is_text and not isinstance(other, UnknownType | UnionType):
            return Fact(What.TYPE_GENERALIZED if parameter else What.TYPE_COMPATIBLE, *texts)
        if site.repeated and not site.inner and isinstance(new, ArrayType) and kinds(old):
            scratch = Types(self.pair)
            scratch.compare(old, new.item, site)
            rules = [rule_of(change.what, site.position, required=False) for change in scratch.changes]
            fits = not new.size.minimum or new.size.minimum <= 1
            if fits and all(rule is not None and rule.wire.rank >= Wire.SAFE.rank for rule in rules):
                return Fact(What.TYPE_GENERALIZED, *texts)
        return None

    def _scalars(self, old: Type, new: Type, site: Site) -> Iterator[Fact]:
        relation = fit(old, new)
        if relation != SAME:
            yield type_fact(relation, old, new)
        if listed(old) is not None and listed(new) is not None:
            yield from values(old, new) if relation == SAME else ()
        elif listed(old) is not None or listed(new) is not None:
            same_kind = relation == SAME or isinstance(old, UnknownType) or isinstance(new, UnknownType)
            if relation == SAME and not lists_within(old, new):
                yield type_fact(OTHER, old, new)
            elif listed(new) is not None or same_kind:
                yield from became_listed(old, new)
        match old, new:
            case StringType(), StringType():
                yield from strings(old, new)
            case ((IntegerType() | NumberType()), (IntegerType() | NumberType())):
                yield from bounds(old.bounds, new.bounds)
            case _:
                pass

    # Objects

    def _objects(
        self, old: ObjectType | MapType, new: ObjectType | MapType, site: Site, through: tuple[str, str] | None
    ) -> None:
        if isinstance(old, ObjectType) and isinstance(new, ObjectType):
            self.prose(site, "title", old.title, new.title)
        self.say(site, sizes(MEMBERS_MOST, MEMBERS_LEAST, old.size, new.size), through)
        matched = fields_matched(fields_of(old), fields_of(new))
        closed = isinstance(extra_of(new), NoExtra)
        heirs = self._heirs(matched)
        for gone in matched.removed:
            what = What.FIELD_REMOVED_OPTIONAL
            if gone.required:
                what = What.FIELD_REMOVED_CLOSED_REQUIRED if closed else What.FIELD_REMOVED_REQUIRED
            at = replace(self._below(site, gone, None), revision=site.revision)
            change = Change(what, at, gone.wire_name, field_text(gone), "", None, through)
            self.changes.append(heired(change, heirs.get(gone.wire_name)))
        for added in matched.added:
            self._added(added, site, through)
        for pair in matched.pairs:
            self._field(pair, site, through)
        self._extras(extra_of(old), extra_of(new), site, through)

    def _heirs(self, matched: Matched[Field]) -> Mapping[str, Heir]:
        """What may have come in place of the members that are gone."""
        old, new = self.pair.base, self.pair.revision
        gone = [
            Thing(each.wire_name, each.description, kind_of(old.effective(each.type)[0])) for each in matched.removed
        ]
        come = [Thing(each.wire_name, each.description, kind_of(new.effective(each.type)[0])) for each in matched.added]
        return heirs(gone, come)

    def _below(self, site: Site, old: Field | None, new: Field | None) -> Site:
        """The place of a member of the object at `site`."""
        named = new or old
        assert named is not None
        travels = {each.access for each in (old, new) if each is not None}
        passing = _PASSING[travels.pop()] if len(travels) == 1 else Access.BOTH
        return replace(
            site,
            path=(*site.path, named.wire_name),
            inner=True,
            required=named.required,
            access=both(site.access, passing),
            base=(old.span if old is not None else None) or site.base,
            revision=(new.span if new is not None else None) or site.revision,
        )

    def _added(self, field: Field, site: Site, through: tuple[str, str] | None) -> None:
        what = What.FIELD_ADDED_OPTIONAL
        if field.required:
            defaulted = not isinstance(field.default, Missing)
            what = What.FIELD_ADDED_DEFAULTED if defaulted else What.FIELD_ADDED_REQUIRED
        at = replace(self._below(site, None, field), base=site.base)
        self.changes.append(Change(what, at, field.wire_name, "", field_text(field), None, through))

    def _field(self, match: Match[Field], site: Site, through: tuple[str, str] | None) -> None:
        old, new = match.old, match.new
        at = self._below(site, old, new)
        texts = (field_text(old), field_text(new))
        if match.confidence is not None:
            renamed = What.FIELD_RENAMED_REQUIRED if old.required else What.FIELD_RENAMED
            change = Change(renamed, at, old.wire_name, *texts, match.confidence, through)
            self.changes.append(change)
        if old.required != new.required:
            what = What.FIELD_OPTIONAL
            if new.required:
                defaulted = not isinstance(new.default, Missing)
                what = What.FIELD_REQUIRED_DEFAULTED if defaulted else What.FIELD_REQUIRED
            self.say(at, [Fact(what, new.wire_name, *texts)], through)
        if old.access is not new.access:
            self.say(at, access(old, new, texts), through)
        self._defaults(old, new, at, through)
        said = self.pair.base.said(old.span), self.pair.revision.said(new.span)
        self.say(at, lifecycle(*said, old.deprecated, new.deprecated, texts), through)
        self._prose_of(old, new, at)
        self.rooted(old.type, new.type, at)

    def _prose_of(self, old: Field, new: Field, site: Site) -> None:
        if not isinstance(core(new.type), RefType) or old.description != new.description:
            self.prose(site, "description", old.description, new.description)
        if old.examples != new.examples:
            self.prose(site, "example", examples(old.examples), examples(new.examples))

    def _defaults(self, old: Field, new: Field, site: Site, through: tuple[str, str] | None) -> None:
        """A default that comes from the declared type that the member has is compared there."""
        if not self._inherits_default(old.type, new.type):
            self.say(site, defaults(old.default, new.default), through)

    def _inherits_default(self, old: Type, new: Type) -> bool:
        """Whether both types are one declared type whose own default has changed."""
        one, two = core(old), core(new)
        if not (isinstance(one, RefType) and isinstance(two, RefType) and self.pair.same(one.name, two.name)):
            return False
        key = ("", "default", "")
        before = self.pair.base.said(self.pair.base.types[one.name].span).get(key)
        after = self.pair.revision.said(self.pair.revision.types[two.name].span).get(key)
        return before != after

    def _extras(self, old: Extra, new: Extra, site: Site, through: tuple[str, str] | None) -> None:
        texts = ("", extra_text(old), extra_text(new))
        match old, new:
            case (AnyExtra(), AnyExtra()) | (NoExtra(), NoExtra()):
                return
            case (TypedExtra(type=one), TypedExtra(type=two)):
                at = replace(site, path=(*site.path, "[*]"), inner=True)
                self.compare(one, two, at, through)
            case (_, NoExtra()):
                self.say(site, [Fact(What.EXTRA_FORBIDDEN, *texts)], through)
            case (NoExtra(), _):
                self.say(site, [Fact(What.EXTRA_ALLOWED, *texts)], through)
            case (AnyExtra(), TypedExtra()):
                self.say(site, [Fact(What.EXTRA_TYPED, *texts)], through)
            case (TypedExtra(), AnyExtra()):
                self.say(site, [Fact(What.EXTRA_UNTYPED, *texts)], through)
            case _:
                raise AssertionError(texts)

    # Lists

    def _arrays(
        self, old: ArrayType | TupleType, new: ArrayType | TupleType, site: Site, through: tuple[str, str] | None
    ) -> None:
        match old, new:
            case ArrayType(), ArrayType():
                self.say(site, sizes(ITEMS_MOST, ITEMS_LEAST, old.size, new.size), through)
                if old.unique != new.unique:
                    self.say(site, [Fact(What.UNIQUE_ASKED if new.unique else What.UNIQUE_LIFTED)], through)
                self.compare(old.item, new.item, replace(site, path=(*site.path, "[]"), inner=True), through)
            case TupleType(), TupleType():
                self._tuples(old, new, site, through)
            case _:
                added = isinstance(new, TupleType)
                what = What.PREFIX_ADDED if added else What.PREFIX_REMOVED
                self.say(site, [Fact(what, "", type_text(old), type_text(new))], through)

    def _tuples(self, old: TupleType, new: TupleType, site: Site, through: tuple[str, str] | None) -> None:
        if len(old.items) != len(new.items):
            what = What.PREFIX_ADDED if len(new.items) > len(old.items) else What.PREFIX_REMOVED
            self.say(site, [Fact(what, "", type_text(old), type_text(new))], through)
        for index, (one, two) in enumerate(zip(old.items, new.items, strict=False)):
            at = replace(site, path=(*site.path, f"[{index}]"), inner=True)
            self.compare(one, two, at, through)
        if old.rest is not None and new.rest is not None:
            self.compare(old.rest, new.rest, replace(site, path=(*site.path, "[...]"), inner=True), through)
        elif old.rest is not new.rest:
            what = What.REST_ALLOWED if new.rest is not None else What.REST_FORBIDDEN
            self.say(site, [Fact(what, "", type_text(old), type_text(new))], through)

    # Unions

    def _unions(self, old: Type, new: Type, site: Site, through: tuple[str, str] | None) -> None:
        if isinstance(old, UnknownType) or isinstance(new, UnknownType):
            self.say(site, [type_fact(fit(old, new), old, new)], through)
            return
        before = old.variants if isinstance(old, UnionType) else (old,)
        after = new.variants if isinstance(new, UnionType) else (new,)
        start = len(self.changes)
        matched = variants_matched(self.pair, old, new)
        if matched.removed and matched.added and not matched.pairs:
            self.say(site, [Fact(What.TYPE_CHANGED, "", type_text(old), type_text(new))], through)
            return
        words = {name for side, span in self._sides(site) for (_, name, _) in side.said(span)}
        self.say(site, variants_changed(matched, old, new, words), through)
        inner = replace(site, inner=True) if len(before) > 1 and len(after) > 1 else site
        for pair in matched.pairs:
            at = (
                inner
                if len(before) == 1 or len(after) == 1
                else replace(inner, path=(*site.path, variant_step(pair.new)))
            )
            self.compare(pair.old, pair.new, at, through)
        if isinstance(old, UnionType) and isinstance(new, UnionType):
            self.say(site, discriminators(old, new), through)
        self._merge(start, site, old, new, through)

    def _sides(self, site: Site) -> tuple[tuple[Side, Span | None], ...]:
        return (self.pair.base, site.base), (self.pair.revision, site.revision)

    def _merge(self, start: int, site: Site, old: Type, new: Type, through: tuple[str, str] | None) -> None:
        """Say once that a type is another one, where one variant allows more and another one less."""
        relations = {What.TYPE_GENERALIZED, What.TYPE_SPECIALIZED}
        here = [change for change in self.changes[start:] if change.site.path == site.path]
        whats = {change.what for change in here}
        if relations <= whats or (What.TYPE_CHANGED in whats and relations & whats):
            relations.add(What.TYPE_CHANGED)
            rest = [each for each in self.changes[start:] if each not in here or each.what not in relations]
            self.changes[start:] = rest
            self.say(site, [Fact(What.TYPE_CHANGED, "", type_text(old), type_text(new))], through)
