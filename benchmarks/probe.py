"""How well the screen tells offers from innocent texts, language by language.

The probe set in ``benchmarks/probe`` was written by us from documented patterns: 32 offers and 32
innocent texts a language, in neither the lexicon nor the training listings. No native speaker has
checked it yet.

    python benchmarks/probe.py
"""

from __future__ import annotations

import json
from pathlib import Path

from pugmark import Screen

FOLDER = Path(__file__).parent / "probe"


def main() -> None:
    screen = Screen()
    found = offers = false = innocent = 0
    print("language   recall  false alarms")
    for path in sorted(FOLDER.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        alerts = [screen.screen_one({"title": r["text"]})["verdict"] != "unlikely" for r in rows]
        yes = [alert for alert, row in zip(alerts, rows, strict=True) if row["offer"]]
        no = [alert for alert, row in zip(alerts, rows, strict=True) if not row["offer"]]
        print(f"{path.stem:9} {sum(yes) / len(yes):7.2f} {sum(no) / len(no):8.2f}")
        found, offers = found + sum(yes), offers + len(yes)
        false, innocent = false + sum(no), innocent + len(no)
    print(f"{'all':9} {found / offers:7.2f} {false / innocent:8.2f}")


if __name__ == "__main__":
    main()
