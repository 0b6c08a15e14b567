"""One article as the page shows it: its header in words, and each paragraph's marked text with its scores."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from framing.reporting import words
from framing.reporting.blocks import Bar, Block, Evidence, Sheet, Told
from framing.reporting.listing import Cell, Listing, listing, number
from framing.reporting.lookup import rows_by
from framing.reporting.marks import Mark, segments, sign_of
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
        self._paragraphs = rows_by(run.paragraphs, "article")
        self._values = rows_by(run.select(kind=None), "article")
        self._quotations = rows_by(run.quotations, "article")
        self._leading = rows_by(findings.leading("article"), "group")
        self._titles = rows_by(findings.leading("title") if codebooks(run) else None, "group")
        self._tone = rows_by(findings.agreement("article"), "group")
        self._summary = rows_by(findings.summary("article"), "group")
        measures = run.measures
        frames = measures.loc[measures["kind"] == "frame"]
        rates, counts = (frames.loc[frames["statistic"] == name] for name in ("rate", "n"))
        columns = (
            *(rates[name].tolist() for name in ("instrument", "category", "column")),
            counts["column"].tolist(),
        )
        #: Codebook, frame, and the columns of its rate and of its hits.
        self._frames = tuple(zip(*columns, strict=True))
        self._articles = rows_by(run.articles, "article")
        self._ids = run.articles["article"].astype(str).tolist()
        self._roles = _roles(measures)
        self._books = codebooks(run)

    @cached_property
    def _evidence(self) -> Callable[[str], list[Record]]:
        """Hits of an article; made for the first sheet, since they take the most memory."""
        return rows_by(self._with_slight(self.run.evidence), "article")

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
            if not _missing(row["start"]) and not row["slight"]
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
        placed = [row for row in evidence if not _missing(row["start"]) and not row["slight"]]
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
            strong = tuple(_told(row) for row in rows if not row["slight"])
            slight = [float(row["contribution"]) for row in rows if row["slight"]]
            actor = category if is_actor else ""
            yield Evidence(what, instrument, actor, strong, len(slight), signed(math.fsum(slight), 3))

    def _with_slight(self, evidence: pd.DataFrame) -> pd.DataFrame:
        """The evidence and whether each hit is a tone word of little weight."""
        size = evidence["weight"].abs()
        strongest = size.groupby(evidence["instrument"]).transform("max")
        tones = [name for name in evidence["instrument"].unique() if self._roles.get(name, "tone") == "tone"]
        return evidence.assign(slight=evidence["instrument"].isin(tones) & (size < strongest * SLIGHT))


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


def _missing(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124 # only NaN is not itself


def _text(value: Any) -> str:
    """Text of a cell, empty where it is missing."""
    return value if isinstance(value, str) else ""
