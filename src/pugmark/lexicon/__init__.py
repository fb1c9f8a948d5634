"""What to look for: taxa, names, products, materials, trade words, codes, emoji and decoys."""

from pugmark.lexicon.concern import Concern, Listing, NationalRule
from pugmark.lexicon.errors import LexiconError, Problem
from pugmark.lexicon.group import Group
from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.load import load
from pugmark.lexicon.product import Product
from pugmark.lexicon.taxon import Taxon
from pugmark.lexicon.term import Term

__all__ = [
    "Concern",
    "Group",
    "Lexicon",
    "LexiconError",
    "Listing",
    "NationalRule",
    "Problem",
    "Product",
    "Taxon",
    "Term",
    "load",
]
