"""What the lexicon holds: how many terms, in which language, how well checked, how far listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from typing import Any

from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.schema import NAMING_ROLES, Kind, Rank, Status
from pugmark.lexicon.taxon import Taxon
from pugmark.lexicon.term import Term


@dataclass(frozen=True, slots=True)
class Language:
    """Terms of one language, in force."""

    lang: str
    terms: int
    naming: int
    """Terms that name wildlife or what is made of it; all others are cues."""
    roles: Mapping[str, int]
    kinds: Mapping[str, int]
    statuses: Mapping[str, int]
    ambiguity: Mapping[str, int]
    groups: int
    """Groups that at least one term names."""
    taxa: int
    """Species and subspecies that at least one term names."""
    listed_named: int
    listed: int
    """Species and subspecies that CITES lists: those with a name here, and all."""

    @property
    def cues(self) -> int:
        """Terms that name nothing of wildlife."""
        return self.terms - self.naming

    @property
    def checked_share(self) -> float:
        """Part of the terms that somebody has checked, 0 to 1."""
        return self.statuses.get(Status.CHECKED, 0) / self.terms if self.terms else 0.0

    @property
    def listed_share(self) -> float:
        """Part of the listed species that have a name in this language, 0 to 1."""
        return self.listed_named / self.listed if self.listed else 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the taxa, by rank species and below, are listed on the day of the release."""

    species: int
    listed: int
    appendices: Mapping[str, int]
    named: int
    """Species that have a name beside the scientific one."""
    listed_and_named: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of one edition; all but ``retired`` are of terms in force."""

    identity: str
    released: str
    terms: int
    retired: int
    surfaces: int
    roles: Mapping[str, int]
    kinds: Mapping[str, int]
    statuses: Mapping[str, int]
    matches: Mapping[str, int]
    ambiguity: Mapping[str, int]
    sources: Mapping[str, int]
    languages: tuple[Language, ...]
    groups: int
    unnamed_groups: tuple[str, ...]
    taxa: int
    products: int
    cites: int
    national: int
    jurisdictions: int
    coverage: Coverage

    def as_json(self) -> dict[str, Any]:
        """The same as plain lists and mappings."""
        return asdict(self)


def stats(lexicon: Lexicon) -> Stats:
    """Count what a lexicon holds."""
    terms = lexicon.terms
    species = [
        taxon for taxon in lexicon.taxa.values() if taxon.rank in (Rank.SPECIES, Rank.SUBSPECIES)
    ]
    appendix = {
        taxon.taxon_id: level
        for taxon in species
        if (level := lexicon.concern(taxon.taxon_id).appendix)
    }
    named = {lexicon.group_of(term.target) for term in terms if term.target}
    return Stats(
        identity=lexicon.identity,
        released=lexicon.released,
        terms=len(terms),
        retired=len(lexicon.retired),
        surfaces=len({(term.surface, term.lang) for term in terms}),
        roles=_counted(str(term.role) for term in terms),
        kinds=_counted(str(term.kind) for term in terms),
        statuses=_counted(str(term.status) for term in terms),
        matches=_counted(str(term.match) for term in terms),
        ambiguity=_degrees(terms),
        sources=_sources(lexicon),
        languages=_languages(lexicon, {each.taxon_id for each in species}, appendix.keys()),
        groups=len(lexicon.groups),
        unnamed_groups=tuple(sorted(lexicon.groups.keys() - named)),
        taxa=len(lexicon.taxa),
        products=len(lexicon.products),
        cites=len(lexicon.cites),
        national=len(lexicon.national),
        jurisdictions=len({rule.jurisdiction for rule in lexicon.national}),
        coverage=_coverage(terms, species, appendix),
    )


def _counted(words: Iterable[str] | Counter[str]) -> dict[str, int]:
    """How often each word comes, the most frequent first."""
    return dict(sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0])))


def _degrees(terms: Iterable[Term]) -> dict[str, int]:
    counts = Counter(term.ambiguity for term in terms)
    return {str(degree): counts[degree] for degree in range(4)}


def _sources(lexicon: Lexicon) -> dict[str, int]:
    """Rows of terms that name each source."""
    rows = Counter(term.source for term in lexicon.terms)
    counts: Counter[str] = Counter()
    for sources, number in rows.items():
        for source in sources.split(";"):
            counts[source] += number
    return _counted(counts)


def _languages(lexicon: Lexicon, species: Set[str], listed: Set[str]) -> tuple[Language, ...]:
    """The languages, the one with most terms first."""
    by_lang: dict[str, list[Term]] = {}
    for term in lexicon.terms:
        by_lang.setdefault(term.lang, []).append(term)
    found = []
    for lang, terms in by_lang.items():
        targets = {term.target for term in terms if term.role in NAMING_ROLES and term.target}
        found.append(
            Language(
                lang=lang,
                terms=len(terms),
                naming=sum(term.role in NAMING_ROLES for term in terms),
                roles=_counted(str(term.role) for term in terms),
                kinds=_counted(str(term.kind) for term in terms),
                statuses=_counted(str(term.status) for term in terms),
                ambiguity=_degrees(terms),
                groups=len({lexicon.group_of(target) for target in targets} - {None}),
                taxa=len(targets & species),
                listed_named=len(targets & listed),
                listed=len(listed),
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.terms, each.lang)))


def _coverage(
    terms: Sequence[Term], species: Sequence[Taxon], appendix: Mapping[str, str]
) -> Coverage:
    targets = {term.target for term in terms if term.kind is not Kind.SCIENTIFIC}
    named = {taxon.taxon_id for taxon in species} & targets
    return Coverage(
        species=len(species),
        listed=len(appendix),
        appendices=dict(sorted(Counter(appendix.values()).items())),
        named=len(named),
        listed_and_named=len(named & appendix.keys()),
    )
