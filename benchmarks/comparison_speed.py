"""How long a comparison takes: 2,000 articles in 3 groups, every measure, and where the time goes.

    python benchmarks/comparison_speed.py [ARTICLES] [GROUPS]

Articles are made of paragraphs drawn from the op-eds of seeds/ and tests/data/op-eds, each with its words in a new
order, so that no text repeats another and all of them are compared. Times hang on the machine; what holds elsewhere
are the ratios to the sums that every figure is made of.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import framing as fr
from framing.run import Run
from framing.statistics import parts
from framing.statistics.comparison import compare, contrasts, estimates, table
from framing.statistics.duplicates import find_duplicates

ROOT = Path(__file__).parent.parent
PARAGRAPHS = (8, 16)
STEPS = {
    "sums": (table, "make_parts"),
    "duplicates": (contrasts, "find_duplicates"),
    "article figures": (table, "article_figures"),
    "units of articles": (estimates, "article_units"),
    "units of paragraphs": (estimates, "paragraph_units"),
    "bootstrap": (estimates, "bootstrap"),
    "permutation": (estimates, "permute"),
    "Cliff's delta": (estimates, "cliffs_delta"),
    "table": (table, "make_table"),
}


def make_run(articles: int, groups: int) -> Run:
    """Score articles of drawn paragraphs."""
    texts = [
        each.text for folder in ("seeds", "tests/data/op-eds") for each in fr.read_articles(ROOT / folder)
    ]
    stock = sorted({part for text in texts for part in text.split("\n") if len(part.split()) > 20})
    rng = random.Random(1)  # noqa: S311 # texts, no secrets
    made = [
        fr.Article(
            id=f"a{number:05d}",
            text="\n".join(shuffled(part, rng) for part in rng.choices(stock, k=rng.randint(*PARAGRAPHS))),
            outlet=f"Outlet {number % groups}",
        )
        for number in range(articles)
    ]
    return fr.score(made)


def shuffled(paragraph: str, rng: random.Random) -> str:
    """Put the words of a paragraph into a new order."""
    words = paragraph.split()
    rng.shuffle(words)
    return " ".join(words)


def timed(run: Run) -> tuple[float, dict[str, float]]:
    """Seconds of one comparison, and of each of its steps."""
    spent: dict[str, float] = defaultdict(float)

    def watch(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any, **options: Any) -> Any:
            start = time.perf_counter()
            result = function(*args, **options)
            spent[name] += time.perf_counter() - start
            return result

        return watched

    for name, (module, function) in STEPS.items():
        setattr(module, function, watch(name, getattr(module, function)))
    start = time.perf_counter()
    compare(run, by="outlet")
    return time.perf_counter() - start, spent


def main() -> None:
    """Print the breakdown."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    groups = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    run = make_run(articles, groups)
    whole, spent = timed(run)
    body = len(parts.make_parts(run).article)
    compared = len(run.articles) - int((~find_duplicates(run)["kept"]).sum())
    print(f"{compared:,} articles, {body:,} paragraphs, {groups} groups, {len(run.measures)} measures")
    print(f"{'compare, both targets':24}{whole:7.2f} s   {whole / spent['sums']:6.2f} × the sums")
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {name:22}{seconds:7.2f} s   {seconds / whole:6.0%}")
    print(f"  {'the rest':22}{whole - sum(spent.values()):7.2f} s")


if __name__ == "__main__":
    main()
