"""The lexicon as a MISP galaxy, for those who share threat intelligence.

A galaxy is two JSON files, one that names it and one with its clusters (Dulaunoy, Iklody and
Servili, MISP galaxy format, Internet-Draft draft-dulaunoy-misp-galaxy-format).
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from pugmark.lexicon.keywords import OTHER
from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.placing import placed_text
from pugmark.lexicon.selection import Exported, Selection, plain_words
from pugmark.lexicon.term import Term

TYPE: Final = "pugmark-wildlife"
NAME: Final = "Wildlife in trade"
DESCRIPTION: Final = (
    "Groups of animals and plants that are traded, with the words under which they are offered"
)


def write_galaxy(lexicon: Lexicon, out: Path, chosen: Selection) -> Exported:
    """Write ``galaxies/`` and ``clusters/`` into the folder; entries are clusters, one a group.

    The ids are made from the names, so that a later edition takes the place of an earlier one.
    """
    terms, left = plain_words(lexicon, chosen)
    groups: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        groups[lexicon.group_of(term.target) or OTHER].append(term)
    version = int(lexicon.released.replace("-", ""))
    common = {
        "description": DESCRIPTION,
        "name": NAME,
        "type": TYPE,
        "uuid": _uuid("galaxy"),
        "version": version,
    }
    _write(out / "galaxies" / f"{TYPE}.json", common | {"icon": "paw", "namespace": "pugmark"})
    clusters = common | {
        "uuid": _uuid("clusters"),
        "authors": ["Pugmark"],
        "category": "wildlife",
        "source": f"Pugmark lexicon {lexicon.identity}",
        "values": [_cluster(lexicon, group, groups[group]) for group in sorted(groups)],
    }
    _write(out / "clusters" / f"{TYPE}.json", clusters)
    return Exported(len(groups), left)


def _cluster(lexicon: Lexicon, group: str, terms: list[Term]) -> dict[str, Any]:
    concern = lexicon.concern(group)
    return {
        "value": group,
        "uuid": _uuid(f"group:{group}"),
        "description": concern.why if group in lexicon.groups else "of no one group",
        "meta": {
            "synonyms": sorted({term.surface for term in terms}),
            "languages": sorted({term.lang for term in terms}),
            "concern": concern.label if group in lexicon.groups else "",
        },
    }


def _uuid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"pugmark:lexicon:{name}"))


def _write(out: Path, value: dict[str, Any]) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with placed_text(out) as stream:
        json.dump(value, stream, ensure_ascii=False, indent=2)
        stream.write("\n")
