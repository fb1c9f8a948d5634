"""``--model``: which weights speak, for every command that screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pugmark.cli.options import screen_of
from pugmark.findings.engine import Screens

if TYPE_CHECKING:
    from pugmark.screening import Model

Function = TypeVar("Function", bound=Callable[..., Any])


def model_option(function: Function) -> Function:
    """The option that names a weights file."""
    return click.option(
        "--model",
        metavar="FILE|prior",
        help="A weights file that `pugmark train` wrote, or prior for the hand-set weights; the "
        "weights that ship if not given.",
    )(function)


def screen_with(context: click.Context, model: str | None) -> Screens:
    """The screen that was handed in with the context, or one with these weights.

    Raises click.BadParameter where the weights file cannot be used.
    """
    if model is None:
        return screen_of(context)
    from pugmark.screening import Screen  # slow to load, and not needed for --help

    made: Screens = Screen(model=named_model(model))
    return made


def named_model(name: str) -> Model:
    """The weights of a file, or the prior; raises click.BadParameter where there are none."""
    from pugmark.screening import ModelError, load_model

    try:
        return load_model(name)
    except ModelError as error:
        raise click.BadParameter(str(error), param_hint="--model") from None
    except (ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError):
        what = f"{name}: is not a weights file; make one with `pugmark train`"
        raise click.BadParameter(what, param_hint="--model") from None
