"""One article as the page shows it: its header in words, and each paragraph's marked text with its scores."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from framing.reporting import words
from framing.reporting.listing import Cell, Listing, listing, number
from framing.reporting.marks import Mark, Segment, segments, sign_of
from framing.reporting.style import Look, codebooks, frame_looks, signed
from framing.reporting.wordless import shows_text

if TYPE_CHECKING:
    import pandas as pd

    from framing.reporting.findings import Findings
    from framing.run import Run

    Record = Mapping[Any, Any]

#: Paragraphs of fewer words have hollow bars: one hit more or less moves their rate by five and more.
THIN_WORDS = 20
#: A word of tone is marked in the text from this share of the strongest word's weight up; the others are listed.
SLIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Bar:
    """A frame's rate in one paragraph; `share` is its length, 1 for the highest rate of the article."""

    label: str
    letter: str
    style: str
    n: int
    rate: str
    share: float


@dataclass(frozen=True, slots=True)
class Told:
    """One hit as it is listed: its words, its pattern where that says more, its weight and what it adds to a tone."""

    number: int
    text: str
    pattern: str
    weight: str
    adds: str
    voice: str
    note: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hits of one category in a paragraph: what they are of, whose they are, and each of them.

    So many as `slight` says are not marked in the text, as a trained model has a little to say of nearly every word;
    `slight_adds` is what they add together.
    """

    what: str
    instrument: str
    actor: str
    hits: tuple[Told, ...]
    slight: int
    slight_adds: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its marked text, and what stands beside it."""

    number: int
    kind: str
    anchor: str
    parts: tuple[Segment, ...]
    bars: tuple[Bar, ...]
    tones: tuple[tuple[str, str, int], ...]
    n_words: int
    thin: bool
    speakers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    silent: bool

    @property
    def n_hits(self) -> int:
        """How many hits are listed."""
        return sum(len(each.hits) + each.slight for each in self.evidence)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article as the page shows it."""

    id: str
    anchor: str
    title: str
    meta: tuple[str, ...]
    url: str | None
    lead: tuple[str, ...]
    blocks: tuple[Block, ...]
    heading: Block | None
    terms: Listing | None = None


@dataclass(frozen=True, slots=True)
class Legend:
    """What a run measured and how it is marked: for each codebook and frame its look and style class.

    `heard` has for each instrument of tone its style class and its short name, `sources` for every instrument where
    it comes from.
    """

    looks: Mapping[tuple[str, str], Look]
    styles: Mapping[tuple[str, str], str]
    tones: Mapping[str, str]
    actors: bool
    heard: Mapping[str, tuple[str, str]]
    sources: Mapping[str, str]

    @property
    def subject(self) -> str:
        """What a report on the run is of: `Frames and tone`, or less where less was measured."""
        known = (("frames", self.looks), ("tone", self.tones))
        return words.capital(words.listed([name for name, there in known if there]) or "actors")

    @classmethod
    def of(cls, run: Run) -> Legend:
        """Number the frames of all codebooks of a run."""
        from framing.reporting.figures.selection import tone_names

        looks = {
            (book, name): look for book in codebooks(run) for name, look in frame_looks(run, book).items()
        }
        styles = {key: f"f{number}" for number, key in enumerate(looks)}
        listed = run.measures.drop_duplicates("instrument").set_index("instrument")
        tones = run.measures.loc[run.measures["kind"] == "tone", "instrument"].unique()
        heard = {
            str(name): (f"t{number}", words.short_title(str(listed.loc[name, "title"])))
            for number, name in enumerate(tones)
        }
        sources = {str(row.Index): f"{row.title}, version {row.version}" for row in listed.itertuples()}
        actors = bool((run.measures["kind"] == "actor").any())
        return cls(looks, styles, tone_names(run), actors=actors, heard=heard, sources=sources)


class Sheets:
    """Makes one article's sheet at a time; what all share is looked up once."""

    def __init__(self, run: Run, findings: Findings, legend: Legend) -> None:
        self.run, self.findings, self.legend = run, findings, legend
        self._paragraphs = _rows(run.paragraphs, "article")
        self._values = _rows(run.select(kind=None), "article")
        self._evidence = _rows(run.evidence, "article")
        self._quotations = _rows(run.quotations, "article")
        self._leading = _rows(findings.leading("article"), "group")
        self._titles = _rows(findings.leading("title"), "group") if codebooks(run) else _rows(None, "group")
        self._tone = _rows(findings.agreement("article"), "group")
        self._summary = _rows(findings.summary("article"), "group")
        size = run.evidence["weight"].abs().groupby(run.evidence["instrument"]).max()
        self._slight = {str(name): float(each) * SLIGHT for name, each in size.items()}
        measures = run.measures
        frames = measures.loc[measures["kind"] == "frame"]
        rates, counts = (frames.loc[frames["statistic"] == name] for name in ("rate", "n"))
        columns = (
            *(rates[name].tolist() for name in ("instrument", "category", "column")),
            counts["column"].tolist(),
        )
        #: Codebook, frame, and the columns of its rate and of its hits.
        self._frames = tuple(zip(*columns, strict=True))
        self._articles = _rows(run.articles, "article")
        self._ids = run.articles["article"].astype(str).tolist()
        self._roles = _roles(measures)
        self._books = codebooks(run)

    def sheet(self, position: int) -> Sheet:
        """Make the sheet of the article at this position of the run."""
        name = self._ids[position]
        (article,) = self._articles(name)
        blocks = tuple(self._blocks(name, f"a{position + 1}"))
        titled = blocks[0] if blocks and blocks[0].kind == "title" else None
        return Sheet(
            id=name,
            anchor=f"a{position + 1}",
            title=_text(article["title"]) or name,
            meta=tuple(filter(None, (_text(article[key]) for key in ("outlet", "author", "date")))),
            url=web_address(_text(article["url"])),
            lead=self.lead(position) if len(self.run.articles) > 1 else (),
            blocks=blocks[1:] if titled else blocks,
            heading=titled if shows_text(self.run) else None,
            terms=None if shows_text(self.run) else self._terms(name),
        )

    def _terms(self, article: str) -> Listing:
        """Count the terms of an article in alphabetical order, for a page that does not show where they stand."""
        found = Counter(
            (self._what(row["instrument"], row["category"]), _text(row["term"]).lower())
            for row in self._evidence(article)
            if not _missing(row["start"]) and not self._is_slight(row)
        )
        rows = [[Cell(what), Cell(term), number(f"{n:,}")] for (what, term), n in sorted(found.items())]
        note = "In alphabetical order; words of tone from a tenth of the strongest weight up."
        return listing("terms", "Terms that were found", ["of", "term", "hits"], rows, note)

    def _what(self, instrument: str, category: str) -> str:
        is_actor = self._roles.get(instrument) == "actor"
        return f"actor {category}" if is_actor else f"{words.called(category)} ({instrument})"

    def lead(self, position: int) -> tuple[str, ...]:
        """Say in words what the article at this position stresses, its tone, and how sure that is."""
        return tuple(filter(None, self._lead(self._ids[position])))

    def _lead(self, article: str) -> Iterator[str]:
        """Header in words, a paragraph each: every codebook's frames, then tone, then where instruments differ."""
        books = self._books
        leading, titles, tone = self._leading(article), self._titles(article), self._tone(article)
        for book in books:
            rows = [row for row in leading if row["instrument"] == book]
            beside = [row for row in titles if row["instrument"] == book]
            frames = words.frames_lead(rows), words.title_beside(beside), words.care(rows)
            yield ("" if len(books) == 1 else f"{book}: ") + " ".join(filter(None, frames))
        shares = [row for row in self._summary(article) if row["statistic"] == "frame_share"]
        tones = (
            *(words.tone_is(row, self.legend.tones[row["measure"]]) for row in tone),
            words.frame_words_share((self._tone_of(row), float(row["value"])) for row in shares),
        )
        yield " ".join(filter(None, tones))
        yield words.tones_compared(tone, self.legend.tones)

    def _tone_of(self, row: Record) -> str:
        return self.legend.heard[row["instrument"]][1]

    def _blocks(self, article: str, anchor: str) -> Iterator[Block]:
        values = {row["paragraph"]: row for row in self._values(article)}
        evidence: dict[int, list[Record]] = {}
        for row in self._evidence(article):
            evidence.setdefault(row["paragraph"], []).append(row)
        quoted: dict[int, list[Record]] = {}
        for row in self._quotations(article):
            quoted.setdefault(row["paragraph"], []).append(row)
        top = self._highest(values.values())
        for paragraph in self._paragraphs(article):
            number = paragraph["paragraph"]
            yield self._block(
                paragraph, anchor, values[number], evidence.get(number, []), quoted.get(number, []), top
            )

    def _block(
        self,
        paragraph: Record,
        anchor: str,
        values: Record,
        evidence: Sequence[Record],
        quoted: Sequence[Record],
        top: float,
    ) -> Block:
        shown = shows_text(self.run)
        placed = [row for row in evidence if not _missing(row["start"]) and not self._is_slight(row)]
        parts = segments(
            paragraph["text"],
            [self._mark(row) for row in placed],
            [(int(row["start"]), int(row["end"])) for row in quoted],
        )
        return Block(
            number=paragraph["paragraph"],
            kind=paragraph["kind"],
            anchor=f"{anchor}-p{paragraph['paragraph']}",
            parts=tuple(parts) if shown else (),
            bars=tuple(self._bars(values, top)),
            tones=tuple(self._tones(values)),
            n_words=int(values["n_words"]),
            thin=values["n_words"] < THIN_WORDS,
            speakers=tuple(dict.fromkeys(_text(row["speaker"]) or "not named" for row in quoted)),
            evidence=tuple(self._listed(evidence)) if shown else (),
            silent=not evidence,
        )

    def _highest(self, rows: Any) -> float:
        rates = [
            row[column] for row in rows if row["n_words"] >= THIN_WORDS for _, _, column, _ in self._frames
        ]
        return max((rate for rate in rates if not math.isnan(rate)), default=0.0)

    def _bars(self, values: Record, top: float) -> Iterator[Bar]:
        for book, label, column, counting in self._frames:
            rate, look = values[column], self.legend.looks[book, label]
            n = int(values[counting])
            share = min(rate / top, 1.0) if top and n else 0.0
            written = f"{rate:.1f}" if n else ""
            yield Bar(words.called(label), look.letter, self.legend.styles[book, label], n, written, share)

    def _tones(self, values: Record) -> Iterator[tuple[str, str, int]]:
        for column, name in self.legend.tones.items():
            value = values[column]
            if not math.isnan(value):
                yield name, signed(value), sign_of(value)

    def _mark(self, row: Record) -> Mark:
        key = row["instrument"], row["category"]
        role = self._roles.get(row["instrument"], "tone")
        look = self.legend.looks.get(key)
        return Mark(
            number=row["number"],
            role=role,
            start=int(row["start"]),
            end=int(row["end"]),
            style=self.legend.styles.get(key) or self.legend.heard.get(row["instrument"], ("", ""))[0],
            letter=look.letter if look else "",
            sign=sign_of(row["weight"]) if role == "tone" else 0,
            negated=bool(row["negated"]),
            in_name=bool(row["in_name"]),
        )

    def _listed(self, evidence: Sequence[Record]) -> Iterator[Evidence]:
        found: dict[tuple[str, str], list[Record]] = {}
        for row in evidence:
            found.setdefault((row["instrument"], row["category"]), []).append(row)
        for (instrument, category), rows in found.items():
            is_actor, what = self._roles.get(instrument) == "actor", self._what(instrument, category)
            strong = tuple(_told(row) for row in rows if not self._is_slight(row))
            slight = [float(row["contribution"]) for row in rows if self._is_slight(row)]
            actor = category if is_actor else ""
            yield Evidence(what, instrument, actor, strong, len(slight), signed(math.fsum(slight), 3))

    def _is_slight(self, row: Record) -> bool:
        tone = self._roles.get(row["instrument"], "tone") == "tone"
        return tone and bool(abs(row["weight"]) < self._slight[row["instrument"]])


def web_address(text: str) -> str | None:
    """Give an address if it is one of the web: nothing else becomes a link."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None


def _told(row: Record) -> Told:
    """The hit's words, pattern, weight, what it adds, and what is special about it."""
    text = _text(row["text"])
    is_tone = not math.isnan(row["contribution"])
    weight = signed(row["weight"]) if is_tone else f"{row['weight']:g}" if row["weight"] != 1 else ""
    special = (("negated", row["negated"]), ("inside a name", row["in_name"]))
    return Told(
        number=row["number"],
        text=text or "(no place in the text)",
        pattern=row["term"] if row["term"] != text.lower() else "",
        weight=weight,
        adds=signed(row["contribution"], 3) if is_tone else "",
        voice=f"quoted ({_text(row['speaker']) or 'speaker not named'})" if row["voice"] == "quoted" else "",
        note=", ".join(name for name, there in special if there),
    )


def _roles(measures: pd.DataFrame) -> dict[str, Any]:
    kinds = {"frame": "frame", "actor": "actor"}
    rows = zip(measures["instrument"], measures["kind"], strict=True)
    return {name: kinds.get(kind, "tone") for name, kind in reversed(list(rows))}


def _rows(table: pd.DataFrame | None, key: str) -> Any:
    """A function that gives the rows of one article as mappings, each with its number in the table.

    Columns are taken apart once: pandas is slow at giving a few rows again and again. Missing text is None, a missing
    number NaN.
    """
    if table is None or table.empty:
        return lambda _name: []
    groups: dict[Any, Any] = dict(table.groupby(key, sort=False).indices)
    columns = {str(name): _column(table[name]) for name in table.columns}

    def rows(name: str) -> list[Record]:
        places = groups.get(name)
        if places is None:
            return []
        values = [column(places) for column in columns.values()]
        names = (*columns, "number")
        return [dict(zip(names, row, strict=True)) for row in zip(*values, places.tolist(), strict=True)]

    return rows


def _column(values: pd.Series[Any]) -> Callable[[Any], list[Any]]:
    """A function that gives a column's values at some places as Python's own."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    if is_numeric_dtype(values) and not is_bool_dtype(values):
        array = values.to_numpy("float64", na_value=math.nan) if values.hasnans else values.to_numpy()
        return lambda places: array[places].tolist()
    codes, known = values.factorize(use_na_sentinel=True)
    texts = [*known.tolist(), None]
    return lambda places: [texts[code] for code in codes[places].tolist()]


def _missing(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124 # only NaN is not itself


def _text(value: Any) -> str:
    """Text of a cell, empty where it is missing."""
    return value if isinstance(value, str) else ""
