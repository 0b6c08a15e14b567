"""Sentences built from figures never say more than the figures do."""

import math

import pytest

from framing.reporting import words
from framing.reporting.overview import frames_over_articles, titles_over_articles, tone_over_articles
from framing.statistics import leading_frames

NAN = math.nan


def frame(category="security", **changes):
    """One row of `leading_frames`: 8 hits in 400 words, twice the usual rate."""
    row = {
        "category": category, "n": 8, "n_words": 400, "rate": 2.0, "expected": 4.0, "emphasis": 2.14,
        "low": 1.62, "high": 2.81, "posterior": 0.91, "verdict": "security", "baseline": "shipped: texts",
        "flags": "",
    }  # fmt: skip
    return row | changes


def tone(measure="textblob", **changes):
    """One row of `tone_agreement`."""
    row = {
        "measure": measure, "value": 0.08, "low": 0.04, "high": 0.12, "interval": "ratio t over 11 paragraphs",
        "standard_value": NAN, "standard_low": NAN, "standard_high": NAN, "signs": "same", "verdict": "agree",
        "clear": True, "words": "", "opposed": "",
    }  # fmt: skip
    return row | changes


def quiet(category, verdict="security", **changes):
    return frame(
        category, n=0, rate=0.0, emphasis=0.6, low=0.1, high=1.7, posterior=0.01, verdict=verdict, **changes
    )


def test_a_leading_frame_comes_with_emphasis_interval_rate_hits_and_words():
    assert words.frames_lead([frame(), quiet("economic")]) == (
        "Security leads: 2.0 hits per 100 words (8 in 400 words, where 4.0 are usual); emphasis 2.1 [1.6, 2.8], 1 "
        "being usual."
    )


def test_emphasis_is_never_called_a_multiple_of_the_usual_rate(seed_run):
    """Many times the usual hits are a smaller emphasis: it is drawn towards 1."""
    rows = leading_frames(seed_run).to_dict("records")
    led = next(row for row in rows if row["category"] == row["verdict"])
    assert led["n"] / led["expected"] > 1.3 * led["emphasis"]
    for said in (
        words.frames_lead(rows),
        words.stressed(led),
        words.frames_lead([frame(), quiet("economic")]),
    ):
        assert "times" not in said
        assert "emphasis" in said


def test_a_codebook_of_one_frame_has_nothing_to_lead():
    alone = frame("only", verdict="only", body_verdict="only")
    assert words.frames_lead([alone]) == (
        "There is one frame only, nothing to lead: only has 2.0 hits per 100 words (8 in 400 words, where 4.0 are "
        "usual)."
    )
    assert "lead" not in words.title_beside([alone])
    assert frames_over_articles([alone, alone], alone=True) == (
        "Of 2 articles: only was hit in 2 (one frame only, nothing to lead)."
    )


def test_names_of_labels_are_read_as_words():
    """A label's name may stand for words joined by underscores."""
    rows = [frame("Economic_consequences", verdict="Economic_consequences"), quiet("law_order")]
    assert words.frames_lead(rows).startswith("Economic consequences leads: ")
    assert "under 5 hits (law order)" in words.thin([rows[0], rows[1] | {"flags": "under 5 hits"}])
    assert words.called("_") == "_"


def test_what_turns_the_direction_of_a_sentence_is_left_out():
    """The embeddings, overrides and isolates of UAX 9; letters, marks beside them and joiners stay."""
    turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    assert words.straight(f"a{turning}b") == "ab"
    assert words.straight("\u200fمرحبا\u200d 😀") == "\u200fمرحبا\u200d 😀"


def test_a_frame_that_leads_within_the_usual_says_so():
    said = words.frames_lead([frame(emphasis=1.3, low=0.9, high=1.8), quiet("economic")])
    assert said.endswith("; that may be no more than usual.")


def test_a_frame_that_leads_below_the_usual_says_so():
    said = words.frames_lead([frame(emphasis=0.6, low=0.4, high=0.9), quiet("economic")])
    assert said.endswith("; that is less than usual, the other frames are rarer still.")


def test_without_a_baseline_nothing_is_called_usual():
    said = words.frames_lead([frame(baseline="raw"), quiet("economic", baseline="raw")])
    assert "usual" not in said
    assert "emphasis 2.1 [1.6, 2.8], 1 being an equal share of the frame hits" in said
    assert "no baseline" in said


def test_mixed_names_no_leader_but_the_likeliest_with_its_probability():
    rows = [frame(posterior=0.617, verdict="mixed"), frame("diplomatic", posterior=0.383, verdict="mixed"),
            quiet("economic", "mixed")]  # fmt: skip
    said = words.frames_lead(rows)
    assert said.startswith(
        "No frame leads: emphasis security 2.1 [1.6, 2.8] and diplomatic 2.1 [1.6, 2.8], 1 being usual;"
    )
    assert "likeliest to be stressed most is security (probability 0.61, 0.80 needed)" in said
    assert "economic" not in said


def test_no_hit_is_no_frame_and_says_in_how_many_words():
    assert (
        words.frames_lead([quiet("security", "none"), quiet("economic", "none")])
        == "No frame was hit in 400 words."
    )


@pytest.mark.parametrize("rows", [[], [frame(n_words=0, n=0, rate=NAN, verdict="none")]])
def test_without_words_nothing_is_said_of_frames(rows):
    assert words.frames_lead(rows) == "There are no words to read."


def test_a_probability_below_the_threshold_never_looks_like_it():
    """0.7999 rounds to 0.80, which would lead."""
    assert words.probability(0.7999) == "0.79"
    assert words.probability(0.8) == "0.80"


def test_a_ratio_above_one_never_looks_like_one():
    assert words.times(1.04) == "1.04"
    assert words.times(0.96) == "0.96"
    assert words.times(1.0) == "1.0"
    assert words.times(0.02) == "0.02"


def test_a_share_that_is_not_all_or_nothing_never_looks_so():
    assert [words.percent(share) for share in (0.0, 0.001, 0.34, 0.999, 1.0)] == [
        "0 %", "under 1 %", "34 %", "over 99 %", "100 %",
    ]  # fmt: skip


def test_tone_has_a_side_only_if_its_interval_leaves_neutral_out():
    assert words.tone_is(tone(), "TextBlob") == "TextBlob is positive: +0.08 [+0.04, +0.12]."
    assert words.tone_is(tone(value=-0.2, low=-0.3, high=-0.1), "V") == "V is negative: −0.20 [−0.30, −0.10]."
    assert words.tone_is(tone(low=-0.01), "V") == "V cannot be told from neutral: +0.08 [−0.01, +0.12]."


def test_an_interval_that_ends_just_beside_neutral_does_not_end_at_it():
    assert words.tone_figure(tone(value=-0.24, low=-0.47, high=-0.0045)) == "−0.24 [−0.47, −0.004]"


def test_tone_without_an_interval_takes_no_side_and_says_why():
    row = tone(low=NAN, high=NAN, interval="none: 3 paragraphs, 5 needed")
    assert words.tone_is(row, "V") == "V is +0.08, without an interval (3 paragraphs, 5 needed)."


def test_what_was_not_measured_is_silent_and_never_zero():
    row = tone(value=NAN, low=NAN, high=NAN, interval="none: nothing to measure")
    assert words.tone_is(row, "V") == "V is silent: it found no word with a tone."
    assert words.tone_figure(row) == "silent"


def test_tone_is_set_beside_ordinary_opinion_pieces():
    """+0.08 is above neutral, and still what opinion pieces usually have."""
    row = tone(standard_value=-0.01, standard_low=-0.15, standard_high=0.13)
    assert words.tone_is(row, "V").endswith(
        "; this cannot be told from the mean of ordinary opinion pieces (−0.01 SD [−0.15, +0.13])."
    )
    row = tone(standard_value=0.9, standard_low=0.5, standard_high=1.3)
    assert "; this is above the mean" in words.tone_is(row, "V")


def test_instruments_of_one_sign_are_not_compared():
    assert words.tones_compared([tone(), tone("vader")], {"textblob": "T", "vader": "V"}) == ""
    assert words.tones_compared([tone(signs="")], {"textblob": "T"}) == ""


def test_instruments_that_differ_in_sign_are_named_with_the_words_behind_it():
    rows = [
        tone(
            signs="opposite",
            verdict="differ",
            words="brilliant +0.051 (1)",
            opposed="no +0.05, vader −1.20 (1)",
        ),
        tone(
            "vader",
            value=-0.3,
            low=-0.4,
            high=-0.2,
            signs="opposite",
            verdict="differ",
            words="kill −0.02 (1)",
        ),
    ]
    said = words.tones_compared(rows, {"textblob": "T", "vader": "V"})
    assert said.startswith(
        "The tone instruments contradict each other (T +0.08 [+0.04, +0.12] and V −0.30 [−0.40, −0.20])"
    )
    assert "T rests most on brilliant +0.051 (1)" in said
    assert "V rests most on kill −0.02 (1)" in said
    assert "Words valued with opposite signs (T first): no +0.05, vader −1.20 (1)" in said


def test_signs_that_are_not_clear_are_not_called_a_contradiction():
    rows = [
        tone(signs="opposite", verdict="unclear"),
        tone("vader", value=-0.1, signs="opposite", verdict="unclear"),
    ]
    said = words.tones_compared(rows, {"textblob": "T", "vader": "V"})
    assert said.startswith("The tone instruments differ in sign, though not clearly")


def test_a_title_is_set_beside_its_body():
    def title(verdict, body, n=3):
        return [
            frame(n=n, n_words=11, verdict=verdict, body_verdict=body),
            quiet("economic", verdict, body_verdict=body),
        ]

    assert (
        words.title_beside(title("security", "security"))
        == "The title leads with security too (3 hits in 11 words)."
    )
    assert "unlike the body (economic)" in words.title_beside(title("security", "economic"))
    assert "where no frame leads the body" in words.title_beside(title("security", "mixed"))
    assert "where the body has no frame" in words.title_beside(title("security", "none"))
    assert words.title_beside(title("none", "security", 0)) == "The title has no frame word (11 words)."
    assert "too little for a leading frame" in words.title_beside(title("mixed", "security", 1))
    assert words.title_beside([]) == ""


def test_few_words_and_few_hits_of_the_leading_frame_are_flagged():
    rows = [
        frame(flags="under 150 words; under 5 hits"),
        quiet("economic", flags="under 150 words; under 5 hits"),
    ]
    assert words.care(rows) == "Read with care: under 150 words and under 5 hits."
    assert words.thin(rows) == "under 150 words; under 5 hits"


def test_few_hits_of_frames_that_do_not_lead_are_no_reason_for_care():
    rows = [frame(), quiet("economic", flags="under 5 hits")]
    assert words.care(rows) == ""
    assert words.thin(rows) == "under 5 hits (economic)"


def test_the_share_in_frame_words_leaves_out_what_was_not_measured():
    shares = [("TextBlob", 0.16), ("VADER", NAN)]
    assert (
        words.frame_words_share(shares)
        == "Of the evidence for tone 16 % of TextBlob’s lies in words of frames."
    )
    assert words.frame_words_share([("VADER", NAN)]) == ""


def test_several_articles_are_counted_by_verdict():
    verdicts = ["security", "mixed", "security", "none", "economic"]
    rows = [frame(verdict=verdict) for verdict in verdicts] + [frame(n_words=0, verdict="none")]
    assert frames_over_articles(rows) == (
        "Of 5 articles: security leads in 2; economic leads in 1; no frame leads in 1 (mixed); no frame was hit in 1."
    )
    assert frames_over_articles(rows[-1:]) == "No article has words to read."


def test_several_tones_are_counted_by_what_their_intervals_show():
    rows = [
        tone(), tone(value=-0.3, low=-0.4, high=-0.2), tone(low=-0.1, clear=False),
        tone(low=NAN, high=NAN, clear=False), tone(value=NAN, low=NAN, high=NAN, clear=False),
    ]  # fmt: skip
    assert tone_over_articles(rows, "V") == (
        "V is positive in 1, is negative in 1, cannot be told from neutral in 1, has no interval in 1 and is silent "
        "in 1 of 5 articles."
    )


def test_titles_are_compared_only_where_title_and_body_have_a_leading_frame():
    def title(verdict, body):
        return frame(verdict=verdict, body_verdict=body)

    rows = [title("security", "security"), title("economic", "security"), title("none", "security"),
            title("security", "mixed")]  # fmt: skip
    assert titles_over_articles(rows) == (
        "Of the 2 articles whose title and body both have a leading frame, it is the same in 1."
    )
    assert titles_over_articles(rows[2:]) == "In no article do both title and body have a leading frame."
    assert titles_over_articles([]) == ""


def test_lists_and_counts_read_as_english():
    assert [words.listed(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert words.counted(1, "hit") == "1 hit"
    assert words.counted(1234, "hit") == "1,234 hits"
