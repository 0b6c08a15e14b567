"""Runs of texts alone, made by hand: no instrument reads them, so that they are quick to make."""

from __future__ import annotations

from framing.preprocessing.tokens import count_words
from framing.run import make_run

TABLES = ("articles", "paragraphs", "by_voice", "sentences", "evidence", "actors", "quotations")


def worded_run(articles, *, quotations=(), kind="body", **columns):
    """Make a run of `{article: [[sentence, …], …]}`: paragraphs of sentences.

    `columns` are lists of metadata; `quotations` are tuples (article, paragraph, start, end).
    """
    tables = {name: {} for name in TABLES}
    for index, (article, paragraphs) in enumerate(articles.items()):
        total = sum(count_words(sentence) for sentences in paragraphs for sentence in sentences)
        _add(tables["articles"], article=article, input="i", row=None, n_words=total,
             n_paragraphs=len(paragraphs), **{name: values[index] for name, values in columns.items()})  # fmt: skip
        for number, sentences in enumerate(paragraphs):
            _paragraph(tables, article, number, sentences, kind)
    for article, paragraph, start, end in quotations:
        _add(tables["quotations"], article=article, paragraph=paragraph, start=start, end=end, speaker=None)
    return make_run(**tables, measures=[], rejected=[], manifest={})


def _paragraph(tables, article, number, sentences, kind):
    place, text, words = {"article": article, "paragraph": number}, "", 0
    for index, sentence in enumerate(sentences):
        start = len(text) + bool(text)
        text = f"{text} {sentence}" if text else sentence
        n = count_words(sentence)
        words += n
        _add(tables["sentences"], **place, sentence=index, voice="all", start=start, end=len(text), n_words=n)
    _add(tables["paragraphs"], **place, kind=kind, start=0, end=len(text), n_words=words,
         n_sentences=len(sentences), text=text)  # fmt: skip
    _add(tables["by_voice"], **place, voice="all", n_words=words)


def _add(table, **row):
    for name, value in row.items():
        table.setdefault(name, []).append(value)
