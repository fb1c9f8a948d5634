"""A product: a thing that is a plant or an animal, or made from one."""

from __future__ import annotations

from dataclasses import dataclass

from pugmark.lexicon.schema import Form


@dataclass(frozen=True, slots=True)
class Product:
    """Such as ``pangolin scales``; ``group`` is empty when many animals may be in it."""

    name: str
    form: Form
    group: str
    material: str
    source: str = ""
