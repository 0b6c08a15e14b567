"""How long the specification curve takes: 2,000 articles, every specification, every removed term, on one core.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python benchmarks/robustness_speed.py [ARTICLES] [GROUPS]

Some articles have a title, a heading, a quotation, or one paragraph only, so that every choice makes a difference.
Times hang on the machine; what holds elsewhere is the ratio to one comparison.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import framing as fr
from framing.run import Run
from framing.statistics.audit import audit
from framing.statistics.comparison import compare
from framing.statistics.robustness import robustness, robustness_summary

ROOT = Path(__file__).parent.parent
PARAGRAPHS = (8, 16)
_TITLE, _HEADING = "A Threat at the Border", "The Price of Trade"
_QUOTATION = "“The port is a threat to our security and to our trade,” said the minister on Monday."
_SHORT = 5


def make_run(articles: int, groups: int) -> Run:
    """Score articles of paragraphs drawn from the op-eds of seeds/ and tests/data/op-eds."""
    texts = [
        each.text for folder in ("seeds", "tests/data/op-eds") for each in fr.read_articles(ROOT / folder)
    ]
    stock = sorted({part for text in texts for part in text.split("\n") if len(part.split()) > 20})
    rng = random.Random(1)  # noqa: S311 # texts, no secrets
    made = []
    for number in range(articles):
        paragraphs = rng.choices(stock, k=rng.randint(*PARAGRAPHS) if number % _SHORT else 1)
        if number % 2:
            paragraphs[1:1] = [_QUOTATION, _HEADING]
        title = _TITLE if number % 3 else None
        text = "\n".join(paragraphs) if title is None else "\n".join((title, "", *paragraphs))
        made.append(
            fr.Article(id=f"a{number:05d}", text=text, title=title, outlet=f"Outlet {number % groups}")
        )
    return fr.score(made)


def main() -> None:
    """Print the times."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    groups = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    run = make_run(articles, groups)
    print(
        f"{articles:,} articles, {len(run.paragraphs):,} paragraphs, {groups} groups, {len(run.evidence):,} hits"
    )
    start = time.perf_counter()
    compare(run, by="outlet", target="the population of articles")
    one = time.perf_counter() - start
    print(f"{'compare, articles as units':34}{one:8.2f} s")
    for name, options in (
        ("one contrast", {"group": "Outlet 0", "reference": "Outlet 1"}),
        ("every group", {}),
    ):
        start = time.perf_counter()
        table = robustness(run, by="outlet", **options)
        seconds = time.perf_counter() - start
        crossed = int((table["without_term"] == "").sum())
        print(
            f"{'robustness, ' + name:34}{seconds:8.2f} s {seconds / one:7.2f} × compare;"
            f" {crossed:,} specifications, {len(table) - crossed:,} removed terms"
        )
        start = time.perf_counter()
        robustness_summary(table)
        print(f"{'  robustness_summary':34}{time.perf_counter() - start:8.2f} s")
    start = time.perf_counter()
    audit(run, "frames")
    print(f"{'audit of frames':34}{time.perf_counter() - start:8.2f} s")


if __name__ == "__main__":
    main()
