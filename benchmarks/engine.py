"""How fast the whole job is, beside the libraries that it rests on, and how time and memory grow with the corpus.

    python benchmarks/engine.py OUT [--text FILE.jsonl] [--megabytes 1.25] [--sample 2]

Without `--text` a corpus is made (benchmarks/corpus.py) and measured at its size, four times and sixteen times that;
with it the file's articles are (JSON lines with `text`; as many as the sizes ask for). Everything that is measured runs
in a process of its own, one after the other in one run, and is told in megabytes of text a second of processor time
(`--jobs 2`: of the clock) and as a ratio to the libraries called plainly: NLTK's `sent_tokenize` and `word_tokenize`,
TextBlob for each paragraph, vaderSentiment for each sentence, nothing else. Those are measured on `--sample` megabytes
before, between and after the whole jobs, and scikit-learn's CountVectorizer beside them. Start of the process and
imports count for `framing score`, and for nothing else. Quote the ratios: seconds are the machine's and of its other
work.

Written to OUT: `engine.csv`, `engine.md`, and a figure (throughput and peak memory against size) as PDF, SVG and PNG.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Literal

sys.path.insert(0, str(Path(__file__).parent))

ISSUE = ("frames", "actors", "vader", "textblob")
TIMES = (1, 4, 16)
PLAIN = "NLTK, TextBlob and vaderSentiment, plainly"


def read_texts(path: Path) -> list[str]:
    """Texts of a file of JSON lines."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line)["text"] for line in stream]


def plainly(texts: Sequence[str], parts: Sequence[str]) -> None:
    """The libraries as anybody calls them; `parts` are those that are wanted."""
    from nltk import sent_tokenize, word_tokenize
    from nltk.tokenize import NLTKWordTokenizer
    from textblob import TextBlob
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    cut = NLTKWordTokenizer().tokenize if "class" in parts else word_tokenize
    vader = SentimentIntensityAnalyzer()
    for text in texts:
        for paragraph in text.split("\n"):
            for sentence in sent_tokenize(paragraph) if set(parts) - {"textblob"} else ():
                if "words" in parts:
                    cut(sentence)
                if "vader" in parts:
                    vader.polarity_scores(sentence)
            if "textblob" in parts:
                TextBlob(paragraph).sentiment  # noqa: B018 # the property does the work


def give_punkt(folder: Path) -> None:
    """Put the shipped Punkt parameters where NLTK's functions look, as its own would have to be downloaded."""
    place = folder / "tokenizers" / "punkt_tab" / "english"
    place.mkdir(parents=True)
    os.environ["NLTK_DATA"] = str(folder)
    from nltk.tabdata import TabEncoder

    from framing.preprocessing.punkt import punkt

    parameters, write = punkt()._params, TabEncoder()  # noqa: SLF001 # its own parameters
    for name, content in (
        ("collocations.tab", write.tups2tab(parameters.collocations)),
        ("sent_starters.txt", write.set2txt(parameters.sent_starters)),
        ("abbrev_types.txt", write.set2txt(parameters.abbrev_types)),
        ("ortho_context.tab", write.ivdict2tab(parameters.ortho_context)),
    ):
        (place / name).write_text(content, encoding="utf-8")


def vectorize(texts: Sequence[str]) -> None:
    """scikit-learn's counts of single words."""
    from sklearn.feature_extraction.text import CountVectorizer

    CountVectorizer().fit_transform(texts)


def by_stage(texts: Sequence[str], stage: str) -> None:
    """One stage of ours, from the text on."""
    from framing.preprocessing.prepare import prepare_all
    from framing.preprocessing.sentences import find_sentences
    from framing.preprocessing.texts import Slices, Texts

    step = 400
    for low in range(0, len(texts), step):
        prepared = prepare_all([line for text in texts[low : low + step] for line in text.split("\n")])
        paragraphs = Texts([each.text for each in prepared])
        if stage == "textblob":
            _instrument("framing.tone.textblob", "TextBlobTone").read_columns(paragraphs)
            continue
        found = find_sentences(paragraphs)
        spans = Slices(paragraphs, found.text, found.start, found.end)
        sentences = Texts(spans, paragraphs.vocabulary, found.chunks)
        if stage == "words":
            sentences.tokens  # noqa: B018 # the property does the work
        elif stage == "vader":
            _instrument("framing.tone.vader", "VaderTone").read_columns(sentences)
        elif stage in ("frames", "actors"):
            _instrument("framing.lexicon.instrument", f"{stage[:-1]}_instrument", stage).find(sentences)


_MADE: dict[str, Any] = {}


def _instrument(module: str, name: str, *arguments: str) -> Any:
    from importlib import import_module

    if name not in _MADE:
        _MADE[name] = getattr(import_module(module), name)(*arguments)
    return _MADE[name]


def twice(texts: Sequence[str], evidence: Literal["hits", "none"]) -> float:
    """Seconds that scoring takes where every word was met before, nothing written."""
    from framing.model import Article
    from framing.scoring import Options, Scorer, batches

    articles = [Article(id=str(number), text=text) for number, text in enumerate(texts)]
    scorer = Scorer(Options(instruments=ISSUE, evidence=evidence))
    for batch in batches(articles):
        scorer.score(batch)
    start = time.process_time()
    for batch in batches(articles):
        scorer.score(batch)
    return time.process_time() - start


#: In memory, every word met before; and what evidence is gathered.
WARM: dict[str, Literal["hits", "none"]] = {"warm": "hits", "warm, no evidence": "none"}
STAGES: dict[str, Callable[[Sequence[str]], object]] = {
    PLAIN: lambda texts: plainly(texts, ("words", "vader", "textblob")),
    "the same, NLTK's class for words": lambda texts: plainly(texts, ("words", "vader", "textblob", "class")),
    "NLTK sentences": lambda texts: plainly(texts, ("sentences",)),
    "NLTK sentences and words": lambda texts: plainly(texts, ("words",)),
    "NLTK sentences, vaderSentiment": lambda texts: plainly(texts, ("vader",)),
    "TextBlob": lambda texts: plainly(texts, ("textblob",)),
    "CountVectorizer": vectorize,
    "framing: sentences": lambda texts: by_stage(texts, "sentences"),
    "framing: sentences and words": lambda texts: by_stage(texts, "words"),
    "framing: … and frames": lambda texts: by_stage(texts, "frames"),
    "framing: … and actors": lambda texts: by_stage(texts, "actors"),
    "framing: sentences, VADER with evidence": lambda texts: by_stage(texts, "vader"),
    "framing: TextBlob with evidence": lambda texts: by_stage(texts, "textblob"),
}


def in_process(command: list[str]) -> tuple[float, float, float, str]:
    """Seconds by the clock and of processor, peak memory in MB and output of a process, its start included."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, stdout=told)
        _, status, used = wait(process.pid)
        if status:
            raise SystemExit(f"{' '.join(command)}: ended with {status}")
        told.seek(0)
        output = told.read()
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, output


def wait(pid: int) -> tuple[int, int, resource.struct_rusage]:
    """What `os.wait4` says; the process's children are in its figures."""
    return os.wait4(pid, 0)


def measure(path: Path, megabytes: float, stage: str, more: list[str] | None = None) -> dict[str, Any]:
    """One row of the table."""
    mine = [sys.executable, str(Path(__file__))]
    if stage in STAGES or stage in WARM:
        _, _, memory, output = in_process([*mine, "--stage", stage, "--text", str(path)])
        seconds = float(output.split()[-1])
    else:
        with tempfile.TemporaryDirectory() as work:
            command = [
                sys.executable,
                "-m",
                "framing",
                "score",
                str(path),
                "-o",
                f"{work}/run",
                *(more or []),
            ]
            clock, seconds, memory, _ = in_process(command)
            if "--jobs" in command:
                seconds = clock
    return {"what": stage, "MB": round(megabytes, 2), "MB/s": megabytes / seconds, "peak MB": memory}


def cut(path: Path, texts: Sequence[str], megabytes: float) -> float:
    """Write as many texts as so many megabytes hold; return how many those are."""
    size = 0
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(texts):
            if size >= megabytes * 1e6:
                break
            size += len(text.encode())
            stream.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    return size / 1e6


def cut_all(text: Path | None, folder: Path, wanted: Sequence[float]) -> list[tuple[Path, float]]:
    """Files of so many megabytes, and what each holds, of a file's texts or of made ones."""
    from corpus import make_texts

    texts = read_texts(text) if text else list(make_texts(round(max(wanted) * 1e6)))
    paths = [folder / f"{number}.jsonl" for number in range(len(wanted))]
    return [(path, cut(path, texts, size)) for path, size in zip(paths, wanted, strict=True)]


def whole_jobs() -> dict[str, list[str]]:
    """What `framing score` is asked: the job of the ratios, without evidence, as users run it."""
    chosen = [part for name in ISSUE for part in ("-i", name)]
    return {
        "framing score": chosen,
        "framing score --evidence none": [*chosen, "--evidence", "none"],
        "framing score, oped too": [],
        "framing score --jobs 2": [*chosen, "--jobs", "2"],
    }


def run(out: Path, text: Path | None, megabytes: float, sample: float) -> None:
    """Measure everything, and write it."""
    out.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as work:
        # in a process of its own: the peak of whoever starts a process is the least that is told of it
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
            wanted = [sample, *(times * megabytes for times in TIMES)]
            (small, sampled), *files = apart.submit(cut_all, text, Path(work), wanted).result()
        rows += [measure(small, sampled, stage) for stage in STAGES]
        for path, size in files:
            rows += [measure(path, size, name, more) for name, more in whole_jobs().items()]
            rows += [measure(path, size, stage) for stage in WARM]
            rows.append(measure(small, sampled, PLAIN))
    write(out, rows)


def write(out: Path, rows: list[dict[str, Any]]) -> None:
    """The table, as CSV and Markdown, and the figure."""
    import pandas as pd

    table = pd.DataFrame(rows)
    base = table.loc[table["what"] == PLAIN, "MB/s"].mean()
    table["times the libraries"] = table["MB/s"] / base
    table.round(3).to_csv(out / "engine.csv", index=False)
    lines = ["| what | MB | MB/s | times the libraries | peak MB |", "|---|---|---|---|---|"]
    lines += [
        f"| {row['what']} | {row['MB']:.1f} | {row['MB/s']:.2f} | {row['times the libraries']:.1f} "
        f"| {row['peak MB']:.0f} |"
        for row in table.to_dict("records")
    ]
    (out / "engine.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    draw(out, table, base)


def draw(out: Path, table: Any, base: float) -> None:
    """Throughput and peak memory against size."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    from framing.reporting.style import figure_style

    with figure_style():
        figure, (left, right) = plt.subplots(1, 2, figsize=(7.2, 2.8), layout="constrained")
        for (name, mine), marker in zip(
            ((name, table[table["what"] == name]) for name in whole_jobs()), "os^D", strict=True
        ):
            left.plot(mine["MB"], mine["MB/s"] / base, marker=marker, label=name)
            right.plot(mine["MB"], mine["peak MB"], marker=marker, label=name)
        for axes, label in ((left, "times the libraries"), (right, "peak memory (MB)")):
            axes.set_xscale("log", base=4)
            axes.set_xticks(sorted(set(mine["MB"])), [f"{size:.0f}" for size in sorted(set(mine["MB"]))])
            axes.set_xlabel("text (MB)")
            axes.set_ylabel(label)
            axes.set_ylim(bottom=0)
        left.legend(frameon=False)
        for kind in ("pdf", "svg", "png"):
            figure.savefig(out / f"engine.{kind}", dpi=200)


def main() -> None:
    """Measure, or be one of the processes that are measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("out", nargs="?", type=Path)
    parser.add_argument("--text", type=Path)
    parser.add_argument("--megabytes", type=float, default=1.25)
    parser.add_argument("--sample", type=float, default=2.0)
    parser.add_argument("--stage")
    given = parser.parse_args()
    if given.stage in WARM:
        print(twice(read_texts(given.text), WARM[given.stage]))
    elif given.stage:
        texts, stage = read_texts(given.text), STAGES[given.stage]
        with tempfile.TemporaryDirectory() as folder:
            give_punkt(Path(folder))
            stage(texts[:1])  # what is loaded once
            start = time.process_time()
            stage(texts)
            print(time.process_time() - start)
    else:
        run(given.out or Path("reports/engine"), given.text, given.megabytes, given.sample)


if __name__ == "__main__":
    main()
