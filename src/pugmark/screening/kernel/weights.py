"""A model's weights as arrays, by place instead of by name; the last axis is (wildlife, offer)."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pugmark.screening.features import NOTHING_NAMED
from pugmark.screening.kernel.senses import FINE_TAGS, TAGS
from pugmark.screening.model import Model

Floats = NDArray[np.float64]

LONE: Final = (
    "bias", NOTHING_NAMED, "latin name", "hidden word", "code word", "strength", "prose", "link",
    "mention", "retweet", "personal", "hashtags", "numbers", "short", "long", "trade words",
    "anchor and trade", "price given", "picture given",
)  # fmt: skip
"""Features that are one number a listing."""
(
    BIAS, NOTHING, LATIN_NAME, HIDDEN, CODED, STRENGTH, PROSE, LINK, MENTION, RETWEET, PERSONAL,
    HASHTAGS, NUMBERS, SHORT, LONG, TRADE_WORDS, ANCHOR_AND_TRADE, PRICE, PICTURE,
) = range(len(LONE))  # fmt: skip
AMBIGUITIES: Final = 4


class Weights(NamedTuple):
    """Weights in log-odds.

    ``lone`` (features, 2) in the order of ``LONE``; ``has``, ``first``, ``head``, ``last``
    (tags, 2); ``sure`` (4, tags, 2) by ambiguity; ``after`` (tags, tags, 2) of neighbours;
    ``kind`` (fine tags, 2); ``kinds`` (fine tags, fine tags, 2), the smaller tag first unless only
    the other one has a kind; ``word`` (surfaces, 2).
    """

    lone: Floats
    has: Floats
    first: Floats
    head: Floats
    last: Floats
    sure: Floats
    after: Floats
    kind: Floats
    kinds: Floats
    word: Floats


def weights_of(model: Model, surfaces: pa.StringArray) -> Weights:
    """Return the weights of a model for the surfaces of a lexicon."""
    tags, fine = len(TAGS), len(FINE_TAGS)
    out = Weights(
        np.zeros((len(LONE), 2)), np.zeros((tags, 2)), np.zeros((tags, 2)), np.zeros((tags, 2)),
        np.zeros((tags, 2)), np.zeros((AMBIGUITIES, tags, 2)), np.zeros((tags, tags, 2)),
        np.zeros((fine, 2)), np.zeros((fine, fine, 2)), np.zeros((len(surfaces), 2)),
    )  # fmt: skip
    lone = {name: number for number, name in enumerate(LONE)}
    tag_of = {name: number for number, name in enumerate(TAGS)}
    fine_of = {name: number for number, name in enumerate(FINE_TAGS)}
    sure_of = {f"sure{ambiguity}": ambiguity for ambiguity in range(AMBIGUITIES)}
    plain = {"has": out.has, "first": out.first, "head": out.head, "last": out.last}
    words: list[str] = []
    for question, weights in enumerate((model.wildlife, model.offer)):
        for name, weight in weights.items():
            prefix, _, rest = name.partition(":")
            if name in lone:
                out.lone[lone[name], question] = weight
            elif prefix == "word":
                words.append(rest)
            elif prefix in plain and rest in tag_of:
                plain[prefix][tag_of[rest], question] = weight
            elif prefix == "next":
                left, _, right = rest.partition(">")
                if left in tag_of and right in tag_of:
                    out.after[tag_of[left], tag_of[right], question] = weight
            elif prefix == "kind":
                left, _, right = rest.partition("+")
                if left in fine_of and right in fine_of:
                    out.kinds[fine_of[left], fine_of[right], question] = weight
                elif left in fine_of and not right:
                    out.kind[fine_of[left], question] = weight
            elif prefix in sure_of and rest in tag_of:
                out.sure[sure_of[prefix], tag_of[rest], question] = weight
    known = sorted(set(words))
    places = pc.index_in(surfaces, value_set=pa.array(known, pa.string()))
    here = np.flatnonzero(np.asarray(places.is_valid()))
    for surface in here.tolist():
        name = f"word:{known[places[surface].as_py()]}"
        out.word[surface] = model.wildlife.get(name, 0.0), model.offer.get(name, 0.0)
    return out
