"""Word shifts: contributions add up to the difference, and their parts are those of the formulas."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from small_runs import run_of, sentence

import framing as fr
from framing.errors import FramingError
from framing.statistics import summarize
from framing.statistics.shift import REMAINDER, shift_total, word_shift

COLUMNS = [
    "term", "category", "n_group", "n_reference", "share_group", "share_reference", "score_group", "score_reference",
    "contribution", "part", "cumulative",
]  # fmt: skip
FRAMES = ("frames_security_rate", "frames_security_n", "frames_economic_rate", "frames_economic_n_with_names")
TONES = ("textblob_polarity", "vader_compound", "oped_valence")


def evidence(
    article, paragraph, instrument, category, term, *, at=0, contribution=math.nan, weight=1.0, **changes
):
    return {
        "article": article, "paragraph": paragraph, "sentence": 0, "voice": "author", "speaker": None, "start": at,
        "end": None if at is None else at + 1, "instrument": instrument, "category": category, "term": term,
        "text": term, "weight": weight, "contribution": contribution, "negated": False, "in_name": False,
    } | changes  # fmt: skip


def difference(run, by, one, two, measure, **reading):
    """Difference of the figures that `summarize` gives."""
    figures = summarize(run, by=by, **reading).set_index(["group", "measure"])["value"]
    return figures[one, measure] - figures[two, measure]


@pytest.fixture(scope="module")
def toned_run(op_eds):
    return fr.score(fr.read_articles(op_eds), instruments=["frames", "actors", "textblob", "vader", "oped"])


def test_parts_of_a_rate_by_hand():
    # A: 2 hits of war in 100 words, and 1 of war, 1 of peace in 50; B: 3 of peace in 100
    run = run_of(
        {
            "a1": [("body", [sentence(100, security=2)])],
            "a2": [("body", [sentence(50, security=2)])],
            "b1": [("body", [sentence(100, security=3)])],
        },
        columns={"outlet": ["A", "A", "B"]},
        evidence=[
            *[evidence("a1", 0, "frames", "security", "war")] * 2,
            *[evidence("a2", 0, "frames", "security", term) for term in ("war", "peace")],
            *[evidence("b1", 0, "frames", "security", "peace")] * 3,
            evidence("b1", 0, "frames", "security", "Security Division", in_name=True),
            evidence("b1", 0, "frames", "economic", "trade"),
        ],
    )
    table = word_shift(run, by="outlet", group="A", reference="B", measure="frames_security_rate")
    assert list(table.columns) == COLUMNS
    # war: (2 + 2)/2 = 2 per 100 words against 0; peace: (0 + 2)/2 = 1 against 3
    assert table[
        ["term", "n_group", "n_reference", "share_group", "share_reference", "contribution"]
    ].values.tolist() == [
        ["peace", 1, 3, pytest.approx(1), pytest.approx(3), pytest.approx(-2)],
        ["war", 3, 0, pytest.approx(2), pytest.approx(0), pytest.approx(2)],
    ]
    assert set(table["part"]) == {"proportion"}
    assert table["cumulative"].to_list() == pytest.approx([-2, 0])
    assert shift_total(table) == pytest.approx(
        difference(run, "outlet", "A", "B", "frames_security_rate"), abs=1e-12
    )
    count = word_shift(run, by="outlet", group="A", measure="frames_security_n").set_index("term")
    assert count["contribution"].to_dict() == pytest.approx({"war": 1.5, "peace": 0.5 - 3})


def test_parts_of_a_tone_by_hand():
    # one article a side, two sentences with a score each: "good" .4 and .2 against .1; "bad" −.3 against nothing
    run = run_of(
        {
            "a": [("body", [sentence(10, tone=0.4), sentence(10, tone=-0.1)])],
            "b": [("body", [sentence(10, tone=0.1), sentence(10, tone=0.0)])],
        },
        evidence=[
            evidence("a", 0, "textblob", "tone", "good", contribution=0.2),
            evidence("a", 0, "textblob", "tone", "Good", contribution=0.1, sentence=1),
            evidence("a", 0, "textblob", "tone", "bad", contribution=-0.15, sentence=1),
            evidence("b", 0, "textblob", "tone", "good", contribution=0.05),
            evidence("b", 0, "textblob", "intercept", "(intercept)", at=None, contribution=0.0),
        ],
    )
    table = word_shift(run, by="article", group="a", reference="b", measure="textblob_tone")
    parts = table.set_index(["term", "part"])["contribution"].to_dict()
    # times the two sentences good adds .4 and .2, bad −.3; in b good adds .1. So
    # good: p = 2/2 and 1/2 in a sentence, s = .6/2 = .3 and .1/1 = .1
    # frequency (1 − .5) × (.3 + .1)/2, score (.3 − .1) × (1 + .5)/2; bad: p = 1/2 and 0, s = −.3 on both sides
    assert parts == pytest.approx({
        ("good", "frequency"): 0.1,
        ("good", "score"): 0.15,
        ("bad", "frequency"): -0.15,
        ("(intercept)", "fixed"): 0.0,
    })  # fmt: skip
    assert shift_total(table) == pytest.approx(0.15 - 0.05, abs=1e-12)


@pytest.mark.parametrize("voice", ["all", "author", "quoted"])
@pytest.mark.parametrize("kind", ["body", None])
@pytest.mark.parametrize("measure", [*FRAMES, *TONES])
def test_contributions_sum_to_the_difference_on_real_texts(toned_run, measure, voice, kind):
    one, two = "The Harbour Ledger", "Continental Courier"
    table = word_shift(toned_run, by="outlet", group=one, measure=measure, voice=voice, kind=kind)
    expected = difference(toned_run, "outlet", one, two, measure, voice=voice, kind=kind)
    assert shift_total(table) == pytest.approx(expected, abs=1e-12)
    assert table["cumulative"].iloc[-1] == pytest.approx(expected, abs=1e-12)
    assert table["contribution"].abs().is_monotonic_decreasing


@pytest.mark.parametrize(
    ("measure", "left"),
    [
        *[(frame, 0) for frame in FRAMES],
        ("oped_valence", 0),
        ("vader_compound", 5e-5),
        ("textblob_polarity", 2e-3),
    ],
)
def test_words_leave_next_to_nothing_over(toned_run, measure, left):
    # VADER rounds its scores to four digits; TextBlob puts chunks together otherwise in a sentence than in a paragraph
    table = word_shift(toned_run, by="outlet", group="The Harbour Ledger", measure=measure)
    rest = table.loc[table["part"] == "remainder", "contribution"]
    assert rest.abs().sum() <= left
    assert set(table.loc[table["part"] == "remainder", "term"]) <= {REMAINDER}


def test_terms_are_listed_as_in_the_texts_if_asked_for(toned_run):
    options = {"by": "outlet", "group": "The Harbour Ledger", "measure": "frames_security_rate"}
    listed, written = word_shift(toned_run, **options), word_shift(toned_run, **options, listing="text")
    assert listed["term"].str.contains("*", regex=False).any()
    assert not written["term"].str.contains("*", regex=False).any()
    assert shift_total(listed) == pytest.approx(shift_total(written), abs=1e-12)


SCORES = st.one_of(st.just(math.nan), st.floats(-1, 1, allow_subnormal=False))
SENTENCES = st.lists(
    st.tuples(
        st.integers(0, 40), st.lists(st.sampled_from(["war", "threat*", "port"]), max_size=4), SCORES, SCORES
    ),
    min_size=1,
    max_size=3,
)
ARTICLES = st.lists(st.lists(SENTENCES, min_size=1, max_size=3), min_size=2, max_size=7)


@examples(40)
@given(ARTICLES, st.lists(st.tuples(st.sampled_from(["good", "bad", "so"]), st.floats(-1, 1)), max_size=12))
def test_contributions_sum_to_the_difference_on_random_corpora(articles, toned):
    """Frames' evidence as the contract has it; tone evidence that need not fit, so that the remainder is tested."""
    rows, made = [], {}
    for index, paragraphs in enumerate(articles):
        name = f"a{index}"
        made[name] = []
        for number, sentences in enumerate(paragraphs):
            made[name].append(("body", [sentence(max(words, len(hits)), tone=t, vader=v, security=len(hits))
                                        for words, hits, t, v in sentences]))  # fmt: skip
            rows += [evidence(name, number, "frames", "security", hit, sentence=place)
                     for place, (_, hits, _, _) in enumerate(sentences) for hit in hits]  # fmt: skip
    for place, (term, contribution) in enumerate(toned):
        for instrument in ("textblob", "vader"):
            rows.append(
                evidence(f"a{place % len(articles)}", 0, instrument, "tone", term, contribution=contribution)
            )
    if not rows:
        return
    sides = ["x" if index % 2 else "y" for index in range(len(articles))]
    run = run_of(made, columns={"side": sides}, evidence=rows)
    for measure in ("frames_security_rate", "frames_security_n", "textblob_tone", "vader_tone"):
        expected = difference(run, "side", "x", "y", measure)
        if math.isnan(expected):
            with pytest.raises(FramingError, match="has no figure"):
                word_shift(run, by="side", group="x", measure=measure)
            continue
        table = word_shift(run, by="side", group="x", measure=measure)
        assert shift_total(table) == pytest.approx(expected, abs=1e-12, rel=1e-12)
        if measure.startswith("frames"):
            assert "remainder" not in set(table["part"])


def test_sides_are_mirrored(toned_run):
    one = word_shift(toned_run, by="outlet", group="The Harbour Ledger", measure="vader_compound")
    two = word_shift(toned_run, by="outlet", group="Continental Courier", measure="vader_compound")
    keys = ["term", "category", "part"]
    mirrored = one.set_index(keys)["contribution"].to_dict()
    assert {key: -value for key, value in two.set_index(keys)["contribution"].items()} == pytest.approx(
        mirrored
    )


def test_articles_without_a_figure_are_left_out():
    run = run_of(
        {
            "a1": [("body", [sentence(10, tone=0.5)])],
            "a2": [("body", [sentence(10)])],
            "b": [("body", [sentence(10, tone=0.1)])],
        },
        columns={"outlet": ["A", "A", "B"]},
        evidence=[evidence("a1", 0, "textblob", "tone", "good", contribution=0.5)],
    )
    table = word_shift(run, by="outlet", group="A", measure="textblob_tone")
    # the mean over articles with a figure is .5, not .25; nothing explains B's .1
    assert table.set_index("part")["contribution"].to_dict() == pytest.approx(
        {"frequency": 0.5, "remainder": -0.1}
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measure": "textblob_subjectivity"}, "words do not add up to it; they do to frames_security_n"),
        ({"measure": "vader_compound_net"}, "words do not add up"),
        ({"group": "nobody"}, "group 'nobody': no such group"),
        ({"reference": "The Harbour Ledger"}, "its own reference"),
        ({"listing": "stem"}, "listing 'stem': unknown"),
        ({"voice": "x"}, "voice 'x'"),
    ],
)
def test_mistakes_are_named(toned_run, options, message):
    usual = {"by": "outlet", "group": "The Harbour Ledger", "measure": "frames_security_rate"}
    with pytest.raises(FramingError, match=message):
        word_shift(toned_run, **(usual | options))


def test_a_run_without_evidence_says_so(toned_run):
    bare = replace(toned_run, evidence=toned_run.evidence.iloc[:0])
    with pytest.raises(FramingError, match="holds no evidence"):
        word_shift(bare, by="outlet", group="The Harbour Ledger", measure="frames_security_rate")
