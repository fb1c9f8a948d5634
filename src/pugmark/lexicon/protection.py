"""Who protects a taxon or a group: the CITES appendices first, then national law."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from pugmark.lexicon.concern import Concern, Listing, NationalRule
from pugmark.lexicon.group import Group
from pugmark.lexicon.schema import Kingdom, Rank
from pugmark.lexicon.taxon import Taxon
from pugmark.lexicon.values import first_day

SNAPSHOT: Final = ("cites2017", "2017-04-04")
"""The source that states what was listed on this day, and not since when."""

EVERYTHING: Final[Mapping[Kingdom, str]] = {
    Kingdom.ANIMAL: "wild animals",
    Kingdom.PLANT: "wild plants",
}
"""The group whose national rules hold for all wild members of a kingdom."""

EXTINCT: Final = frozenset({"mammoths", "dinosaurs and fossils"})
"""Groups to which rules for all wild animals do not apply."""

EUROPEAN_UNION: Final = frozenset(
    [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
        "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ]
)  # fmt: skip

RULES_TOLD: Final = 3
"""National rules that a sentence holds; the rest are counted."""

NOT_LISTED: Final = "NC"
SPECIES: Final = (Rank.SPECIES, Rank.SUBSPECIES)


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
            dated = (_start(listing), listing)
            self._listings[listing.rank, listing.scientific_name].append(dated)
        for all_dated in self._listings.values():
            all_dated.sort(key=lambda pair: pair[0])
        self._rules: dict[str, list[NationalRule]] = defaultdict(list)
        for rule in national:
            self._rules[rule.target].append(rule)
        self._named: dict[str, Taxon] = {}
        self._members: dict[str, list[Taxon]] = defaultdict(list)
        for taxon in taxa.values():
            if taxon.rank is not Rank.GROUP:
                self._named.setdefault(taxon.scientific_name, taxon)
                for above in {taxon.group, taxon.genus, taxon.family, taxon.order} - {""}:
                    self._members[above].append(taxon)
        starts = {start for dated in self._listings.values() for start, _ in dated}
        starts.update(_in_force_from(rule) for rules in self._rules.values() for rule in rules)
        self._changes = sorted(starts)
        self._told: dict[tuple[str, str, int], Concern] = {}

    def concern(self, target: str, jurisdiction: str | None, on: date | None) -> Concern:
        """The concern of a group, a taxon id or a scientific name on a day.

        Answers are kept: between two changes of the law every day has the same.
        """
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
        group = self._groups.get(target if taxon is None else taxon.group)
        if group is None:
            why = f"'{target}' is not in the lexicon" if target else "no animal or plant is named"
            return Concern("", "not listed", why)
        if taxon is None:
            appendix, why = self._of_group(group, day)
        else:
            appendix, why = self._of_taxon(taxon, group, day)
        rules = list(self._rules_for(taxon, group, place, day))
        if appendix:
            return Concern(appendix, f"CITES {appendix}", why + _told(rules if place else []))
        if group.domestic and not (place and rules):
            return Concern("", "domestic", f"{why}; farmed or kept everywhere")
        return Concern("", "national" if rules else "not listed", why + _told(rules))

    def _of_taxon(self, taxon: Taxon, group: Group, day: date) -> tuple[str, str]:
        """The appendix of one taxon, empty if none, and the sentence that says so."""
        name = taxon.scientific_name
        listing = self._own(taxon, group, day)
        if listing is None and taxon.rank not in SPECIES:
            below = [each for each in self._members[name] if each.rank in SPECIES]
            appendix, why = self._range(name, below, day)
            if appendix:
                return appendix, why
        if listing is None:
            listing = self._above(taxon, group, day)
        if listing is None or listing.appendix == NOT_LISTED:
            return "", f"{name} is not listed in CITES{_note(listing) if listing else ''}"
        return listing.appendix, _sentence(name, listing)

    def _of_group(self, group: Group, day: date) -> tuple[str, str]:
        """The range of appendices over a group, empty if none, and the sentence for it."""
        if group.domestic:
            return "", f"{group.name}: no CITES listing holds for all of them"
        return self._range(group.name, self._all_in(group.name), day)

    def _all_in(self, group: str) -> Sequence[Taxon]:
        """The taxa of a group.

        A group without taxa of its own, such as ``turtles``, speaks for the groups whose names
        end in its name: ``sea turtles``, ``freshwater turtles``.
        """
        if self._members[group]:
            return self._members[group]
        ends = [name for name in self._groups if name.endswith(f" {group}")]
        return [taxon for name in ends for taxon in self._members[name]]

    def _range(self, name: str, members: Sequence[Taxon], day: date) -> tuple[str, str]:
        """The appendices over several taxa, and how many stand in each."""
        counts: Counter[str] = Counter()
        for taxon in members:
            group = self._groups[taxon.group]
            listing = self._own(taxon, group, day) or self._above(taxon, group, day)
            if listing is not None:
                counts[listing.appendix] += 1
            elif taxon.rank in SPECIES or not self._has_species(taxon):
                counts[NOT_LISTED] += 1
        total = counts.total()
        unlisted = counts.pop(NOT_LISTED, 0)
        if not counts:
            return "", f"{name}: no taxon known here is listed in CITES"
        levels = {level for appendix in counts for level in appendix.split("/")}
        each = [f"{number:,} in Appendix {one}" for one, number in sorted(counts.items())]
        share = f"{total - unlisted:,} of {total:,} taxa known here"
        if not unlisted:
            share = "the one taxon known here" if total == 1 else f"all {total:,} taxa known here"
        verb = "is" if total - unlisted == 1 else "are"
        why = f"{name}: {share} {verb} listed in CITES, {', '.join(each)}"
        return "/".join(sorted(levels)), why

    def _has_species(self, taxon: Taxon) -> bool:
        """Whether a higher taxon is counted by its species."""
        return any(each.rank in SPECIES for each in self._members[taxon.scientific_name])

    def _own(self, taxon: Taxon, group: Group, day: date) -> Listing | None:
        """The listing by the taxon's own name, or by the species of a wild subspecies."""
        found = self._in_force(taxon.rank, taxon.scientific_name, day)
        if found is None and taxon.scientific_name.count(" ") > 1 and not group.domestic:
            species = " ".join(taxon.scientific_name.split(" ")[:2])
            found = self._in_force(Rank.SPECIES, species, day)
        return found

    def _above(self, taxon: Taxon, group: Group, day: date) -> Listing | None:
        """The listing of the genus, else of the family, else of the order.

        A domestic animal is listed by its own name or genus if at all: ``Felidae`` is no cat's.
        """
        family, order = taxon.family, taxon.order
        if taxon.rank is Rank.GENUS and not (family or order):
            for each in self._members[taxon.scientific_name]:
                family, order = family or each.family, order or each.order
        names = [(Rank.GENUS, taxon.genus), (Rank.FAMILY, family), (Rank.ORDER, order)]
        for rank, name in names[:1] if group.domestic else names:
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

    def _rules_for(
        self, taxon: Taxon | None, group: Group, place: str, day: date
    ) -> Iterator[NationalRule]:
        """National rules that hold: for the taxon, for its group, then for all wildlife.

        Where the place is not known, only those for what is named itself.
        """
        targets = [group.name if taxon is None else taxon.scientific_name]
        if place and taxon is not None:
            targets.append(group.name)
        if place and not group.domestic and group.name not in EXTINCT:
            everything = EVERYTHING.get(group.kingdom, group.name)
            if everything != group.name:
                targets.append(everything)
        for target in targets:
            for rule in self._rules.get(target, ()):
                if _in_force_from(rule) <= day and _holds_in(rule, place):
                    yield rule


def _start(listing: Listing) -> date:
    """The day from which a listing counts: the first of all days where it is not known."""
    if _start_unknown(listing):
        return date.min
    return first_day(listing.valid_from) or date.min


def _start_unknown(listing: Listing) -> bool:
    source, day = SNAPSHOT
    shown = listing.valid_from == day and source in listing.source.split(";")
    return shown or not listing.valid_from


def _in_force_from(rule: NationalRule) -> date:
    return first_day(rule.valid_from) or date.min


def _holds_in(rule: NationalRule, place: str) -> bool:
    """Whether a rule speaks in this place; without a place every rule may."""
    if not place or rule.jurisdiction == place:
        return True
    return rule.jurisdiction == "EU" and place in EUROPEAN_UNION


def _sentence(name: str, listing: Listing) -> str:
    """Such as: Loxodonta cyclotis is listed in CITES Appendix I."""
    through = "" if listing.scientific_name == name else f" with all {listing.scientific_name}"
    when = f" since {listing.valid_from}"
    if _start_unknown(listing):
        when = f" (list of {listing.valid_from})" if listing.valid_from else ""
    return f"{name} is listed{through} in CITES Appendix {listing.appendix}{when}{_note(listing)}"


def _note(listing: Listing) -> str:
    """What the table remarks, for people."""
    note = listing.annotation.replace("verify", "not yet verified", 1)
    return f" ({note})" if note else ""


def _told(rules: Sequence[NationalRule]) -> str:
    """The rules as the end of a sentence."""
    said = [f"; {rule.jurisdiction}: {rule.rule} ({rule.law})" for rule in rules[:RULES_TOLD]]
    if len(rules) > RULES_TOLD:
        said.append(f"; and {len(rules) - RULES_TOLD} more national rules")
    return "".join(said)
