"""Key words: by hand, to the digits that others published, and against the plain way round. Texts written for this."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import examples
from scipy.stats import false_discovery_control, ttest_ind
from worded_runs import worded_run

from framing.errors import FramingError
from framing.statistics.association import chi_squared, log_likelihood, log_odds, log_ratio
from framing.statistics.key_articles import Sides, adjusted, two_sided, welch
from framing.statistics.keyness import keyness
from framing.statistics.running_words import read_words
from framing.statistics.vocabulary import count_terms

COLUMNS = [
    "feature", "statistic", "p", "n_target", "n_reference", "group", "reference", "articles_target",
    "articles_reference", "rate_target", "rate_reference", "effect", "effect_name", "z", "p_adjusted", "p_articles",
    "p_articles_adjusted", "turned_by", "flags",
]  # fmt: skip

# quanteda.textstats 0.97, the examples of its help page on textstat_keyness (docs/reference/textstat_keyness.html
# in github.com/quanteda/quanteda.textstats at 04a2cdf25145644339d1e91b24fa11534724c2a7): feature, statistic to all its
# printed digits, n_target, n_reference. The page does not print how long the two texts are; 43,002 and 108,539 is the
# only pair of whole numbers within a hundred of them that gives all twenty lines. The third example's reference is
# the rest of the same 43,002 words, so that its totals must be 1,660 and 41,342, and they are: no other give its lines.
POST_WAR = [
    ("we", 764.4484, 1048, 779), (".", 300.1887, 2014, 3141), ("us", 207.5181, 289, 216), ("-", 205.0408, 242, 157),
    ("america", 200.5544, 148, 54), (":", 187.9821, 115, 29), ("our", 183.5362, 917, 1307),
    ("world", 171.9660, 196, 123), ("americans", 163.1532, 76, 7), ("today", 137.7753, 84, 21),
    ("upon", -58.39810, 39, 332),
    ("public", -58.87042, 12, 213), ("constitution", -59.66134, 9, 200), ("it", -60.68425, 266, 1132),
    ("states", -63.87803, 29, 305), ("be", -72.68161, 278, 1224), ("should", -88.14817, 16, 309),
    ("which", -177.10087, 96, 911), ("of", -197.08830, 1514, 5666), ("the", -331.99069, 2089, 8094),
]  # fmt: skip
TRUMP_2017 = [
    ("protected", 81.83024, 5, 1), ("while", 51.79484, 6, 7), ("obama", 51.05861, 3, 0), ("we've", 51.05861, 3, 0),
    ("will", 48.03251, 40, 332), ("everyone", 29.76164, 4, 5), ("your", 28.60175, 11, 51),
    ("america", 27.57968, 18, 130), ("breath", 27.27421, 2, 0), ("exists", 27.27421, 2, 0),
]  # fmt: skip
# G² of the same with 1 added to each count of the 20 speeches' 4,522 different tokens: totals 1,660 + 4,522 and
# 41,342 + 19 × 4,522. Its help says "williams" is the default, its code takes "yates".
TRUMP_2017_G2 = [
    ("will", 22.609878, 41, 351), ("america", 12.306921, 19, 149), ("your", 10.868622, 12, 70),
    ("while", 9.707425, 7, 26), ("again", 9.345219, 10, 56), ("protected", 8.909125, 6, 20),
    ("american", 7.996610, 12, 86), ("back", 7.113978, 7, 35),
    ("dreams", 5.908744, 6, 30), ("country", 5.725811, 10, 77),
]  # fmt: skip


@pytest.mark.parametrize(("feature", "printed", "target", "reference"), POST_WAR)
def test_chi_squared_has_quantedas_published_digits(feature, printed, target, reference):
    tolerance = 5.1e-5 if printed > 0 else 5.1e-6
    assert chi_squared(target, reference, 43_002, 108_539) == pytest.approx(printed, abs=tolerance)


@pytest.mark.parametrize(("feature", "printed", "target", "reference"), TRUMP_2017)
def test_chi_squared_with_yates_has_quantedas_published_digits(feature, printed, target, reference):
    assert chi_squared(target, reference, 1_660, 43_002 - 1_660) == pytest.approx(printed, abs=5.1e-6)


@pytest.mark.parametrize(("feature", "printed", "target", "reference"), TRUMP_2017_G2)
def test_log_likelihood_has_quantedas_published_digits(feature, printed, target, reference):
    totals = 1_660 + 4_522, 41_342 + 19 * 4_522
    # quanteda adds ε = 1e-9 inside each logarithm: Σ O ln(O/E + ε) = Σ O ln(O/E) + ε Σ E, and Σ E is all tokens
    added = 2 * 1e-9 * sum(totals)
    found = log_likelihood(target, reference, *totals, correction="yates")
    assert found + added == pytest.approx(printed, abs=5.1e-7)


def test_published_p_follows_from_the_statistic():
    # the same page: obama χ² 51.05861, p 8.965051e-13; will G² 22.609878, p 1.984616e-06
    assert two_sided(np.sqrt([51.05861, 22.609878])) == pytest.approx([8.965051e-13, 1.984616e-06], rel=1e-5)


def test_corrections_of_quantedas_tests():
    # tests/testthat/test-textstat_keyness.R: "b b b b b b b a a a" against "a a a a a a a b b", the term "b"; the
    # value with Williams' correction stands there as a comment, 4.017626, because their code multiplies by it
    assert chi_squared(7, 2, 10, 9, correction="williams") == pytest.approx(4.017626, abs=5e-7)
    # a, b, c, d = 3, 14, 2, 10: R's chisq.test gives 1.626059e-31 with Yates; |ad − bc| = 2 is under N/2, so that
    # quanteda does not correct: N (ad − bc)² / (17 × 12 × 5 × 24) = 29 × 4 / 24480
    assert chi_squared(3, 14, 5, 24) == pytest.approx(29 * 4 / 24480)


def test_statistics_by_hand():
    # term 8 of 20 words, and 2 of 30: expected 4, 6, 16, 24
    cells, expected = [8, 2, 12, 28], [4, 6, 16, 24]
    g2 = 2 * sum(o * math.log(o / e) for o, e in zip(cells, expected, strict=True))
    assert log_likelihood(8, 2, 20, 30) == pytest.approx(g2)
    assert log_likelihood(2, 8, 30, 20) == pytest.approx(-g2)
    # χ² = Σ (O − E)²/E = 16/4 + 16/6 + 16/16 + 16/24; with Yates (E = 4 < 5) 3.5² in place of 4²
    inverse = 1 / 4 + 1 / 6 + 1 / 16 + 1 / 24
    assert chi_squared(8, 2, 20, 30, correction="none") == pytest.approx(16 * inverse)
    assert chi_squared(8, 2, 20, 30) == pytest.approx(3.5**2 * inverse)
    moved = [7.5, 2.5, 12.5, 27.5]
    corrected = 2 * sum(o * math.log(o / e) for o, e in zip(moved, expected, strict=True))
    assert log_likelihood(8, 2, 20, 30, correction="yates") == pytest.approx(corrected)
    # Williams: 1 + (50/10 + 50/40 − 1)(50/20 + 50/30 − 1)/(6 × 50)
    q = 1 + (5 + 1.25 - 1) * (2.5 + 5 / 3 - 1) / 300
    assert log_likelihood(8, 2, 20, 30, correction="williams") == pytest.approx(g2 / q)
    # .4 against .0667: six times as often; a 0 counts as ½
    assert log_ratio(8, 2, 20, 30) == pytest.approx(math.log2(6))
    assert log_ratio(8, 0, 20, 30) == pytest.approx(math.log2(24))


def test_log_odds_by_hand():
    # prior 1 of 10: odds (8 + 1)/(20 + 10 − 9) = 9/21 and (2 + 1)/(30 + 10 − 3) = 3/37; σ² = 1/9 + 1/3 = 4/9
    delta, error = log_odds(8, 2, 20, 30, prior=1, prior_total=10)
    assert delta == pytest.approx(math.log(9 / 21 / (3 / 37)))
    assert error == pytest.approx(2 / 3)


# Hessel's FightingWords, of which ConvoKit's is an adaptation (fightingWords.py, `_bayes_compare_language`: the same
# δ and σ², prior 0.1 for each n-gram): values that its code gave, published in the tests of a package `logodds` for the
# two sets of counts below. ConvoKit's own demonstration prints z of two subreddits without the counts that they are of.
CATS = {"a": 1, "and": 2, "at": 1, "cat": 5, "cats": 1, "dog": 1, "door": 1, "ignores": 1, "mat": 1, "me": 1, "meow": 1,
        "my": 1, "on": 1, "purr": 4, "sat": 1, "sleeps": 1, "the": 6, "will": 1}  # fmt: skip
DOGS = {"a": 1, "adores": 1, "and": 2, "at": 1, "bark": 4, "cat": 1, "dog": 5, "dogs": 1, "mailman": 1, "me": 1,
        "my": 1, "on": 1, "rug": 1, "sat": 1, "sleeps": 1, "the": 6, "will": 1, "woof": 1}  # fmt: skip
EVEN = {"adores": -0.4624826093074121, "bark": -0.6123390895316625, "cat": 1.598388995202337,
        "purr": 0.6123390895316625, "the": 0.0}  # fmt: skip
LONG_CATS = {"the": 500, "cat": 40, "dog": 6, "purr": 9, "quantum": 1, "and": 300}
LONG_DOGS = {"the": 520, "cat": 5, "dog": 44, "bark": 11, "and": 290, "leash": 7}
BACKGROUND = {
    "the": 100000,
    "and": 80000,
    "cat": 50,
    "dog": 50,
    "purr": 5,
    "bark": 5,
    "leash": 5,
    "quantum": 5,
}
INFORMATIVE = {"and": 0.08664163039181341, "bark": -2.2693449734045288, "cat": 2.8790441554595216,
               "dog": -3.0686372149306269, "leash": -1.6437451631429068, "purr": 1.9757749829094806,
               "quantum": 0.3010232453335830, "the": -0.0418221428687848}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "two", "background", "published"),
    [(CATS, DOGS, {}, EVEN), (LONG_CATS, LONG_DOGS, BACKGROUND, INFORMATIVE)],
)
def test_log_odds_has_the_published_digits_of_fighting_words(one, two, background, published):
    vocabulary = sorted(set(one) | set(two))
    prior = {word: background.get(word, 0) + 0.01 for word in vocabulary}
    for word, z in published.items():
        delta, error = log_odds(
            one.get(word, 0), two.get(word, 0), sum(one.values()), sum(two.values()),
            prior=prior[word], prior_total=sum(prior.values()),
        )  # fmt: skip
        assert delta / error == pytest.approx(z, abs=1e-12)


def test_nothing_to_compare_gives_nan():
    assert np.isnan(log_likelihood([0, 3, 0], [0, 0, 2], [5, 5, 0], [5, 0, 5])).all()
    assert np.isnan(chi_squared([0, 3, 0], [0, 0, 2], [5, 5, 0], [5, 0, 5])).all()
    assert np.isnan(log_ratio(3, 0, 5, 0))
    assert np.isnan(log_odds(3, 0, 5, 0, prior=1, prior_total=2)).all()
    # one word alone: no other could be there instead
    assert log_likelihood(5, 7, 5, 7) == chi_squared(5, 7, 5, 7) == 0


def papers():
    return worded_run(
        {
            "a1": [["Port port port road."]],
            "a2": [["Port road and sea."]],
            "b1": [["Road sea sea port."], ["Sea."]],
            "c1": [["Lake."]],
        },
        outlet=["A", "A", "B", None],
    )


def test_the_table_by_hand():
    table = keyness(papers(), by="outlet", group="A", reference="B", measure="log_likelihood", min_n=2)
    assert list(table.columns) == COLUMNS
    # A: port 4, road 2, and 1, sea 1 of 8 words; B: road 1, sea 3, port 1 of 5
    assert table["feature"].to_list() == ["port", "road", "sea"]
    port = table.iloc[0]
    assert port[["n_target", "n_reference", "articles_target", "articles_reference"]].to_list() == [
        4,
        1,
        2,
        1,
    ]
    assert port["rate_target"] == 50
    assert port["rate_reference"] == 20
    assert port["statistic"] == pytest.approx(float(log_likelihood(4, 1, 8, 5)))
    assert port["z"] == pytest.approx(math.sqrt(port["statistic"]))
    assert port["p"] == pytest.approx(math.erfc(math.sqrt(port["statistic"] / 2)))
    assert port["effect"] == pytest.approx(math.log2(2.5))
    assert port["effect_name"] == "log2 ratio of rates"
    assert table.iloc[2]["statistic"] < 0
    assert np.isnan(port["p_articles"])
    assert set(table["flags"].str.contains("fewer than five articles")) == {True}


def test_log_odds_take_their_prior_from_all_articles():
    table = keyness(papers(), by="outlet", group="A", reference="B", min_n=2, prior=14)
    # all articles have 14 words, so that the prior is their counts: port 5, road 3, sea 4, and 1, lake 1
    delta, error = log_odds(4, 1, 8, 5, prior=5, prior_total=14)
    assert table.iloc[0]["effect"] == pytest.approx(float(delta))
    assert table.iloc[0]["statistic"] == pytest.approx(float(delta / error)) == table.iloc[0]["z"]


def test_every_group_is_held_against_the_rest():
    table = keyness(papers(), by="outlet", measure="chi_squared", min_n=1)
    assert table["group"].drop_duplicates().to_list() == ["A", "B", "(missing)"]
    assert set(table["reference"]) == {"the rest"}
    lake = table.loc[(table["group"] == "(missing)") & (table["feature"] == "lake")].iloc[0]
    assert lake[["n_target", "n_reference", "articles_target"]].to_list() == [1, 0, 1]
    # against one reference every other group is
    against = keyness(papers(), by="outlet", reference="B", min_n=1)
    assert against["group"].drop_duplicates().to_list() == ["A", "(missing)"]


def test_groups_against_each_other_are_mirrored():
    one = keyness(papers(), by="outlet", group="A", reference="B", min_n=1).set_index("feature")
    two = keyness(papers(), by="outlet", group="B", reference="A", min_n=1).set_index("feature")
    assert one["statistic"].to_dict() == pytest.approx((-two["statistic"]).to_dict())


def many(seed, articles, words="abcdefgh"):
    """Random texts of two groups; a word of the first is more frequent in it."""
    rng = np.random.default_rng(seed)
    texts = {}
    for index in range(articles):
        drawn = rng.choice(list(words), size=rng.integers(3, 30), p=rng.dirichlet(np.ones(len(words))))
        texts[f"t{index}"] = [[" ".join(f"w{letter}" for letter in drawn)]]
    return worded_run(texts, side=["x" if index % 2 else "y" for index in range(articles)])


@examples(25)
@given(
    st.integers(0, 10_000), st.integers(4, 12), st.sampled_from(["log_odds", "log_likelihood", "chi_squared"])
)
def test_turned_by_is_what_leaving_each_article_out_gives(seed, articles, measure):
    run = many(seed, articles)
    counts = count_terms(read_words(run), articles)
    dense = np.zeros((len(counts.terms), articles))
    dense[counts.term, counts.article] = counts.n
    target = (run.articles["side"] == "x").to_numpy()
    table = keyness(run, by="side", group="x", measure=measure, min_n=1).set_index("feature")
    prior = 500 * dense.sum(axis=1) / dense.sum()
    passed = table.loc[table["p_adjusted"] < 0.05, "p"]
    bar = passed.max() if len(passed) else 0.05 / len(table)

    def statistic(term, kept):
        y1, y2 = dense[term, target & kept].sum(), dense[term, ~target & kept].sum()
        n1, n2 = dense[:, target & kept].sum(), dense[:, ~target & kept].sum()
        if measure == "log_odds":
            delta, error = log_odds(y1, y2, n1, n2, prior=prior[term], prior_total=500)
            return float(delta / error)
        formula = log_likelihood if measure == "log_likelihood" else chi_squared
        value = float(formula(y1, y2, n1, n2))
        return math.copysign(math.sqrt(abs(value)), value)

    for term, name in enumerate(counts.terms):
        whole = statistic(term, np.full(articles, True))
        assert whole == pytest.approx(table.loc[name, "z"], abs=1e-9)
        turning = {}
        for article in np.flatnonzero(dense[term]):
            left = statistic(term, np.arange(articles) != article)
            was, now = two_sided(whole) <= bar, two_sided(left) <= bar
            if was != now or (was and np.sign(left) != np.sign(whole)):
                turning[f"t{article}"] = math.inf if math.isnan(left) else abs(left - whole)
        said = table.loc[name, "turned_by"]
        if not turning:
            assert not isinstance(said, str)
        else:
            assert turning[said] == pytest.approx(max(turning.values()))
            assert "turned by one article" in table.loc[name, "flags"]


def test_a_word_of_one_article_is_flagged():
    texts = {f"x{k}": [["The road is long and the sea is wide today."]] for k in range(6)}
    texts |= {f"y{k}": [["The road is long and the sea is wide today."]] for k in range(6)}
    texts["x0"] = [["Corridor " * 40 + "road."]]
    run = worded_run(texts, side=["x"] * 6 + ["y"] * 6)
    row = keyness(run, by="side", group="x", measure="log_likelihood").set_index("feature").loc["corridor"]
    assert row["p_adjusted"] < 0.001
    assert row["turned_by"] == "x0"
    # rates (40/41, 0, 0, 0, 0, 0) against all 0: t = 1, five degrees of freedom
    assert row["p_articles"] == pytest.approx(0.363217, abs=1e-6)
    assert row["flags"] == "turned by one article; in one article; articles do not confirm"


@examples(25)
@given(st.integers(0, 10_000), st.integers(10, 20))
def test_p_by_articles_is_welchs(seed, articles):
    run = many(seed, articles)
    counts = count_terms(read_words(run), articles)
    target = (run.articles["side"] == "x").to_numpy()
    rates = np.zeros((len(counts.terms), articles))
    rates[counts.term, counts.article] = counts.n / counts.totals[counts.article]
    found = welch(counts, Sides("x", "y", target, ~target))
    for k, row in enumerate(rates):
        if row.any():
            expected = ttest_ind(row[target], row[~target], equal_var=False).pvalue
            assert found[k] == pytest.approx(expected, rel=1e-7)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusted_p_are_those_of_benjamini_and_hochberg(p):
    assert adjusted(np.array(p)) == pytest.approx(false_discovery_control(p))
    holm = adjusted(np.array(p), adjust="holm")
    assert (holm >= adjusted(np.array(p)) - 1e-12).all()


def test_holm_by_hand():
    # sorted .01 × 3, max(.03, .02 × 2), max(.04, .03 × 1)
    assert adjusted(np.array([0.03, 0.01, 0.02]), adjust="holm") == pytest.approx([0.04, 0.03, 0.04])


def test_figures_do_not_hang_on_the_order_of_rows(op_ed_run):
    turned = replace(
        op_ed_run, paragraphs=op_ed_run.paragraphs.iloc[::-1], sentences=op_ed_run.sentences.iloc[::-1]
    )
    one, two = (keyness(run, by="outlet", voice="author") for run in (op_ed_run, turned))
    assert one.equals(two)


def test_each_measure_on_real_texts_keeps_its_promises(op_ed_run):
    for measure in ("log_odds", "log_likelihood", "chi_squared"):
        for terms in ("words", "pairs"):
            table = keyness(op_ed_run, by="outlet", measure=measure, terms=terms, min_n=2)
            assert table["p"].between(0, 1).all()
            assert (table["p_adjusted"] >= table["p"]).all()
            assert (table.groupby("group")["statistic"].diff().dropna() <= 0).all()
            assert (np.sign(table["statistic"]) == np.sign(table["z"])).all()
    names = keyness(op_ed_run, by="article", group="ledger-port").iloc[0]
    assert "in one article" in names["flags"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"group": "C"}, "group 'C': no such group"),
        ({"reference": "C"}, "reference 'C': no such group"),
        ({"group": "A", "reference": "A"}, "is its own reference"),
        ({"measure": "tf-idf"}, "measure 'tf-idf': unknown"),
        ({"adjust": "none"}, "adjust 'none': unknown"),
        ({"correction": "bonferroni"}, "correction 'bonferroni': unknown"),
        ({"prior": 0}, "prior 0"),
        ({"min_n": 0}, "min_n 0"),
        ({"voice": "quoted"}, "no words in this voice"),
        ({"by": "author2"}, "no such column"),
    ],
)
def test_mistakes_are_named(options, message):
    with pytest.raises(FramingError, match=message):
        keyness(papers(), **{"by": "outlet", **options})


def test_thirty_groups_at_once_and_terms_too_rare():
    run = worded_run(
        {f"a{k}": [["One port only."]] for k in range(60)}, side=[f"g{k % 30}" for k in range(60)]
    )
    for measure in ("log_odds", "log_likelihood", "chi_squared"):
        table = keyness(run, by="side", measure=measure)
        assert len(table) == 90
        assert table["statistic"].abs().max() < 1e-12
        assert table["p_adjusted"].min() > 1 - 1e-9
        none = keyness(run, by="side", measure=measure, min_n=1000)
        assert len(none) == 0
        assert list(none.columns) == COLUMNS


def test_one_group_has_nothing_to_be_held_against():
    run = worded_run({"a": [["A port."]], "b": [["A road."]]}, outlet=["A", "A"])
    with pytest.raises(FramingError, match="no words in this voice and kind"):
        keyness(run, by="outlet")
    with pytest.raises(FramingError, match="the only group"):
        keyness(run, by="outlet", reference="A")
