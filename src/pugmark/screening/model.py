"""The small trained layer: a readable file of weights over named features.

Two logistic models share the features: ``wildlife`` (a real animal or plant, or made from one)
and ``offer`` (sold, sought, swapped or given). A file is JSON: ``name``, ``recipe``, and for each
of the two a map of feature to weight in log-odds.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

MODELS = ("wildlife", "offer")
HIGHEST_LOG_ODDS = 30.0
HIGHEST_WEIGHT = 1e6
"""No weight in log-odds has any business beyond this."""


class ModelError(ValueError):
    """A weights file that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True)
class Model:
    """Weights in log-odds by feature name for each of the two questions."""

    name: str
    identity: str
    wildlife: dict[str, float]
    offer: dict[str, float]
    recipe: dict[str, Any]

    def log_odds(self, question: str, row: dict[str, float]) -> float:
        """Return the log-odds, between -30 and 30, that the answer to ``question`` is yes."""
        weights = self.wildlife if question == "wildlife" else self.offer
        total = sum(value * weights.get(name, 0.0) for name, value in row.items())
        return max(-HIGHEST_LOG_ODDS, min(HIGHEST_LOG_ODDS, total))

    def weight(self, question: str, names: list[str]) -> float:
        """Return the summed weight of some features."""
        weights = self.wildlife if question == "wildlife" else self.offer
        return sum(weights.get(name, 0.0) for name in names)


def probability(log_odds: float) -> float:
    """Return the probability, from 0 to 1, of log-odds."""
    return 1.0 / (1.0 + math.exp(-max(-HIGHEST_LOG_ODDS, min(HIGHEST_LOG_ODDS, log_odds))))


def load_model(path: Path | str | None = None) -> Model:
    """Load a weights file; None loads the one that ships, ``prior`` the hand-set weights.

    Raises:
        ModelError: when the file is missing, is no JSON, or lacks a part.
    """
    if path is None or str(path) == "prior":
        name = "prior.json" if path else "weights.json"
        text = resources.files("pugmark.screening").joinpath("weights", name).read_text("utf-8")
        where = name
    else:
        where = str(path)
        try:
            text = Path(path).read_text("utf-8")
        except OSError as error:
            raise ModelError(f"{where}: cannot be read ({error.strerror})") from error
        except UnicodeDecodeError as error:
            raise ModelError(f"{where}: is not text in UTF-8 (byte {error.start})") from error
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ModelError(f"{where}: is not JSON (line {error.lineno}: {error.msg})") from error
    except (RecursionError, ValueError) as error:
        raise ModelError(f"{where}: is JSON that no weights file holds ({error})") from error
    for part in ("name", "recipe", *MODELS):
        if not isinstance(data, dict) or part not in data:
            raise ModelError(f"{where}: lacks {part!r}; make it with `pugmark train`")
    for question in MODELS:
        if not isinstance(data[question], dict):
            raise ModelError(f"{where}: {question!r} is not an object of feature and weight")
        for feature, weight in data[question].items():
            sound = isinstance(weight, int | float) and abs(weight) < HIGHEST_WEIGHT
            if not sound:
                raise ModelError(
                    f"{where}: {question}[{feature!r}] is not a number that can be a weight"
                )
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Model(
        data["name"], f"{data['name']}+{digest}", data["wildlife"], data["offer"], data["recipe"]
    )
