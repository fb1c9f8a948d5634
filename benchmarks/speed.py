"""How fast the screen is, beside other tools on the same listings: ``pugmark bench``.

python benchmarks/speed.py [--rows ROWS]
"""

from __future__ import annotations

from pugmark.cli.bench import command

if __name__ == "__main__":
    command()
