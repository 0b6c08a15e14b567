"""Regressions: formulas are read and never run; estimates and errors computed by hand or by brute force."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws import examples
from small_runs import run_of, sentence

from framing.errors import FramingError
from framing.statistics.clustered import cluster_errors
from framing.statistics.coefficients import regression_table
from framing.statistics.formula import read_formula
from framing.statistics.regression import regress

NAN = math.nan


def articles(tones, **columns):
    """One article for each list of tones, a paragraph of ten words and one sentence for each."""
    return run_of(
        {
            f"a{place}": [("body", [sentence(10, vader=tone)]) for tone in each]
            for place, each in enumerate(tones)
        },
        columns=columns,
    )


def terms(text):
    formula = read_formula(text)
    return (formula.intercept, [":".join(map(str, term)) for term in formula.terms])


# ---- formulas ----


def test_numbers_of_a_csv_file_are_numbers():
    tones, numbers = [[0.1], [0.3], [0.2], [0.6]], [1, 2.5, 3, None]
    texts = ["1", "2.5", " 3 ", None]
    one, two = (
        regress(articles(tones, score=each), "log(score)", measure="vader_tone") for each in (numbers, texts)
    )
    assert one.equals(two)
    codes = regress(articles(tones, score=["1", "2", "3", "1"]), "C(score)", measure="vader_tone")
    assert "score[2]" in set(codes["term"])
    words = regress(articles(tones, score=["1", "2", "1_0", "1"]), "score", measure="vader_tone")
    assert "score[1_0]" in set(words["term"])


@pytest.mark.parametrize(
    ("text", "intercept", "expected"),
    [
        ("a", True, ["a"]),
        ("~ a + b", True, ["a", "b"]),
        ("a*b", True, ["a", "b", "a:b"]),
        ("a*b - b:a", True, ["a", "b"]),
        ("a:b + b:a + a:a", True, ["a:b", "a"]),
        ("(a + b):c", True, ["a:c", "b:c"]),
        ("a*b*c - a:b:c", True, ["a", "b", "a:b", "c", "a:c", "b:c"]),
        ("0 + a", False, ["a"]),
        ("a - 1", False, ["a"]),
        ("-1 + a", False, ["a"]),
        ("1", True, []),
        ("`date:month` + log(n_words) + years(date)", True, ["date:month", "log(n_words)", "years(date)"]),
    ],
)
def test_terms_mean_what_they_mean_in_r(text, intercept, expected):
    assert terms(text) == (intercept, expected)


@pytest.mark.parametrize(
    "written", ['"x y"', "'x y'", 'Treatment("x y")', 'Treatment(reference="x y")', 'reference="x y"']
)
def test_a_reference_can_be_named_as_elsewhere(written):
    (factor,) = read_formula(f"C(outlet, {written})").factors
    assert (factor.name, factor.form, factor.reference) == ("outlet", "category", "x y")


@pytest.mark.parametrize(
    "text",
    [
        '__import__("os").system("touch hacked")',
        "I(a)",
        "np.log(a)",
        "a.mean()",
        "a[0]",
        "{a}",
        "lambda: 1",
        "C(a, Sum)",
        "C(a, Treatment(open('x')))",
        "C(`a`.b)",
        "log(a + b)",
        "a ** 2",
        "a / b",
        "a @ b",
        "a ^ 2",
        "a | b",
        "a; b",
        "a + 2",
        "a + 1.5",
        "a b",
        "(a",
        "a)",
        "a +",
        "+ a",
        "",
        "~",
        "y ~ a ~ b",
        "a:",
        "()",
        "``",
        '"a"',
        "a\x00",
        "(" * 50 + "a" + ")" * 50,
        "a + " * 500 + "a",
        "*".join(f"(a{k} + b{k} + c{k})" for k in range(20)),
        "(0 + a):b",
    ],
)  # fmt: skip
def test_anything_else_is_refused_in_one_line(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FramingError) as caught:
        regress(articles([[0.1], [0.2], [0.3]], a=[1, 2, 4], b=[1, 4, 2]), text, measure="vader_tone")
    assert str(caught.value).startswith("formula")
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.iterdir())


@given(text=st.text(st.sampled_from("ab01+-*:()~ ,C`\"'.=")))
@examples(200)
def test_a_formula_is_read_or_refused(text):
    try:
        found = read_formula(text)
    except FramingError as error:
        assert "\n" not in str(error)  # noqa: PT017 # either way is right
    else:
        assert len({frozenset(term) for term in found.terms}) == len(found.terms)


def test_names_of_columns_are_never_run():
    """A column may be called what it will: it is a name in backquotes, and our own name in statsmodels."""
    evil = '__import__("os").abort()'
    run = articles([[0.1], [0.2], [0.4], [0.3]], **{evil: ["x", "x", "y:c0[T.L0]", "y:c0[T.L0]"]})
    table = regress(run, f"`{evil}`", measure="vader_tone")
    assert table["term"].to_list() == ["Intercept", f"{evil}[y:c0[T.L0]]"]


# ---- articles ----


def test_two_groups_of_articles_by_hand():
    """Means .2 and .5. Of n values HC3's variance of a mean is Σ(e/(1 − 1/n))²/n².

    Residuals −.1 0 .1 times 3/2: (.15² + .15²)/9 = .005; −.2 .2 times 2: (.4² + .4²)/4 = .08; √.085 = .29155.
    """
    run = articles([[0.1], [0.2], [0.3], [0.3], [0.7]], outlet=["a", "a", "a", "b", "b"])
    table = regress(run, "outlet", measure="vader_tone")
    assert table["term"].to_list() == ["Intercept", "outlet[b]"]
    assert table["estimate"].to_list() == pytest.approx([0.2, 0.3])
    assert table["se"].to_list() == pytest.approx([math.sqrt(0.005), math.sqrt(0.085)])
    assert table["df"].to_list() == [3, 3]
    assert set(table["note"]) == {"3.0 degrees of freedom: p is not to be trusted"}
    # SSE = .02 + .08; mean .32, SST = .22² + .12² + .02² + .02² + .38² = .208
    assert table["r2"].to_list() == pytest.approx([1 - 0.1 / 0.208] * 2)
    t = 0.3 / math.sqrt(0.085)
    assert table["t"].iloc[1] == pytest.approx(t)
    assert table["high"].iloc[1] == pytest.approx(0.3 + 3.182446 * math.sqrt(0.085), abs=1e-6)
    assert (table["n"].iloc[0], table["clusters"].iloc[0], table["reference"].iloc[0]) == (5, 5, "outlet[a]")


def test_the_reference_can_be_chosen_and_order_of_articles_plays_no_part():
    tones, outlets = [[0.1], [0.2], [0.3], [0.3], [0.7]], ["b", "a", "a", "b", "b"]
    one = regress(articles(tones, outlet=outlets), 'C(outlet, "b")', measure="vader_tone")
    assert one["term"].iloc[1] == "outlet[a]"
    two = regress(articles(tones[::-1], outlet=outlets[::-1]), 'C(outlet, "b")', measure="vader_tone")
    for column in ("estimate", "se", "p"):
        assert one[column].to_list() == pytest.approx(two[column].to_list())


def test_a_line_through_numbers_logs_years_and_other_measures():
    """Tone .1 + .2·x but for what is added; x as a number, as a logarithm, and as years between dates."""
    rest = np.array([0.01, -0.01, -0.01, 0.01, 0.02, -0.02])
    x = np.array([0.0, 1, 2, 0, 1, 2])
    run = articles(
        [[tone] for tone in 0.1 + 0.2 * x + rest],
        x=x.tolist(),
        grown=np.exp(x).tolist(),
        date=["2020-01-01", "2021-01-01", "2022-01-01", "2020-01-01", "2021-01-01", "2022-01-01"],
    )
    slope, intercept = np.polyfit(x, 0.1 + 0.2 * x + rest, 1)
    for formula in ("x", "log(grown)"):
        found = regress(run, formula, measure="vader_tone")["estimate"].to_list()
        assert found == pytest.approx([intercept, slope])
    assert regress(run, "years(date)", measure="vader_tone")["estimate"].iloc[1] == pytest.approx(
        slope, rel=3e-3
    )
    own = regress(run, "vader_tone ~ vader_tone_net + x")
    assert set(own["note"]) == {"the measure does not vary, or is fitted exactly"}
    assert own["se"].isna().all()


def test_articles_that_lack_a_value_are_left_out_and_counted():
    run = articles(
        [[0.1], [NAN], [0.3], [0.3], [0.7], [0.2]],
        outlet=["a", "a", None, "b", "b", "a"],
        date=["2024-01-01", "2024-01-02", "2024", "2024-01-05", None, "2024-02-01"],
    )
    table = regress(run, "outlet", measure="vader_tone")
    assert (table["n"].iloc[0], table["left_out"].iloc[0]) == (4, 2)
    with pytest.raises(FramingError, match="there may be 2"):
        regress(run, "outlet + years(date)", measure="vader_tone")
    assert regress(run, "`date:month`", measure="vader_tone")["term"].iloc[1] == "date:month[2024-02]"


def test_a_level_of_one_article_has_no_standard_error():
    run = articles([[0.1], [0.2], [0.4], [0.3], [0.7]], author=["a", "a", "a", "a", "b"])
    table = regress(run, "author", measure="vader_tone").set_index("term")
    assert table.loc["Intercept", "note"] == "3.0 degrees of freedom: p is not to be trusted"
    assert table.loc["author[b]", "note"] == "one article alone decides it"
    assert math.isnan(table.loc["author[b]", "p"])
    assert table.loc["author[b]", "estimate"] == pytest.approx(0.45)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("nope", "'nope': the run has no such column; there are article"),
        ("name", "up to 6 coefficients for 6 units, 5 of them for 'name'; there may be 5"),
        ("same", "'same': only one level, 'x', is left"),
        ("x + twice", "'twice' follows from the terms before it"),
        ("constant", "'constant' follows from the terms before it"),
        ("log(zero)", "'zero' has the value 0; log needs more than 0"),
        ("log(outlet)", "'outlet' is text; log needs numbers"),
        ('C(outlet, "z")', "no level 'z'; there are a, b"),
        ("years(outlet)", "article 'a0': 'a' is not a date"),
        ("years(when)", "'when': the run has no such column"),
        ("`date:moon`", "no period 'moon'"),
        ("empty", "no unit has words, the measure and every variable"),
        ("other ~ x", "measure 'vader_tone': the formula explains 'other'"),
        ("0", "there is nothing in it to estimate"),
        ("position", "'position': the run has no such column"),
    ],
)
def test_what_cannot_be_estimated_is_said_in_one_line(formula, said):
    run = articles(
        [[0.1], [0.2], [0.4], [0.3], [0.7], [0.0]],
        outlet=["a", "b"] * 3,
        same=["x"] * 6,
        name=list("abcdef"),
        x=[1.0, 2, 4, 3, 2, 2],
        twice=[2.0, 4, 8, 6, 4, 4],
        constant=[7] * 6,
        zero=[0, 1, 2, 3, 4, 5],
        empty=[None] * 6,
    )
    with pytest.raises(FramingError) as caught:
        regress(run, formula, measure="vader_tone")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_options_are_checked():
    run = articles([[0.1], [0.2]])
    for options, said in (
        ({}, "none is named"),
        ({"measure": "nope"}, "measure 'nope': not in this run"),
        ({"measure": "vader_tone", "unit": "word"}, "unit 'word': unknown; there are article, paragraph"),
        ({"measure": "vader_tone", "voice": "x"}, "voice 'x'"),
    ):
        with pytest.raises(FramingError, match=said):
            regress(run, "1", **options)


def test_a_measure_that_does_not_vary_has_no_errors():
    table = regress(articles([[0.2]] * 5, x=[1, 2, 3, 4, 6]), "x", measure="vader_tone")
    assert table["estimate"].to_list() == pytest.approx([0.2, 0], abs=1e-12)
    assert table[["se", "low", "high", "t", "df", "p", "r2"]].isna().all(axis=None)


# ---- paragraphs ----

GROUPS = [[0.1, 0.3], [0.2, 0.2, 0.5], [0.4], [0.6, 0.8], [0.5, 0.9, 0.1, 0.3]]


def test_paragraphs_weigh_so_that_each_article_counts_once():
    """Coefficients of what is the same in an article are those of article figures."""
    run = articles(GROUPS, outlet=["a", "a", "a", "b", "b"])
    fine = regress(run, "outlet", measure="vader_tone", unit="paragraph")
    coarse = regress(run, "outlet", measure="vader_tone")
    assert fine["estimate"].to_list() == pytest.approx(coarse["estimate"].to_list())
    assert (fine["n"].iloc[0], fine["clusters"].iloc[0]) == (12, 5)
    assert fine["errors"].iloc[0].startswith("CR2 by article")


def test_single_paragraphs_give_welchs_error_and_the_published_degrees_of_freedom():
    """Each article one paragraph: se² = s₀²/n₀ + s₁²/n₁, df = n²(n₀−1)(n₁−1)/(n₁²(n₁−1) + n₀²(n₀−1)).

    So Imbens & Kolesár (2016, REStat 98, 701-712, doi:10.1162/REST_a_00552) for 3 and 27 units: 2.4668.
    """
    tones = np.random.default_rng(0).normal(0, 0.2, 30)
    run = articles([[tone] for tone in tones], outlet=["a"] * 3 + ["b"] * 27)
    row = regress(run, "outlet", measure="vader_tone", unit="paragraph").iloc[1]
    assert row["se"] == pytest.approx(math.sqrt(tones[:3].var(ddof=1) / 3 + tones[3:].var(ddof=1) / 27))
    assert row["df"] == pytest.approx(900 * 2 * 26 / (27**2 * 26 + 9 * 2))
    assert row["df"] == pytest.approx(2.4668, abs=5e-5)


def test_position_runs_from_0_to_1_within_articles():
    """Tone is the position, and one paragraph alone stands at 0."""
    run = articles([[0.0, 0.5, 1.0], [0.0, 1.0], [0.0], [0.0, 0.2, 1.1]])
    table = regress(run, "position", measure="vader_tone", unit="paragraph")
    expected = np.array([[0, 0], [0.5, 0.5], [1, 1], [0, 0], [1, 1], [0, 0], [0, 0], [0.5, 0.2], [1, 1.1]])
    weight = np.sqrt([1 / 3] * 3 + [1 / 2] * 2 + [1] + [1 / 3] * 3)
    x = np.column_stack([np.ones(9), expected[:, 0]]) * weight[:, None]
    found = np.linalg.lstsq(x, expected[:, 1] * weight, rcond=None)[0]
    assert table["estimate"].to_list() == pytest.approx(found.tolist())


def test_a_level_of_one_article_has_no_clustered_error_but_slopes_within_articles_have():
    """With an article's own intercept each level hangs on one article; the slope is told by all."""
    run = articles([[0.0, 0.5, 0.9], [0.1, 1.0, 0.7], [0.0, 0.3], [0.0, 0.2, 1.1], [0.4, 0.1]])
    table = regress(run, "0 + article + position", measure="vader_tone", unit="paragraph").set_index("term")
    assert table.loc[[term for term in table.index if term != "position"], "se"].isna().all()
    assert table.loc["position", "se"] > 0
    assert set(table["r2"].isna()) == {True}


def test_kinds_can_be_compared_and_rates_are_weighted_by_words():
    run = run_of(
        {
            f"a{k}": [("heading", [sentence(5, security=k % 2)]), ("body", [sentence(20 + k, security=k)])]
            for k in range(6)
        }
    )
    table = regress(run, "kind", measure="frames_security_rate", kind=None, unit="paragraph")
    assert table["term"].to_list() == ["Intercept", "kind[body]"]
    assert table["texts"].iloc[0] == "all"


@given(seed=st.integers(0, 10_000), sizes=st.lists(st.integers(1, 5), min_size=4, max_size=9))
@examples(40)
def test_cr2_is_what_its_definition_says(seed, sizes):
    """Brute force: matrix square roots, and Ω from I − H whole (Pustejovsky & Tipton 2018, eqs. 5 and 11)."""
    assume(sum(sizes) > 8)
    rng = np.random.default_rng(seed)
    cluster = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    x = np.column_stack([np.ones(len(cluster)), rng.normal(size=(len(cluster), 2))])
    y = rng.normal(size=len(cluster))
    m = np.linalg.inv(x.T @ x)
    rest = np.eye(len(x)) - x @ m @ x.T
    e = rest @ y
    variance, quadratic = np.zeros((3, 3)), [[], [], []]
    for g in range(len(sizes)):
        mine = np.flatnonzero(cluster == g)
        values, vectors = np.linalg.eigh(rest[np.ix_(mine, mine)])
        assume(values.min() > 1e-6)
        q = vectors @ np.diag(values**-0.5) @ vectors.T @ x[mine] @ m
        variance += np.outer(q.T @ e[mine], q.T @ e[mine])
        for c in range(3):
            quadratic[c].append(rest[:, mine] @ q[:, c])
    omegas = [np.array(each) @ np.array(each).T for each in quadratic]
    found = cluster_errors(x, e, cluster)
    assert found.se == pytest.approx(np.sqrt(np.diag(variance)))
    assert found.df == pytest.approx([np.trace(o) ** 2 / np.trace(o @ o) for o in omegas])


# ---- tables ----


def test_a_table_as_journals_print_it():
    run = articles([[0.1], [0.2], [0.3], [0.3], [0.7]], outlet=["a", "a", "a", "b", "b"], x=[1, 5, 2, 4, 3])
    models = [regress(run, formula, measure="vader_tone") for formula in ("outlet", "outlet + x")]
    table = regression_table(models, digits=2)
    assert table["term"].to_list() == [
        *("outlet[b]", "", "x", "", "Intercept", "", "Units", "Articles", "R²", "Adjusted R²", "Standard errors")
    ]  # fmt: skip
    assert table["(1) vader_tone"].to_list()[:8] == [
        "0.30",
        "(0.29)",
        "",
        "",
        "0.20",
        "(0.07)",
        "5 articles",
        "5",
    ]
    assert table["(1) vader_tone"].to_list()[8:] == ["0.52", "0.36", "HC3"]
    assert regression_table({"base": models[0]}).columns.to_list() == ["term", "base"]


def test_stars_only_when_asked_for_and_minus_signs_are_no_formulas():
    run = articles([[-0.5 - k / 100] for k in range(12)], outlet=["a", "b"] * 6)
    model = regress(run, "1", measure="vader_tone")
    assert regression_table([model])["(1) vader_tone"].iloc[0] == "−0.555"
    assert regression_table([model], stars="usual")["(1) vader_tone"].iloc[0] == "−0.555***"


def test_what_was_not_found_is_a_dash():
    model = regress(articles([[0.2]] * 5, x=[1, 2, 3, 4, 6]), "x", measure="vader_tone")
    table = regression_table([model]).set_index("term")["(1) vader_tone"]
    assert (table["x"], table["R²"]) == ("0.000", "–")
    assert list(table[""]) == ["–", "–"]


def test_a_table_needs_models():
    model = regress(articles([[0.2], [0.3], [0.5]]), "1", measure="vader_tone")
    for models, options, said in (
        ([], {}, "there is none"),
        ([model.drop(columns="se")], {}, "1: no table of regress"),
        ({"term": model}, {}, "'term' heads the first column"),
        ([model], {"stars": "many"}, "stars 'many'"),
        ([model], {"digits": -1}, "digits -1"),
    ):
        with pytest.raises(FramingError, match=said):
            regression_table(models, **options)


def test_a_run_is_left_as_it_was(op_ed_run):
    before = dataclasses.replace(op_ed_run, articles=op_ed_run.articles.copy())
    regress(op_ed_run, "outlet * position", measure="vader_compound", unit="paragraph")
    assert before == op_ed_run
