"""Small runs made by hand: counts and scores stand in the test, no instrument and no text is involved."""

from __future__ import annotations

import math

from framing.model import Measure, Source
from framing.run import make_run

FRAMES = ("security", "economic")
SOURCE = Source("t", "1", "c", "MIT", "https://example.org", "en", "0")
NAN = math.nan


def measures(tones=("textblob", "vader"), frames=FRAMES):
    """Measures of one codebook `frames`, of actors, and of tone instruments."""
    inf = math.inf
    made = [
        Measure(f"frames_{frame}_{stat}", "frames", frame, stat, "frame", 0.0, inf, 0.0, "u", "m")
        for frame in frames
        for stat in ("n", "n_with_names", "rate")
    ]
    made += [
        Measure("actors_n", "actors", "all", "n", "actor", 0.0, inf, 0.0, "u", "m"),
        Measure("actors_distinct", "actors", "all", "distinct", "actor", 0.0, inf, 0.0, "u", "m"),
    ]
    for tone in tones:
        made += [
            Measure(f"{tone}_tone", tone, "tone", "mean", "tone", -1.0, 1.0, 0.0, "u", "m"),
            Measure(f"{tone}_tone_net", tone, "tone", "net", "tone", -1.0, 1.0, 0.0, "u", "m"),
            Measure(f"{tone}_tone_frame_share", tone, "tone", "frame_share", "tone", 0.0, 1.0, 0.0, "u", "m"),
        ]
    return made


def sentence(words=10, *, tone=NAN, vader=NAN, actors=(), share=NAN, **hits):
    """One sentence of the author's: words, scores, the actors it names, hits of frames by name."""
    return {"words": words, "textblob": tone, "vader": vader, "actors": actors, "share": share, "hits": hits}


def run_of(articles, *, columns=None, baseline=None, evidence=(), reference=None, frames=FRAMES):
    """Make a run of `{article: [(kind, [sentence, …]), …]}`; `columns` are lists of metadata."""
    listed = measures(frames=frames)
    tables = {
        name: {}
        for name in ("articles", "paragraphs", "by_voice", "sentences", "actors", "evidence", "quotations")
    }
    for index, (article, paragraphs) in enumerate(articles.items()):
        words = sum(s["words"] for _, sentences in paragraphs for s in sentences)
        extra = {name: values[index] for name, values in (columns or {}).items()}
        _add(tables["articles"], article=article, input="i", row=None, n_words=words,
             n_paragraphs=len(paragraphs), **extra)  # fmt: skip
        for number, (kind, sentences) in enumerate(paragraphs):
            _paragraph(tables, listed, article, number, kind, sentences)
    for row in evidence:
        _add(tables["evidence"], **row)
    return make_run(
        **tables,
        measures=[(measure, SOURCE, "") for measure in listed],
        rejected=[],
        manifest={
            "codebooks": {"frames": {"baseline": baseline or {}}},
            **({"tone_reference": reference} if reference else {}),
        },
    )


def _paragraph(tables, listed, article, number, kind, sentences):
    total = sum(s["words"] for s in sentences)
    place = {"article": article, "paragraph": number}
    _add(tables["paragraphs"], **place, kind=kind, start=0, end=1, n_words=total,
         n_sentences=len(sentences), text="")  # fmt: skip
    for voice in ("all", "author", "quoted"):
        spoken = sentences if voice != "quoted" else []
        _add(tables["by_voice"], **place, voice=voice, **_values(listed, spoken))
        for index, each in enumerate(sentences):
            _add(tables["sentences"], **place, sentence=index, voice=voice, start=0, end=1,
                 **_values(listed, [each] if spoken else []))  # fmt: skip
    for index, each in enumerate(sentences):
        for actor in each["actors"]:
            _add(tables["actors"], **place, sentence=index, voice="author", actor=actor, n=1)


def _values(listed, sentences):
    words = sum(s["words"] for s in sentences)
    return {"n_words": words} | {m.column: _value(m, sentences, words) for m in listed}


def _value(measure, sentences, words):
    if measure.kind == "actor":
        named = [actor for s in sentences for actor in s["actors"]]
        return len(named) if measure.statistic == "n" else float(len(set(named)))
    if measure.kind == "frame":
        hits = sum(s["hits"].get(measure.category, 0) for s in sentences)
        return hits if measure.statistic != "rate" else (100 * hits / words if words else NAN)
    key = "share" if measure.statistic == "frame_share" else measure.instrument
    scores = [s[key] for s in sentences if not math.isnan(s[key])]
    return sum(scores) / len(scores) if scores else NAN


def _add(table, **row):
    for name, value in row.items():
        table.setdefault(name, []).append(value)


def hit(article, paragraph, instrument, start, end, term, contribution, *, weight=None, voice="author"):
    """Make one row of evidence."""
    weight = contribution if weight is None else weight
    return {
        "article": article,
        "paragraph": paragraph,
        "sentence": 0,
        "voice": voice,
        "speaker": None,
        "start": start,
        "end": end,
        "instrument": instrument,
        "category": "tone",
        "term": term,
        "text": term,
        "weight": weight,
        "contribution": contribution,
        "negated": False,
        "in_name": False,
    }
