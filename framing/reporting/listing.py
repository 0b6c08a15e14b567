"""Tables of the page: figures of `framing.statistics` as rows of text, with what each column means."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.reporting import words
from framing.reporting.figures.selection import article_names
from framing.reporting.rerun import command_without
from framing.reporting.style import codebooks, signed
from framing.statistics.emphasis import LEADS

if TYPE_CHECKING:
    from framing.reporting.findings import Findings
    from framing.reporting.sheet import Legend
    from framing.run import Run

    Record = Mapping[Any, Any]

#: Actors, tone words and rows by text on the page; all actors and texts are in the CSV files.
MOST_ACTORS, MOST_WORDS, MOST_ROWS = 25, 10, 300
#: What stands where nothing could be measured.
SILENT = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text and interval, where it leads to, and the style class of the frame that it names.

    `code` is a line to be typed.
    """

    text: str
    interval: str = ""
    link: str = ""
    style: str = ""
    letter: str = ""
    number: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with its caption; the first cell of each row names it."""

    name: str
    caption: str
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def listing(
    name: str, caption: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], note: str = ""
) -> Listing:
    """Make a table; a heading stands right where its column holds numbers."""
    made = tuple(tuple(row) for row in rows)
    right = [bool(made) and all(row[place].number for row in made) for place in range(len(head))]
    heads = tuple(Cell(text, number=number) for text, number in zip(head, right, strict=True))
    return Listing(name, caption, heads, made, note)


def number(text: str, interval: str = "") -> Cell:
    """Make a cell of figures; an interval may stand on a line of its own."""
    return Cell(text, interval=interval.strip(), number=True)


def tone(row: Record, name: str = "") -> Cell:
    """Make a cell of a tone with its interval; `name` is that of the columns, such as `standard_`."""
    low, high = row[f"{name}low"], row[f"{name}high"]
    return number(signed(row[f"{name}value"]), words.between(low, high, words.bound))


class Listings:
    """The tables of one run."""

    def __init__(self, run: Run, findings: Findings, legend: Legend, places: Mapping[str, str]) -> None:
        self.run, self.findings, self.legend, self.places = run, findings, legend, places
        self.titles = article_names(run)
        body = run.paragraphs.loc[run.paragraphs["kind"] == "body"]
        self._n_words = body.groupby("article")["n_words"].sum()
        frames = run.measures.loc[run.measures["kind"] == "frame"].drop_duplicates(["instrument", "category"])
        #: Codebooks in which no frame can lead.
        self._alone = {book for book, n in Counter(frames["instrument"]).items() if n == 1}

    def articles(self) -> Listing:
        """One row an article: what leads, how often each frame was hit, tone, words, flags."""
        books = codebooks(self.run)
        leading = _grouped(self.findings.leading("article").to_dict("records") if books else [])
        tones = _grouped(self.findings.agreement("article").to_dict("records"))
        frames = [key for key in self.legend.looks if key[0] in books]
        head = [
            "article",
            "outlet",
            "date",
            *(_of(books, "leading frame, emphasis", book) for book in books),
        ]
        head += [f"{words.called(name)} per 100 words" for _, name in frames]
        head += [*self.legend.tones.values(), "words", "flags"]
        rows = [
            self._article(
                article, leading.get(article["article"], []), tones.get(article["article"], []), books
            )
            for article in self.run.articles.to_dict("records")
        ]
        return listing("articles", "The articles, their bodies without titles and headings", head, rows)

    def _article(
        self, article: Record, leading: Sequence[Record], tones: Sequence[Record], books: Sequence[str]
    ) -> list[Cell]:
        name = article["article"]
        cells = [Cell(self.titles[name], link=self.places.get(name, "")), Cell(_given(article["outlet"]))]
        cells.append(Cell(_given(article["date"])))
        cells += [self._verdict([row for row in leading if row["instrument"] == book]) for book in books]
        cells += [number(_rate(row["rate"], row["n"])) for row in leading]
        known = {row["measure"]: row for row in tones}
        cells += [tone(known[measure]) for measure in self.legend.tones]
        cells += [number(f"{int(self._n_words.get(name, 0)):,}"), Cell(words.thin(leading))]
        return cells

    def _verdict(self, rows: Sequence[Record]) -> Cell:
        verdict = rows[0]["verdict"]
        if rows[0]["n_words"] and rows[0]["instrument"] in self._alone:
            return Cell(words.ONE_FRAME)
        for row in rows:
            if row["category"] == verdict:
                key = row["instrument"], verdict
                stressed = words.times(row["emphasis"])
                interval = words.between(row["low"], row["high"], words.times)
                return Cell(
                    f"{words.called(verdict)} {stressed}",
                    interval.strip(),
                    style=self.legend.styles[key],
                    letter=self.legend.looks[key].letter,
                )
        return Cell(verdict if rows[0]["n_words"] else "no words")

    def frames(self, by: str = "article") -> Listing:
        """One row a text and frame: hits, rate, expectation, emphasis with interval, posterior."""
        table = self.findings.leading(by)
        several = table["instrument"].nunique() > 1
        head = [by, *(["codebook"] if several else []), "frame", "hits", "per 100 words", "expected hits"]
        rows = [
            [self._group(row, by), *([Cell(row["instrument"])] if several else []), *self._frame(row)]
            for row in table.head(MOST_ROWS).to_dict("records")
        ]
        baselines = "; ".join(dict.fromkeys(table["baseline"]))
        note = (
            f"What is usual: {baselines}. Emphasis: hits over the expected ones, drawn towards 1 where there is little "
            f"text. A frame leads if the probability that it is stressed most is {LEADS:.2f} or more."
        )
        note += _more(len(table), "frames")
        caption = f"Frames by {by}: hits outside names, and how much each frame is stressed"
        head += ["emphasis", "probability largest", "leading frame"]
        return listing(f"frames by {by}", caption, head, rows, note)

    def _frame(self, row: Record) -> list[Cell]:
        key = row["instrument"], row["category"]
        label = words.called(row["category"])
        named = Cell(label, style=self.legend.styles[key], letter=self.legend.looks[key].letter)
        if row["n_words"] == 0:
            return [named, *[number(SILENT)] * 5, Cell("no words")]
        return [
            named,
            number(f"{row['n']:,}"),
            number(_rate(row["rate"], row["n"])),
            number(f"{row['expected']:.1f}"),
            number(words.times(row["emphasis"]), words.between(row["low"], row["high"], words.times)),
            number(words.probability(row["posterior"])),
            Cell(words.ONE_FRAME if row["instrument"] in self._alone else words.called(row["verdict"])),
        ]

    def tone(self, by: str = "article") -> Listing:
        """One row a text and tone measure: value with interval, beside the reference sample, covered, words."""
        table = self.findings.agreement(by)
        head = [by, "instrument", "tone", "in SD of opinion pieces", "words measured", "rests on", "interval"]
        rows = [
            [
                self._group(row, by),
                Cell(self.legend.tones[row["measure"]]),
                tone(row),
                tone(row, "standard_"),
                number(words.percent(row["covered"]) if row["n_words"] else SILENT),
                Cell(row["words"]),
                Cell(row["interval"]),
            ]
            for row in table.head(MOST_ROWS).to_dict("records")
        ]
        references = "; ".join(dict.fromkeys(filter(None, table["reference"])))
        note = (f"Standardised: {references}." if references else "") + _more(len(table), "tone")
        return listing(f"tone by {by}", f"Tone by {by}: means over sentences, 0 is neutral", head, rows, note)

    def _group(self, row: Record, by: str) -> Cell:
        name = row["group"]
        return Cell(self.titles[name], link=self.places.get(name, "")) if by == "article" else Cell(name)

    def tone_words(self) -> tuple[Listing, ...]:
        """List the words that carry most of each instrument's tone, a table an instrument, each with its way out."""
        from framing import statistics

        if not self.run.has_evidence:
            return ()
        head = ["word", "hits", "weight", "part of the tone", "share", "to read the articles without it"]
        found = _grouped(statistics.tone_words(self.run, top=MOST_WORDS).to_dict("records"), "instrument")
        return tuple(
            listing(f"tone words {name}", f"Words of {called}", head, list(map(self._tone_word, found[name])))
            for name, (_, called) in self.legend.heard.items()
            if name in found
        )

    def _tone_word(self, row: Record) -> list[Cell]:
        share = SILENT if math.isnan(row["share"]) else words.percent(row["share"])
        return [
            Cell(row["term"]),
            number(f"{row['n']:,}"),
            number(signed(row["weight"])),
            number(signed(row["contribution"], 3)),
            number(share),
            Cell(command_without(self.run, row["term"]), code=True),
        ]

    def actors(self) -> Listing:
        """One row an actor: mentions, and frames and tone of the sentences that name it."""
        table = self.findings.actors()
        shown = table.loc[table["statistic"].isin(("rate", "mean")) & (table["measure"] != "")]
        measures = [m for m in dict.fromkeys(shown["measure"]) if m in self.legend.tones or self._is_rate(m)]
        names = {row["measure"]: row for row in shown.to_dict("records")}
        head = ["actor", "mentions", "sentences"]
        head += [
            self.legend.tones.get(m) or f"{words.called(names[m]['category'])} per 100 words"
            for m in measures
        ]
        found = _grouped(shown.to_dict("records"), "actor")
        rows = [self._actor(name, records, measures) for name, records in list(found.items())[:MOST_ACTORS]]
        more = len(found) - len(rows)
        note = "Figures of the sentences that name the actor, with 95 % intervals where five paragraphs or more do."
        note += f" {words.counted(more, 'more actor')} in tables/actors.csv." if more > 0 else ""
        caption = f"Actors: {self.legend.subject.lower()} of the sentences that name them"
        return listing("actors", caption, head, rows, note)

    def _is_rate(self, measure: str) -> bool:
        row = self.run.measures.loc[self.run.measures["column"] == measure]
        return bool((row["kind"] == "frame").any())

    def _actor(self, name: str, records: Sequence[Record], measures: Sequence[str]) -> list[Cell]:
        known = {row["measure"]: row for row in records}
        first = records[0]
        cells = [Cell(name), number(f"{first['mentions']:,}"), number(f"{first['n_sentences']:,}")]
        for measure in measures:
            row = known[measure]
            if measure in self.legend.tones:
                cells.append(tone(row))
            else:
                interval = words.between(row["low"], row["high"], _one)
                cells.append(number(_rate(row["value"], row["n"]), interval))
        return cells


def _more(rows: int, name: str) -> str:
    return f" {words.counted(rows - MOST_ROWS, 'more row')} in tables/{name}.csv." if rows > MOST_ROWS else ""


def _one(value: float) -> str:
    return f"{value:.1f}"


def _of(books: Sequence[str], what: str, book: str) -> str:
    return what if len(books) == 1 else f"{what} ({book})"


def _rate(rate: float, n: float) -> str:
    if math.isnan(rate):
        return SILENT
    return f"{rate:.1f}" if n else "0"


def _given(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _grouped(rows: Iterable[Record], key: str = "group") -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found
