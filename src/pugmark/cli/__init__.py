"""The command line: one module a command, loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

from pugmark import __version__

COMMANDS: Final = {
    "screen": ("pugmark.cli.screen", "Screen listings and write a finding for each."),
    "explain": ("pugmark.cli.explain", "Say what the screen sees in one text."),
    "lexicon": ("pugmark.cli.lexicon", "Check, count, search, compare and export the lexicon."),
    "evaluate": ("pugmark.cli.evaluate", "Measure the screen against your own labels."),
    "train": ("pugmark.cli.train", "Fit the trained layer from labelled listings."),
    "bench": ("pugmark.cli.bench", "Measure the speed of the screen on this machine."),
}
"""Each command with its module, whose ``command`` it is, and its line in the help.

The line stands here so that ``pugmark --help`` loads none of the modules.
"""


class LazyGroup(click.Group):
    """A group that imports the module of a command when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of ``COMMANDS``."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module = import_module(COMMANDS[cmd_name][0])
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands, without importing them."""
        lines = [(name, line) for name, (_, line) in COMMANDS.items()]
        with formatter.section("Commands"):
            formatter.write_dl(lines)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pugmark")
def main() -> None:
    """Follow the trail of wildlife trade online, from a listing to an outcome."""
