"""Plain lists of keywords, for platforms that can take nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.placing import placed_text
from pugmark.lexicon.selection import Exported, ExportError, Selection, plain_words
from pugmark.lexicon.term import Term

OTHER: Final = "other"
"""The list of keywords that belong to no one group, such as ``leather``."""

CAUTION: Final = (
    "A list of keywords reads no context. It finds the museum, the toy and the news report as "
    "well as the sale, and it misses what is misspelled, inflected or said in code. Put what it "
    "finds before a person or before the screen; never act on it alone."
)


def write_list(lexicon: Lexicon, out: Path, chosen: Selection) -> Exported:
    """Write one list, a word a line, and ``<name>.about.txt`` with its origin beside it."""
    terms, left = plain_words(lexicon, chosen)
    number = _write(out, terms)
    exported = Exported(number, left | {"said twice": len(terms) - number})
    _about(lexicon, out.with_name(f"{out.stem}.about.txt"), terms, exported)
    return exported


def write_lists(lexicon: Lexicon, out: Path, chosen: Selection) -> Exported:
    """Write one list for each language and group into a new folder, and ``about.txt``."""
    if out.is_dir() and any(out.iterdir()):
        raise ExportError(f"{out} is not empty; name a new folder, so that no old list stays in it")
    terms, left = plain_words(lexicon, chosen)
    lists: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in terms:
        lists[term.lang, lexicon.group_of(term.target) or OTHER].append(term)
    number = 0
    for (lang, group), words in sorted(lists.items()):
        path = out / lang / f"{group.replace(' ', '-')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        number += _write(path, words)
    exported = Exported(number, left | {"said twice": len(terms) - number})
    _about(lexicon, out / "about.txt", terms, exported)
    return exported


def _write(out: Path, terms: Sequence[Term]) -> int:
    """Each surface once, whatever its capitals, in order."""
    words = sorted({term.surface.casefold(): term.surface for term in terms}.values())
    with placed_text(out) as stream:
        stream.writelines(f"{word}\n" for word in words)
    return len(words)


def _about(lexicon: Lexicon, out: Path, terms: Sequence[Term], exported: Exported) -> None:
    """Where the words come from, what their sources ask and what was left out.

    It is a file of its own since a line that begins with # would be a hashtag in the list.
    """
    keys = sorted({key for term in terms for key in term.source.split(";")})
    with placed_text(out) as stream:
        stream.write(f"{exported.entries:,} keywords of Pugmark lexicon {lexicon.identity}\n")
        stream.write(f"Content (SHA-256): {lexicon.content_hash}\n")
        stream.write(f"Left out: {exported.loss() or 'nothing'}\n\n{CAUTION}\n\n")
        stream.write("Sources of the words, and what each asks:\n")
        stream.writelines(f"{key}: {lexicon.licences.get(key, 'not known')}\n" for key in keys)
