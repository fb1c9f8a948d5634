"""One finding from text, price and context: features, model, verdict, batch."""

from pugmark.screening.batch import Screen
from pugmark.screening.model import Model, ModelError, load_model

__all__ = ["Model", "ModelError", "Screen", "load_model"]
