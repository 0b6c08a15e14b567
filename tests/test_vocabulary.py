"""The words of a run's texts. The texts here were written for these tests."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worded_runs import worded_run

from framing.errors import FramingError
from framing.preprocessing.prepare import prepare
from framing.preprocessing.tokens import Token, is_word, word_spans
from framing.statistics.running_words import _Reader, read_words
from framing.statistics.vocabulary import count_terms, word_counts

#: What NLTK cuts otherwise at a sentence's end, after white space, inside a chunk, or with its neighbours.
ODD = [
    "can't", "cannot", "Cannot.", "isn’t", "don't.", "N't", "'tis", "'TWAS", "gonna", "wanna", "d'ye", "more'n",
    "U.S.", "U.S", "Dr.", "e.g.", "word.", "word?", "word!", "word.”", "word.)", "end).", "...", "word...", "…",
    "said…", '"', '"We', 'they"', '"so"', '".', "''", "``", "'", "'em", "'s", "boys'", "Pakistan's", "Pakistan’s",
    "we'll", "'ll", "$5", "3,000", "10:30", "x:y", "a,b", ",", ":", ";", "%", "--", "a--b", "—", "a—b", "–", "-",
    "well-known", "(", ")", "(so", "[x]", "{", "*", "a*b", "_", "a_b", "é", "e\u0301", "\u200b", "\u00ad",
    "co\u00adop", "½", "№5", "@x", "#y", "a&b", "plain", "Plain", "road", "5", "2024.", "«x»", "‘x’", "x/y",
    "http://x.org/a?b=c.", ".", "?", "!", "?!", "' '", "word .",
]  # fmt: skip


def plainly(text):
    """Words as they are counted, from the tokens of a whole sentence."""
    words, stop = [], -1
    for start, end in word_spans(text):
        form = text[start:end].lower()
        if is_word(Token(start, end, text[start:end])):
            inside = [k for k, character in enumerate(form) if character.isalnum()]
            clitic = form in {"'re", "'ve", "'ll", "'d", "'m"}
            words.append(form if clitic else form[inside[0] : inside[-1] + 1])
            stop = end
        elif form == "n't" and start == stop:
            words[-1] += "n't"
    return words


def read(*sentences):
    reader = _Reader()
    for sentence in sentences:
        reader.add(prepare(sentence).text, 0, (), False)
    words = reader.words()
    return [[words.vocabulary[w] for w in words.word[words.sentence == k]] for k in range(len(sentences))]


@given(st.lists(st.lists(st.sampled_from(ODD), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=6))
def test_a_chunk_cut_once_is_cut_as_in_its_sentence(sentences):
    assert read(*sentences) == [plainly(prepare(sentence).text) for sentence in sentences]


@given(st.lists(st.text(alphabet="ab.,'\"?!:-()…’“” n't5$%*", max_size=14), min_size=1, max_size=4))
def test_any_characters_are_cut_as_nltk_cuts_the_sentence(sentences):
    assert read(*sentences) == [plainly(prepare(sentence).text) for sentence in sentences]


def test_a_word_is_small_whole_and_without_marks_at_its_edges():
    assert read("The U.S. can't leave, and Pakistan's port isn't the U.S.") == [
        ["the", "u.s", "can't", "leave", "and", "pakistan", "port", "isn't", "the", "u.s"]
    ]
    assert read("They'll say we've left…", "", "…") == [["they", "'ll", "say", "we", "'ve", "left"], [], []]


@pytest.mark.parametrize("voice", ["all", "author", "quoted"])
@pytest.mark.parametrize("kind", ["body", "title", None])
def test_there_are_as_many_words_as_the_run_counts(op_ed_run, seed_run, voice, kind):
    for run in (op_ed_run, seed_run):
        words = read_words(run, voice=voice, kind=kind)
        counted = np.bincount(words.article, minlength=len(run.articles))
        expected = run.select(kind=kind, voice=voice).groupby("article")["n_words"].sum()
        assert counted.tolist() == [expected.get(article, 0) for article in run.articles["article"]]


def test_a_word_belongs_to_the_voice_of_its_first_character():
    # He said: "We leave. Now," and left.
    # 0        10        20
    run = worded_run({"a": [['He said: "We leave.', 'Now," and left.']]}, quotations=[("a", 0, 10, 23)])
    said = {voice: read_words(run, voice=voice) for voice in ("all", "author", "quoted")}
    forms = {voice: [words.vocabulary[w] for w in words.word] for voice, words in said.items()}
    assert forms["author"] == ["he", "said", "and", "left"]
    assert forms["quoted"] == ["we", "leave", "now"]
    assert forms["all"] == ["he", "said", "we", "leave", "now", "and", "left"]


def test_characters_that_preparing_drops_do_not_move_the_voice():
    text = 'He\u00ad said\u200b "no\u00adthing" today.'
    start = text.index("no")
    run = worded_run({"a": [[text]]}, quotations=[("a", 0, start, text.index('" today'))])
    words = read_words(run, voice="quoted")
    assert [words.vocabulary[w] for w in words.word] == ["nothing"]


def test_counts_by_group():
    run = worded_run(
        {"a": [["A port is a port."]], "b": [["The port."]], "c": [["A road."]]}, outlet=["X", "X", None]
    )
    table = word_counts(run, by="outlet")
    assert list(table.columns) == ["group", "term", "n", "n_articles", "rate"]
    # X: a port is a port the port, seven words; the group without an outlet is last
    assert table.loc[table["group"] == "X"].values.tolist() == [
        ["X", "port", 3, 2, pytest.approx(300 / 7)],
        ["X", "a", 2, 1, pytest.approx(200 / 7)],
        ["X", "is", 1, 1, pytest.approx(100 / 7)],
        ["X", "the", 1, 1, pytest.approx(100 / 7)],
    ]
    assert table["group"].drop_duplicates().to_list() == ["X", "(missing)"]


def test_pairs_do_not_cross_sentences_articles_or_voices():
    # One two. Three four five.  in which "Three" (from 9 to 14) is quoted
    run = worded_run(
        {"a": [["One two.", "Three four five."]], "b": [["Six seven."]]}, quotations=[("a", 0, 9, 14)]
    )
    counts = count_terms(read_words(run), 2, terms="pairs")
    assert sorted(counts.terms) == ["four five", "one two", "six seven"]
    assert counts.totals.tolist() == [2, 1]


def test_figures_do_not_hang_on_the_order_of_rows(op_ed_run):
    turned = replace(
        op_ed_run,
        paragraphs=op_ed_run.paragraphs.iloc[::-1],
        sentences=op_ed_run.sentences.iloc[::-1],
        quotations=op_ed_run.quotations.iloc[::-1],
    )
    for voice in ("all", "quoted"):
        one, two = (word_counts(run, "outlet", voice=voice, terms="pairs") for run in (op_ed_run, turned))
        assert one.equals(two)


def test_a_voice_without_words_has_none():
    run = worded_run({"a": [["A port."]]})
    assert len(word_counts(run, voice="quoted")) == 0
    assert len(word_counts(run, kind="title")) == 0
    assert read_words(run, voice="quoted").vocabulary == ()


def test_mistakes_are_named():
    run = worded_run({"a": [["A port."]]})
    bare = replace(run, paragraphs=run.paragraphs.assign(text=""))
    with pytest.raises(FramingError, match="have no text"):
        read_words(bare)
    with pytest.raises(FramingError, match="voice 'x'"):
        read_words(run, voice="x")
    with pytest.raises(FramingError, match="terms 'triples'"):
        word_counts(run, terms="triples")
    with pytest.raises(FramingError, match="no such column"):
        word_counts(run, by="outlet2")
