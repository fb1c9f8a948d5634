"""Who protects a taxon or a group, and since when: the appendices first, then national law."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from pugmark.lexicon.concern import Concern, Listing, NationalRule
from pugmark.lexicon.group import Group
from pugmark.lexicon.schema import Kingdom, Rank
from pugmark.lexicon.taxon import Taxon
from pugmark.lexicon.values import first_day

INDEX_OF_2017: Final = ("cites2017", "2017-04-04")
"""The source that states what was listed on this day, and not since when."""

EVERYTHING: Final[Mapping[Kingdom, str]] = {
    Kingdom.ANIMAL: "wild animals",
    Kingdom.PLANT: "wild plants",
}
"""The group whose national rules hold for all wild members of a kingdom."""

EUROPEAN_UNION: Final = frozenset(
    [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
        "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ]
)  # fmt: skip

_LOW: Final = (Rank.SPECIES, Rank.SUBSPECIES)


class Protection:
    """Answers for every target; made once from the lexicon's tables, and then only read."""

    def __init__(
        self,
        groups: Mapping[str, Group],
        taxa: Mapping[str, Taxon],
        cites: Iterable[Listing],
        national: Iterable[NationalRule],
        today: date,
    ) -> None:
        self._groups = groups
        self._taxa = taxa
        self._today = today
        self._listings: dict[tuple[Rank, str], list[tuple[date, Listing]]] = defaultdict(list)
        for listing in cites:
            key = (listing.rank, listing.scientific_name)
            self._listings[key].append((_start(listing), listing))
        for dated in self._listings.values():
            dated.sort(key=lambda pair: pair[0])
        self._rules: dict[str, list[NationalRule]] = defaultdict(list)
        for rule in national:
            self._rules[rule.target].append(rule)
        self._named: dict[str, Taxon] = {}
        self._members: dict[str, list[Taxon]] = defaultdict(list)
        for taxon in taxa.values():
            if taxon.rank is not Rank.GROUP:
                self._named.setdefault(taxon.scientific_name, taxon)
                for name in {taxon.group, taxon.genus, taxon.family, taxon.order} - {""}:
                    self._members[name].append(taxon)
        self._changes = sorted(
            {start for dated in self._listings.values() for start, _ in dated}
            | {first_day(rule.valid_from) or date.min for rule in self._all_rules()}
        )
        self._told: dict[tuple[str, str, int], Concern] = {}

    def concern(self, target: str, jurisdiction: str | None, on: date | None) -> Concern:
        """The concern of a group, a taxon id or a scientific name."""
        day = on or self._today
        place = (jurisdiction or "").upper()
        key = (target, place, bisect_right(self._changes, day))
        told = self._told.get(key)
        if told is None:
            told = self._told[key] = self._judge(target, place, day)
        return told

    def _judge(self, target: str, place: str, day: date) -> Concern:
        taxon = self._taxa.get(target) or self._named.get(target)
        if taxon is not None and taxon.rank is Rank.GROUP:
            target, taxon = taxon.group, None
        group = self._groups.get(taxon.group if taxon is not None else target)
        if group is None:
            named = f"'{target}' is not in the lexicon" if target else "no animal or plant is named"
            return Concern("", "not listed", named)
        if taxon is not None:
            appendix, why = self._of_taxon(taxon, group, day)
            name = taxon.scientific_name
        else:
            appendix, why = self._of_group(group, day)
            name = group.name
        exact = [*self._rules.get(taxon.scientific_name, ())] if taxon is not None else []
        exact += self._rules.get(group.name, ())
        rules = [rule for rule in exact if _in_force(rule, day) and _holds_in(rule, place)]
        if place and not group.domestic and group.kingdom in EVERYTHING:
            general = self._rules.get(EVERYTHING[group.kingdom], ())
            rules += [
                rule
                for rule in general
                if _in_force(rule, day) and _holds_in(rule, place) and rule not in rules
            ]
        if appendix:
            return Concern(appendix, f"CITES {appendix}", why + _told_rules(rules if place else []))
        if group.domestic and not (place and rules):
            return Concern("", "domestic", f"{name}: farmed or kept everywhere, no wildlife law")
        if rules:
            return Concern("", "national", why + _told_rules(rules))
        return Concern("", "not listed", why)

    def _of_taxon(self, taxon: Taxon, group: Group, day: date) -> tuple[str, str]:
        """Appendix (empty if none) and the sentence for one taxon."""
        name = taxon.scientific_name
        listing = self._own(taxon, day)
        if listing is None and taxon.rank not in _LOW:
            below = [one for one in self._members[name] if one.rank in _LOW]
            appendix, why = self._range(name, below, day)
            if appendix:
                return appendix, why
        if listing is None and not group.domestic:
            listing = self._above(taxon, day)
        if listing is None:
            return "", f"{name} is not listed in CITES"
        if listing.appendix == "NC":
            note = f" ({listing.annotation})" if listing.annotation else ""
            return "", f"{name} is not listed in CITES{note}"
        return listing.appendix, _sentence(name, listing)

    def _of_group(self, group: Group, day: date) -> tuple[str, str]:
        """Appendix, or the range of them, and the sentence for a whole group."""
        if group.domestic:
            return "", ""
        members = self._members[group.name]
        return self._range(group.name, [one for one in members if one.rank in _LOW] or members, day)

    def _range(self, name: str, members: Sequence[Taxon], day: date) -> tuple[str, str]:
        """The appendices over several taxa, and how many stand in each."""
        listed = [self._own(taxon, day) or self._above(taxon, day) for taxon in members]
        counts = Counter(one.appendix for one in listed if one and one.appendix != "NC")
        if not counts:
            return "", f"{name}: no taxon that the lexicon knows is listed in CITES"
        order = ("I", "I/II", "II", "III")
        each = [f"{counts[one]} in Appendix {one}" for one in order if counts[one]]
        range_ = "/".join(one for one in ("I", "II", "III") if one in "/".join(counts).split("/"))
        number = sum(counts.values())
        share = f"all {number}" if number == len(members) else f"{number} of {len(members)}"
        taxa = "taxon" if len(members) == 1 else "taxa"
        verb = "is" if number == 1 else "are"
        return (
            range_,
            f"{name}: {share} {taxa} known here {verb} listed in CITES, {', '.join(each)}",
        )

    def _own(self, taxon: Taxon, day: date) -> Listing | None:
        """The listing by the taxon's own name, or by the species of a subspecies."""
        found = self._in_force(taxon.rank, taxon.scientific_name, day)
        if found is None and taxon.scientific_name.count(" ") > 1:
            species = " ".join(taxon.scientific_name.split(" ")[:2])
            found = self._in_force(Rank.SPECIES, species, day)
        return found

    def _above(self, taxon: Taxon, day: date) -> Listing | None:
        """The listing of the genus, else of the family, else of the order."""
        family, order = taxon.family, taxon.order
        if taxon.rank is Rank.GENUS and not (family or order):
            for one in self._members[taxon.scientific_name]:
                family, order = family or one.family, order or one.order
        for rank, name in ((Rank.GENUS, taxon.genus), (Rank.FAMILY, family), (Rank.ORDER, order)):
            found = self._in_force(rank, name, day) if name else None
            if found is not None:
                return found
        return None

    def _in_force(self, rank: Rank, name: str, day: date) -> Listing | None:
        """The latest listing by this name that is in force on the day."""
        found = None
        for start, listing in self._listings.get((rank, name), ()):
            if start <= day:
                found = listing
        return found

    def _all_rules(self) -> Iterable[NationalRule]:
        return (rule for rules in self._rules.values() for rule in rules)


def _start(listing: Listing) -> date:
    """The day from which a listing counts: the beginning of time where it is not known."""
    if _date_unknown(listing):
        return date.min
    return first_day(listing.valid_from) or date.min


def _date_unknown(listing: Listing) -> bool:
    source, day = INDEX_OF_2017
    return not listing.valid_from or (
        listing.valid_from == day and source in listing.source.split(";")
    )


def _in_force(rule: NationalRule, day: date) -> bool:
    return (first_day(rule.valid_from) or date.min) <= day


def _holds_in(rule: NationalRule, place: str) -> bool:
    """Whether a rule speaks in this place; without a place every rule may."""
    if not place or rule.jurisdiction == place:
        return True
    return rule.jurisdiction == "EU" and place in EUROPEAN_UNION


def _sentence(name: str, listing: Listing) -> str:
    """Such as: Panthera tigris is listed in CITES Appendix I."""
    through = "" if listing.scientific_name == name else f" with all {listing.scientific_name}"
    since = "" if _date_unknown(listing) else f" since {listing.valid_from}"
    note = f" ({listing.annotation})" if listing.annotation else ""
    return f"{name} is listed{through} in CITES Appendix {listing.appendix}{since}{note}"


def _told_rules(rules: Sequence[NationalRule]) -> str:
    return "".join(f"; {rule.jurisdiction}: {rule.rule} ({rule.law})" for rule in rules)
