"""What the lexicon holds: how many terms, in which language, how well checked, how far listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.schema import NAMING_ROLES, Kind, Rank, Status


@dataclass(frozen=True, slots=True)
class Language:
    """Terms of one language, in force."""

    lang: str
    terms: int
    naming: int
    cues: int
    draft: int
    groups: int
    """Groups that at least one term names."""
    roles: Mapping[str, int]

    @property
    def draft_share(self) -> float:
        """Part of the terms that nobody has checked, 0 to 1."""
        return self.draft / self.terms if self.terms else 0.0


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
    languages = _languages(lexicon)
    named = {lexicon.group_of(term.target) for term in terms if term.target}
    return Stats(
        identity=lexicon.identity,
        released=lexicon.released,
        terms=len(terms),
        retired=len(lexicon.retired),
        surfaces=len({(term.surface, term.lang) for term in terms}),
        roles=_counted(Counter(str(term.role) for term in terms)),
        kinds=_counted(Counter(str(term.kind) for term in terms)),
        statuses=_counted(Counter(str(term.status) for term in terms)),
        matches=_counted(Counter(str(term.match) for term in terms)),
        ambiguity=dict(sorted(Counter(str(term.ambiguity) for term in terms).items())),
        sources=_sources(lexicon),
        languages=languages,
        groups=len(lexicon.groups),
        unnamed_groups=tuple(sorted(lexicon.groups.keys() - named)),
        taxa=len(lexicon.taxa),
        products=len(lexicon.products),
        cites=len(lexicon.cites),
        national=len(lexicon.national),
        jurisdictions=len({rule.jurisdiction for rule in lexicon.national}),
        coverage=_coverage(lexicon),
    )


def _counted(counter: Counter[str]) -> dict[str, int]:
    """The most frequent first."""
    return dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))


def _sources(lexicon: Lexicon) -> dict[str, int]:
    """Rows of terms that name each source."""
    rows = Counter(term.source for term in lexicon.terms)
    counts: Counter[str] = Counter()
    for sources, number in rows.items():
        for source in sources.split(";"):
            counts[source] += number
    return _counted(counts)


def _languages(lexicon: Lexicon) -> tuple[Language, ...]:
    roles: dict[str, Counter[str]] = {}
    draft: Counter[str] = Counter()
    groups: dict[str, set[str]] = {}
    for term in lexicon.terms:
        roles.setdefault(term.lang, Counter())[str(term.role)] += 1
        draft[term.lang] += term.status is Status.DRAFT
        if term.role in NAMING_ROLES and (group := lexicon.group_of(term.target)):
            groups.setdefault(term.lang, set()).add(group)
    found = []
    for lang, counts in roles.items():
        naming = sum(counts[role] for role in NAMING_ROLES)
        found.append(
            Language(
                lang,
                counts.total(),
                naming,
                counts.total() - naming,
                draft[lang],
                len(groups.get(lang, ())),
                _counted(counts),
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.terms, each.lang)))


def _coverage(lexicon: Lexicon) -> Coverage:
    targets = {term.target for term in lexicon.terms if term.kind is not Kind.SCIENTIFIC}
    species = [
        taxon for taxon in lexicon.taxa.values() if taxon.rank in (Rank.SPECIES, Rank.SUBSPECIES)
    ]
    appendix = {taxon.taxon_id: lexicon.concern(taxon.taxon_id).appendix for taxon in species}
    listed = Counter(each for each in appendix.values() if each)
    return Coverage(
        species=len(species),
        listed=listed.total(),
        appendices=dict(sorted(listed.items())),
        named=sum(taxon.taxon_id in targets for taxon in species),
        listed_and_named=sum(
            bool(appendix[taxon.taxon_id]) and taxon.taxon_id in targets for taxon in species
        ),
    )
