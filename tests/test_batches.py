"""What is read in batches equals what the libraries say of each text: sentences, words, VADER, TextBlob; whole runs.

The hostile texts are made here: pieces that the libraries' rules look at, in every order. The libraries themselves are
the yardstick, as they are installed, so a release that changes a rule is noticed.
"""

import math
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from laws import examples
from nltk.tokenize import NLTKWordTokenizer
from textblob.en import sentiment
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import framing as fr
from framing import scoring
from framing.preprocessing import vocabulary
from framing.preprocessing.prepare import prepare
from framing.preprocessing.punkt import punkt, punkt_spans
from framing.preprocessing.sentences import find_sentences
from framing.preprocessing.texts import Texts
from framing.preprocessing.tokens import sentence_spans, word_spans
from framing.preprocessing.vocabulary import Vocabulary
from framing.tone import TextBlobTone, VaderTone

ANALYZER = SentimentIntensityAnalyzer()
MARKS = [
    "can't",
    "cannot",
    "'tis",
    "wanna",
    "said.",
    '"',
    "''",
    "``",
    "'",
    "s'",
    ".",
    "...",
    ")",
    "x,",
    "5:3",
    "a.b",
]
MARKS += [
    "'s",
    "n't",
    "--",
    "—",
    "U.S.",
    "(",
    '"The',
    'end."',
    "end.'",
    "?!",
    ":",
    "5,000",
    "',",
    "'.",
    "d'ye",
    "[4]",
]
MARKS += [
    "ʿAbd",
    "中文",
    "ǅa",
    "He said. ",
    ".)\x1cClouds",
    "Mr.",
    "No.",
    "Dr",
    "A.",
    "etc.",
    "well.[4]",
    "bankrupt?:3",
    "Corp.)",
    "self-made.",
    "it's",
    "gonna,",
    "x...",
    "''The",
    "end.''",
    "(''x''),",
    "\"'",
    "'''",
]
TONES = [
    "good",
    "bad",
    "GOOD",
    "not",
    "never",
    "no",
    "No",
    "very",
    "VERY",
    "so",
    "this",
    "without",
    "doubt",
    "least",
]
TONES += [
    "at",
    "kind",
    "of",
    "the",
    "shit",
    "bomb",
    "bad",
    "ass",
    "beating",
    "heart",
    "love",
    "kiss",
    "death",
    "to",
]
TONES += [
    ": )",
    "! )",
    ": (",
    "die",
    "for",
    "but",
    "BUT",
    "isn't",
    "really",
    "extremely",
    "hardly",
    "nor",
    "great!",
    "?",
    "!!",
    ":)",
    "8)",
]
TONES += [
    "(8)",
    ":",
    ")",
    "D",
    "x",
    "and",
    "minister",
    "less",
    "more",
    "😊",
    "(",
    "!",
    "quickly,",
    "just",
    "enough",
]
TEXT = st.one_of(
    st.lists(st.sampled_from(MARKS), min_size=1, max_size=8).map(" ".join),
    st.lists(st.sampled_from(MARKS), min_size=1, max_size=6).map("".join),
    st.lists(st.sampled_from(TONES), min_size=1, max_size=12).map(" ".join),
    st.lists(st.sampled_from([*MARKS, *TONES]), min_size=1, max_size=12).map(" ".join),
    st.text(min_size=1, max_size=40),
)
#: One vocabulary for all examples, as a corpus has it: what was met before must not change what comes.
MET = Vocabulary()


ENDS = [
    *("The", "then", "5", "and,", "É", "élan", "ʿAbd", "No", "Kovac", "Kovac,", "war.", "war?"),
    *("Mr.", "A.", "U.S.", "1900.", "7?", 'war."', "war.)", "war?'", "(war.", '"War.', "x'.", "Jan."),
    *("p.m.", "...", "?!", "—", "--", '"Why', "('then", "e.g.,", "war.;", "war.:x", "[4].", "Li's."),
    *("well-made.", "anti-U.S.", "He", "In", ")", '"', "Gen.", "Will", "3.5", ""),
]
SENTENCES = st.one_of(
    TEXT,
    st.lists(st.sampled_from(ENDS), min_size=1, max_size=9).map(" ".join),
    st.lists(st.sampled_from([*ENDS, *MARKS]), min_size=1, max_size=9).map(" ".join),
)


def spans_of(sentences, numbers=MET):
    """NLTK's words of each sentence, as the vocabulary cuts them."""
    tokens = Texts(sentences, numbers).tokens
    spans = list(zip(tokens.start.tolist(), tokens.end.tolist(), strict=True))
    return [spans[low:high] for low, high in zip(tokens.bounds[:-1], tokens.bounds[1:], strict=True)]


@examples(600)
@given(st.lists(TEXT, max_size=5))
def test_words_are_nltks(texts):
    """Words and their places are those of NLTK's tokeniser, whatever stood before."""
    assert spans_of(texts) == [word_spans(text) for text in texts]


@examples(300)
@given(st.lists(st.one_of(TEXT, st.sampled_from(["", "half \ud800 one"]), st.text(max_size=9)), max_size=6))
def test_chunks_of_long_texts_are_numbered_as_those_of_short_ones(texts):
    """Arrow numbers the chunks of a long text as Python does, which half characters are left to."""

    def split(length):
        numbers = Vocabulary()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(vocabulary, "_LONG", length)
            chunks = numbers.split(texts)
        return numbers.plain, *(getattr(chunks, name).tolist() for name in ("plain", "bounds", "start"))

    assert split(-1) == split(1_000_000)


@examples(400)
@given(TEXT)
def test_sentences_are_punkts(text):
    """Spans are those of Punkt with the same parameters."""
    assert list(punkt_spans(text)) == list(punkt().span_tokenize(text))


@examples(600)
@given(st.lists(SENTENCES, max_size=5))
@example(["'. '.'tis... He", "  He  said.  No.  "])
def test_sentences_of_many_texts_are_those_of_each(texts):
    """Sentences found by their chunks, and these chunks, are those of the texts one by one."""
    found = find_sentences(Texts(texts, MET))
    spans = list(zip(found.text.tolist(), found.start.tolist(), found.end.tolist(), strict=True))
    assert spans == [(index, *span) for index, text in enumerate(texts) for span in sentence_spans(text)]
    split = MET.split([texts[index][start:end] for index, start, end in spans])
    for name in ("marked", "plain", "bounds", "start"):
        np.testing.assert_array_equal(getattr(found.chunks, name), getattr(split, name))


@examples(600)
@given(st.lists(TEXT, max_size=5))
def test_vader_is_the_library(sentences):
    """All four scores of every sentence, to the last bit."""
    found = VADER.scores(sentences)
    for index, sentence in enumerate(sentences):
        expected = ANALYZER.polarity_scores(sentence)
        assert {name: float(found[name][index]) for name in expected} == expected


@examples(600)
@given(st.lists(TEXT, max_size=5))
def test_textblob_is_the_library(texts):
    """Polarity and subjectivity of every text, to the last bit; NaN where the library assessed nothing."""
    for text, reading in zip(texts, TEXTBLOB.read(texts), strict=True):
        score = sentiment(text)
        heard = bool(score.assessments)
        assert reading.values["textblob_n_tone_words"] == len(score.assessments)
        for name, expected in zip(("polarity", "subjectivity"), score, strict=True):
            value = reading.values[f"textblob_{name}"]
            assert value == expected if heard else math.isnan(value)


VADER, TEXTBLOB = VaderTone(), TextBlobTone()


def test_a_full_vocabulary_is_renewed(monkeypatch):
    """Beyond its limit a vocabulary gives way to a new one, and nothing that is said changes."""
    before = VADER.scores(["A good deal.", "It isn't good."])["compound"].tolist()
    monkeypatch.setattr(vocabulary, "MOST_LETTERS", 10)
    first = vocabulary.vocabulary()
    first.split(["more than ten letters"])
    assert vocabulary.vocabulary() is not first
    assert VADER.scores(["A good deal.", "It isn't good."])["compound"].tolist() == before


@pytest.mark.parametrize("word", ["cannot", "Gimme", "g\u0131mme", "G\u0130MME", "WANNA", "lemmes"])
@pytest.mark.parametrize("mark", ["", ",", ".", "!"])
def test_words_that_nltk_takes_apart_are_taken_apart(word, mark):
    """NLTK ignores case as regular expressions do: a dotless i is an i there, though not in small letters."""
    texts = [f"{word}{mark} that", f"and {word}{mark}", f"{word}{mark}"]
    assert spans_of(texts, Vocabulary()) == [word_spans(text) for text in texts]


def test_new_instruments_do_not_look_at_the_words_of_a_corpus_read_before():
    """One op-ed is scored in no more time after a large corpus than before it."""
    fr.score([fr.read_text("The deal threatens trade.", id="before")])
    first = vocabulary.vocabulary()
    fr.score([fr.read_text("Peace came at last.", id="after")])
    assert vocabulary.vocabulary() is not first
    assert "threatens" not in vocabulary.vocabulary().plain


def test_a_monstrous_sentence_is_nltks_too():
    """A sentence longer than NLTK reads at once is cut as ever."""
    text = "word, " * 30_000
    assert spans_of([text]) == [word_spans(text)]


def test_what_is_said_of_an_article_does_not_depend_on_its_batch(monkeypatch):
    """One batch, or one for each article: the same run."""
    texts = {
        "one": "“We will attack,” said Ana Kovac. The deal isn't good.\n\nTrade, Special Security Division (SSD).",
        "two": "The SSD grew. Peace talks failed!\nHe called it “very bad”. 'We won', they said.",
        "three": "Nothing here but weather and tea.",
    }
    articles = [fr.read_text(text, id=name) for name, text in texts.items()]
    whole = fr.score(articles)
    monkeypatch.setattr(scoring, "BATCH", 1)
    alone = fr.score(articles)
    for name in ("articles", "paragraphs", "by_voice", "sentences", "evidence", "actors", "quotations"):
        assert getattr(alone, name).equals(getattr(whole, name)), name


def test_an_article_that_cannot_be_scored_leaves_its_batch(monkeypatch):
    """What one article breaks is its own: the rest is scored as if it were not there."""
    good = fr.read_text("The army attacked. Trade fell.", id="good")
    broken = fr.read_text("good but " * 2_500, id="broken")
    run = fr.score([good, broken, fr.read_text("Peace came at last.", id="fine")])
    assert run.articles["article"].tolist() == ["good", "fine"]
    (reason,) = run.rejected["reason"]
    assert "2,000" in reason


def test_a_row_of_marks_too_long_to_read_is_named_by_its_length():
    """The longest row of the article is named, in whichever sentence it stands."""
    text = f"Foo {'!' * 20_001} bar. Then {'!' * 20_002} end."
    articles = [fr.read_text("It is good.", id="good"), fr.read_text(text, id="long")]
    run = fr.score(articles, instruments=["textblob"], languages="any")
    assert run.articles["article"].tolist() == ["good"]
    (reason,) = run.rejected["reason"]
    assert reason.startswith("20,002 marks in a row")


DATA = os.environ.get("FRAMING_DATA", "")


@pytest.mark.skipif(not DATA, reason="FRAMING_DATA names no folder of labelled texts")
def test_all_labelled_texts():
    """Not one sentence, word or score of the labelled texts differs from the libraries'."""
    import gzip
    import json

    texts = [
        prepare(json.loads(line)["text"]).text
        for path in sorted(Path(DATA).glob("*.jsonl.gz"))
        for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    ]
    assert [list(punkt_spans(text)) for text in texts] == [
        list(punkt().span_tokenize(text)) for text in texts
    ]
    sentences = [text[start:end] for text in texts for start, end in sentence_spans(text)]
    assert spans_of(sentences) == [list(NLTKWordTokenizer().span_tokenize(each)) for each in sentences]
    found = VADER.scores(sentences)
    expected = [ANALYZER.polarity_scores(each) for each in sentences]
    for name in ("neg", "neu", "pos", "compound"):
        np.testing.assert_array_equal(found[name], [each[name] for each in expected])
    read = TEXTBLOB.read(texts)
    scores = [sentiment(text) for text in texts]
    for place, name in enumerate(("polarity", "subjectivity")):
        mine = np.nan_to_num([reading.values[f"textblob_{name}"] for reading in read])
        np.testing.assert_array_equal(mine, [score[place] for score in scores])
