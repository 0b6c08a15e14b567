"""Scoring: the laws of a run, on the seed, on the six test op-eds, and on texts that hypothesis makes up."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from laws import examples

import framing as fr
from framing.errors import FramingError, NoArticlesError
from framing.model import Article, Hit, Reading
from framing.preprocessing.prepare import prepare
from framing.preprocessing.tokens import sentence_spans
from framing.scoring import catalogue

ACTORS = [
    "China-Pakistan Economic Corridor",
    "Azm-e-Istehkam",
    "Special Security Division",
    "Special Protection Units",
    "Task Force-88",
    "Suparco",
    "Gwadar",
    "Pakistan-China Joint Consultative Mechanism",
    "Panda bond",
    "Lin Jian",
    "Li Qiang",
    "Shehbaz Sharif",
    "Pakistan",
    "China",
]
TEXT = "Guns\n\nThe “war on waste” is not bad. “We fear a terrorist attack,” said Ms. Rossi. “Trade is good!” Fine."


def article(text, **fields):
    return Article(**({"id": "a", "text": text} | fields))


@pytest.fixture(scope="module", params=["seed_run", "op_ed_run"])
def run(request):
    return request.getfixturevalue(request.param)


# --- laws -------------------------------------------------------------------------------------------------------


def test_one_row_a_paragraph_and_voice(run):
    for table, keys in [
        (run.by_voice, ["article", "paragraph"]),
        (run.sentences, ["article", "paragraph", "sentence"]),
    ]:
        assert not table.duplicated([*keys, "voice"]).any()
        assert (table.groupby(keys)["voice"].agg(list).map(lambda v: v == ["all", "author", "quoted"])).all()
    assert len(run.by_voice) == 3 * len(run.paragraphs)
    assert run.paragraphs["n_sentences"].sum() * 3 == len(run.sentences)


def test_every_value_lies_in_its_measures_range_or_is_missing(run):
    for measure in run.measures.itertuples():
        for table in (run.by_voice, run.sentences):
            values = table[measure.column].dropna()
            assert (values >= measure.low).all(), measure.column
            assert (values <= measure.high).all(), measure.column


def test_every_offset_lies_in_its_paragraph(run):
    texts = run.paragraphs.set_index(["article", "paragraph"])["text"]
    placed = run.evidence.dropna(subset=["start"])
    unplaced = run.evidence.loc[run.evidence["start"].isna()]
    assert set(unplaced["term"]) <= {"(intercept)", "(clipping)"}  # a trained model's, of no word
    assert unplaced["text"].isna().all()
    for hit in placed.itertuples():
        text = texts[hit.article, hit.paragraph]
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.text


def test_hits_outside_names_are_as_many_as_n(run):
    frames = run.measures[(run.measures["kind"] == "frame")]
    for measure in frames[frames["statistic"].isin(["n", "n_with_names"])].itertuples():
        hits = run.evidence[
            (run.evidence["instrument"] == measure.instrument)
            & (run.evidence["category"] == measure.category)
        ]
        if measure.statistic == "n":
            hits = hits[~hits["in_name"]]
        for keys, table in [
            (["article", "paragraph"], run.by_voice),
            (["article", "paragraph", "sentence"], run.sentences),
        ]:
            rows = table[table["voice"] == "all"].set_index(keys)[measure.column]
            found = hits.groupby(keys).size().reindex(rows.index, fill_value=0)
            assert (found == rows).all(), measure.column


def test_contributions_of_tone_hits_sum_to_the_score(run):
    rows = run.by_voice[run.by_voice["voice"] == "all"].set_index(["article", "paragraph"])
    for column, tolerance in [("textblob_polarity", 1e-9), ("vader_compound", 5e-5), ("oped_valence", 1e-9)]:
        instrument = column.split("_")[0]
        hits = run.evidence[run.evidence["instrument"] == instrument]
        sums = hits.groupby(["article", "paragraph"])["contribution"].sum()
        scores = rows[column].dropna()
        assert (sums.reindex(scores.index).sub(scores).abs() <= tolerance).all()
        assert not set(sums.index) - set(scores.index), "a silent paragraph has no tone hit"


def test_counts_and_words_add_over_voices(run):
    counts = [m.column for m in run.measures.itertuples() if m.kind == "frame" and m.statistic != "rate"]
    for table, keys in [
        (run.by_voice, ["article", "paragraph"]),
        (run.sentences, ["article", "paragraph", "sentence"]),
    ]:
        by = {voice: rows.set_index(keys)[["n_words", *counts]] for voice, rows in table.groupby("voice")}
        assert (by["all"] == by["author"] + by["quoted"]).all(axis=None)


def test_words_and_counts_of_sentences_add_up_to_the_paragraph(run):
    columns = ["n_words", *(m.column for m in run.measures.itertuples() if m.statistic == "n")]
    sums = run.sentences.groupby(["article", "paragraph", "voice"], sort=False)[columns].sum()
    rows = run.by_voice.set_index(["article", "paragraph", "voice"])[columns]
    assert (sums.reindex(rows.index) == rows).all(axis=None)


def test_the_rate_is_hits_per_hundred_words(run):
    rows = run.by_voice
    expected = 100 * rows["frames_security_n"] / rows["n_words"].where(rows["n_words"] > 0)
    np.testing.assert_allclose(rows["frames_security_rate"], expected, rtol=1e-12)
    assert (rows["frames_security_rate"].isna() == (rows["n_words"] == 0)).all()


def test_textblob_is_textblobs_own_number_on_the_prepared_text(run):
    from textblob import TextBlob

    rows = run.by_voice[run.by_voice["voice"] == "all"].merge(
        run.paragraphs[["article", "paragraph", "text"]]
    )
    measured = rows.dropna(subset=["textblob_polarity"])
    assert len(measured) > 0
    for row in measured.itertuples():
        sentiment = TextBlob(prepare(row.text).text).sentiment
        assert (row.textblob_polarity, row.textblob_subjectivity) == tuple(sentiment)


def test_vader_is_the_mean_of_vaders_own_numbers_over_the_sentences(run):
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    rows = run.by_voice[run.by_voice["voice"] == "all"].merge(
        run.paragraphs[["article", "paragraph", "text"]]
    )
    for row in rows.dropna(subset=["vader_compound"]).itertuples():
        text = prepare(row.text).text
        scores = [
            analyzer.polarity_scores(text[start:end])["compound"] for start, end in sentence_spans(text)
        ]
        assert row.vader_compound == pytest.approx(math.fsum(scores) / len(scores), abs=1e-12)


def test_scoring_changes_no_argument_and_twice_gives_the_same(seed_articles, seed_run):
    before = [(each.id, each.text, dict(each.extra)) for each in seed_articles]
    again = fr.score(seed_articles)
    assert [(each.id, each.text, dict(each.extra)) for each in seed_articles] == before
    for table in (
        "articles",
        "paragraphs",
        "by_voice",
        "sentences",
        "evidence",
        "actors",
        "measures",
        "rejected",
    ):
        assert getattr(again, table).equals(getattr(seed_run, table))


def test_every_input_is_an_article_or_rejected(tmp_path):
    (tmp_path / "good.txt").write_text(
        "Peace is good. The minister said that the talks were a success for both."
    )
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "image.png").write_bytes(b"\x89PNG\x00\x00")
    (tmp_path / "rows.jsonl").write_text('{"text": "Trade grew and the economy is well."}\n{"text": "half')
    run = fr.score(fr.read_articles(tmp_path))
    read = {
        (row.input, row.row)
        for row in run.articles[["input", "row"]].astype(object).where(lambda f: f.notna(), None).itertuples()
    }
    left = {
        (row.input, row.row)
        for row in run.rejected.astype(object).where(lambda f: f.notna(), None).itertuples()
    }
    assert read == {("good.txt", None), ("rows.jsonl", 1)}
    assert left == {("empty.txt", None), ("image.png", None), ("rows.jsonl", 2)}


@pytest.fixture(scope="module")
def ready():
    """The usual instruments, made once."""
    return [catalogue.instrument(name) for name in catalogue.DEFAULT]


@given(
    text=st.text(
        alphabet=st.sampled_from("war not good but ! ? . “ ” \" ' said ’\u00ad\u200b é e\u0301 😀 ( ) U.S. "),
        max_size=200,
    )
)
@examples(60, suppress_health_check=[HealthCheck.too_slow])
def test_the_laws_hold_for_any_text(ready, text):
    try:
        run = fr.score([article(text)], instruments=ready, languages="any")
    except NoArticlesError:
        return
    for law in (
        test_one_row_a_paragraph_and_voice,
        test_every_value_lies_in_its_measures_range_or_is_missing,
        test_every_offset_lies_in_its_paragraph,
        test_hits_outside_names_are_as_many_as_n,
        test_contributions_of_tone_hits_sum_to_the_score,
        test_counts_and_words_add_over_voices,
        test_words_and_counts_of_sentences_add_up_to_the_paragraph,
    ):
        law(run)


# --- voices -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def war(tmp_path_factory):
    """Path of a codebook of the tests' own, so that they do not hang on the shipped lists."""
    path = tmp_path_factory.mktemp("codebooks") / "war.csv"
    path.write_text("label,pattern\nwar,war\nwar,attack*\nwar,terrorist attack*\n")
    return str(path)


@pytest.fixture(scope="module")
def voiced(war):
    return fr.score([article(TEXT, title="Guns")], instruments=[war, "vader", "textblob"], languages="any")


def test_a_hit_belongs_to_the_voice_of_its_first_word(voiced):
    hits = voiced.evidence[voiced.evidence["instrument"] == "war"].set_index("term")
    assert hits.loc["war", "voice"] == "author", "scare quotes are the author's words"
    assert hits.loc["terrorist attack*", "voice"] == "quoted"
    assert hits.loc["terrorist attack*", "speaker"] == "Ms. Rossi"


def test_the_authors_tone_is_read_with_the_quotations_masked(voiced):
    """Three sentences are the author's, one of them silent without Rossi's words; the fourth is all hers."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    authors = ['The "war on waste" is not bad.', '"xx xxxx x xxxxxxxxx xxxxxx," said Ms. Rossi.', "Fine."]
    scores = [analyzer.polarity_scores(sentence)["compound"] for sentence in authors]
    assert scores[1] == 0
    rows = voiced.by_voice[voiced.by_voice["paragraph"] == 1].set_index("voice")
    assert rows.loc["author", "vader_compound"] == pytest.approx(sum(scores) / 3, abs=1e-12)
    hers = [
        analyzer.polarity_scores(words)["compound"]
        for words in ("We fear a terrorist attack,", "Trade is good!")
    ]
    assert rows.loc["quoted", "vader_compound"] == pytest.approx(sum(hers) / 2, abs=1e-12)


def test_a_paragraph_without_a_quotation_has_no_quoted_tone(voiced):
    rows = voiced.by_voice[(voiced.by_voice["paragraph"] == 0) & (voiced.by_voice["voice"] == "quoted")].iloc[
        0
    ]
    assert rows["n_words"] == 0
    assert rows["war_war_n"] == 0
    assert math.isnan(rows["war_war_rate"])
    assert math.isnan(rows["vader_compound"])
    assert math.isnan(rows["textblob_polarity"])


def test_net_tone_masks_the_words_of_the_frames(war):
    """In `The terrorist attack was awful.` VADER hears terrorist, attack, awful; only awful is no frame word."""
    options = {"instruments": ["vader"], "net_of": war, "languages": "any"}
    row = fr.score([article("The terrorist attack was awful.")], **options).scores.iloc[0]
    alone = fr.score([article("The xxxxxxxxx xxxxxx was awful.")], **options).scores.iloc[0]
    assert row["vader_compound_net"] == alone["vader_compound"]
    assert 0 < row["vader_compound_frame_share"] < 1
    hits = fr.score([article("The terrorist attack.")], **options).scores.iloc[0]
    assert math.isnan(hits["vader_compound_net"])
    assert hits["vader_compound_frame_share"] == 1


# --- options and bad input --------------------------------------------------------------------------------------


def test_a_text_that_is_not_english_is_rejected_unless_told_otherwise():
    french = (
        "Le gouvernement annonce que les négociations avec les partenaires ont échoué hier soir à Genève. "
        * 5
    )
    with pytest.raises(NoArticlesError, match=r"not English: \d+ % function words; --any-language scores it"):
        fr.score([article(french)])
    assert len(fr.score([article(french)], languages="any").articles) == 1


def test_a_short_text_that_may_not_be_english_is_scored_with_a_note():
    run = fr.score([article("Guerre totale partout.")])
    assert run.manifest["warnings"] == ["a: perhaps not English (0 % function words in only 3 words); scored"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # see framing/deadline.py
def test_a_text_beyond_the_limit_of_time_is_rejected_and_the_rest_goes_on():
    # words that are all new are what takes longest
    slow = article(" ".join(f"It is w{n:x}a, w{n:x}b and w{n:x}c." for n in range(25_000)), id="slow")
    fr.score([article("The war is over.", id="quick")])  # what is loaded once does not count
    run = fr.score([slow, article("The war is over.", id="quick")], max_seconds=0.5)
    assert run.articles["article"].tolist() == ["quick"]
    assert run.rejected["reason"].tolist() == [
        "took longer than 0.5 seconds; raise the limit with --max-seconds"
    ]


def test_an_id_given_twice_is_rejected():
    run = fr.score([article("The war is over."), article("The war goes on.")])
    assert run.rejected["reason"].tolist() == ["duplicate id 'a'"]


def test_nothing_to_score_says_so_with_the_first_reason():
    with pytest.raises(
        NoArticlesError, match=r"no article could be scored \(1 input rejected; the first: a: no words\)"
    ):
        fr.score([article("…")])


def test_unknown_instruments_and_columns_written_twice_are_refused():
    with pytest.raises(FramingError, match="instrument 'nonsense': unknown; there are"):
        fr.score([article("War.")], instruments=["nonsense"])
    with pytest.raises(FramingError, match=r"two instruments are called 'textblob' \(TextBlob; TextBlob\)"):
        fr.score([article("War.")], instruments=["textblob", "textblob"])


def test_an_instrument_of_ones_own_is_read_like_the_others():
    from framing.model import Measure, Source

    class Shouting:
        name = "shouting"
        measures = (
            Measure("shouting_share", "shouting", "all", "share", "tone", 0, 1, 0, "share", "capitals"),
        )
        source = Source("Shouting", "1", "", "MIT", "", "en", "")

        def read(self, texts):
            return [
                Reading(
                    {"shouting_share": sum(map(str.isupper, text)) / len(text) if text else math.nan},
                    tuple(
                        Hit(index, index + 1, "capital", sign, 1.0, contribution=1 / len(text))
                        for index, sign in enumerate(text)
                        if sign.isupper()
                    ),
                )
                for text in texts
            ]

    run = fr.score([article("“OH NO,” said Ms. Rossi.")], instruments=["frames", Shouting()], languages="any")
    row = run.by_voice.set_index("voice")["shouting_share"]
    assert row["quoted"] == pytest.approx(4 / 5)
    assert run.evidence["text"].tolist() == ["O", "H", "N", "O", "M", "R"]


def test_actors_of_ones_own_take_the_place_of_the_shipped_ones(tmp_path):
    (tmp_path / "harbours.csv").write_text(
        "label,pattern,weight,note,case\nHarbour Guard,Harbour Guard,1,,exact\n"
    )
    (tmp_path / "guard.csv").write_text("label,pattern\nguarding,guard*\n")
    text = article("The Harbour Guard guarded China.")
    options = {"names": str(tmp_path / "harbours.csv"), "languages": "any"}
    run = fr.score([text], instruments=[str(tmp_path / "guard.csv"), "actors", "vader"], **options)
    assert run.actors["actor"].tolist() == ["Harbour Guard"]
    row = run.scores.iloc[0]
    assert (row["harbours_n"], row["guard_guarding_n"], row["guard_guarding_n_with_names"]) == (1, 1, 2)


# --- the seed ---------------------------------------------------------------------------------------------------


def test_the_seed_is_read_as_it_is_built(seed_run):
    assert seed_run.paragraphs["kind"].value_counts().to_dict() == {"body": 11, "heading": 5, "title": 1}
    row = seed_run.articles.iloc[0]
    assert (row["date"], row["outlet"]) == ("2024-11-13", "Eur Asia News")


def test_security_leads_the_seed(seed_run):
    leading = fr.leading_frames(seed_run)
    assert set(leading["verdict"]) == {"security"}


def test_the_paragraph_on_the_panda_bond_stresses_the_economy_most(seed_run):
    paragraph = seed_run.paragraphs[seed_run.paragraphs["text"].str.contains("Panda bond")]["paragraph"].iloc[
        0
    ]
    rows = fr.leading_frames(seed_run, by="paragraph")
    rows = rows[rows["paragraph"] == paragraph]
    assert rows.set_index("category")["emphasis"].idxmax() == "economic"


@pytest.mark.parametrize("actor", ACTORS)
def test_actors_and_programmes_of_the_seed_are_found(seed_run, actor):
    assert actor in set(seed_run.actors["actor"])
    assert actor in set(fr.actor_frames(seed_run)["actor"])


def test_lin_jian_is_quoted_and_the_panda_bond_is_not(seed_run):
    quoted = seed_run.evidence[seed_run.evidence["voice"] == "quoted"]
    assert set(quoted["speaker"].dropna()) == {"Lin Jian"}
    bond = seed_run.actors[seed_run.actors["actor"] == "Panda bond"]
    assert set(bond["voice"]) == {"author"}


def test_a_note_is_only_made_of_an_article_that_was_scored():
    long = article("guerre " * 40 + "!" * 30_000, id="long")
    run = fr.score([long, article("The war is over.", id="short")])
    assert run.manifest["warnings"] == []
    assert run.rejected["input"].tolist() == ["long"]


def test_a_long_paragraph_is_scored_in_time():
    """A table's cell may hold a whole text: 3,000 sentences in one paragraph."""
    run = fr.score([article("Army! It is good. " * 1500)], max_seconds=60)
    assert run.paragraphs["n_sentences"].tolist() == [3000]
