"""Papers that a comparison cites."""

from __future__ import annotations

from framing.reporting.papers import Reference


def _article(
    key: str, author: str, title: str, journal: str, year: str, place: str, doi: str = ""
) -> Reference:
    """An article; `place` is volume, number (may be empty) and pages between bars."""
    volume, number, pages = place.split("|")
    fields = {"author": author, "title": title, "journal": journal, "volume": volume, "number": number}
    return Reference(key, "article", {**fields, "pages": pages, "year": year, "doi": doi})


HOLM = _article(
    "holm1979",
    "Holm, Sture",
    "A simple sequentially rejective multiple test procedure",
    "Scandinavian Journal of Statistics",
    "1979",
    "6|2|65--70",
)
BENJAMINI = _article(
    "benjamini1995",
    "Benjamini, Yoav and Hochberg, Yosef",
    "Controlling the false discovery rate: A practical and powerful approach to multiple testing",
    "Journal of the Royal Statistical Society: Series B",
    "1995",
    "57|1|289--300",
    "10.1111/j.2517-6161.1995.tb02031.x",
)
PHIPSON = _article(
    "phipson2010",
    "Phipson, Belinda and Smyth, Gordon K.",
    "Permutation p-values should never be zero: Calculating exact p-values when permutations are randomly drawn",
    "Statistical Applications in Genetics and Molecular Biology",
    "2010",
    "9|1|Article 39",
    "10.2202/1544-6115.1585",
)
JANSSEN = _article(
    "janssen1997",
    "Janssen, Arnold",
    "Studentized permutation tests for non-i.i.d. hypotheses and the generalized {Behrens--Fisher} problem",
    "Statistics & Probability Letters",
    "1997",
    "36|1|9--21",
    "10.1016/S0167-7152(97)00043-6",
)
CHUNG = _article(
    "chung2013",
    "Chung, EunYi and Romano, Joseph P.",
    "Exact and asymptotically robust permutation tests",
    "The Annals of Statistics",
    "2013",
    "41|2|484--507",
    "10.1214/13-AOS1090",
)
HEMERIK = _article(
    "hemerik2018",
    "Hemerik, Jesse and Goeman, Jelle",
    "Exact testing with random permutations",
    "TEST",
    "2018",
    "27|4|811--825",
    "10.1007/s11749-017-0571-1",
)
WELCH = _article(
    "welch1947",
    "Welch, B. L.",
    "The generalization of {Student's} problem when several different population variances are involved",
    "Biometrika",
    "1947",
    "34|1--2|28--35",
    "10.1093/biomet/34.1-2.28",
)
EFRON = Reference(
    "efron1993",
    "book",
    {
        "author": "Efron, Bradley and Tibshirani, Robert J.",
        "title": "An introduction to the bootstrap",
        "publisher": "Chapman and Hall",
        "year": "1993",
    },
)
CLIFF = _article(
    "cliff1993",
    "Cliff, Norman",
    "Dominance statistics: Ordinal analyses to answer ordinal questions",
    "Psychological Bulletin",
    "1993",
    "114|3|494--509",
    "10.1037/0033-2909.114.3.494",
)
HEDGES = _article(
    "hedges1981",
    "Hedges, Larry V.",
    "Distribution theory for {Glass's} estimator of effect size and related estimators",
    "Journal of Educational Statistics",
    "1981",
    "6|2|107--128",
    "10.3102/10769986006002107",
)
BLOOM = _article(
    "bloom1995",
    "Bloom, Howard S.",
    "Minimum detectable effects: A simple way to report the statistical power of experimental designs",
    "Evaluation Review",
    "1995",
    "19|5|547--556",
    "10.1177/0193841X9501900504",
)
SCHUIRMANN = _article(
    "schuirmann1987",
    "Schuirmann, Donald J.",
    "A comparison of the two one-sided tests procedure and the power approach for assessing the equivalence of average "
    "bioavailability",
    "Journal of Pharmacokinetics and Biopharmaceutics",
    "1987",
    "15|6|657--680",
    "10.1007/BF01068419",
)
BRODER = Reference(
    "broder1997",
    "inproceedings",
    {
        "author": "Broder, Andrei Z.",
        "title": "On the resemblance and containment of documents",
        "booktitle": "Compression and Complexity of Sequences 1997",
        "pages": "21--29",
        "year": "1997",
        "doi": "10.1109/SEQUEN.1997.666900",
    },
)
MONROE = _article(
    "monroe2008",
    "Monroe, Burt L. and Colaresi, Michael P. and Quinn, Kevin M.",
    "Fightin' words: Lexical feature selection and evaluation for identifying the content of political conflict",
    "Political Analysis",
    "2008",
    "16|4|372--403",
    "10.1093/pan/mpn018",
)
GALLAGHER = _article(
    "gallagher2021",
    "Gallagher, Ryan J. and Frank, Morgan R. and Mitchell, Lewis and Schwartz, Aaron J. and Reagan, Andrew J. and "
    "Danforth, Christopher M. and Dodds, Peter Sheridan",
    "Generalized word shift graphs: A method for visualizing and explaining pairwise comparisons between texts",
    "EPJ Data Science",
    "2021",
    "10||4",
    "10.1140/epjds/s13688-021-00260-3",
)
GRIES = _article(
    "gries2008",
    "Gries, Stefan Th.",
    "Dispersions and adjusted frequencies in corpora",
    "International Journal of Corpus Linguistics",
    "2008",
    "13|4|403--437",
    "10.1075/ijcl.13.4.02gri",
)
