"""Papers that methods cite, as entries of a bibliography."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the bibliography: its kind and fields in BibTeX's words."""

    key: str
    kind: str
    fields: Mapping[str, str]


PUNKT = Reference(
    "kiss2006",
    "article",
    {
        "author": "Kiss, Tibor and Strunk, Jan",
        "title": "Unsupervised multilingual sentence boundary detection",
        "journal": "Computational Linguistics",
        "volume": "32",
        "number": "4",
        "pages": "485--525",
        "year": "2006",
        "doi": "10.1162/coli.2006.32.4.485",
    },
)
NLTK = Reference(
    "bird2009",
    "book",
    {
        "author": "Bird, Steven and Klein, Ewan and Loper, Edward",
        "title": "Natural language processing with Python",
        "publisher": "O'Reilly",
        "year": "2009",
    },
)
GELMAN = Reference(
    "gelman2013",
    "book",
    {
        "author": "Gelman, Andrew and Carlin, John B. and Stern, Hal S. and Dunson, David B. and Vehtari, Aki "
        "and Rubin, Donald B.",
        "title": "Bayesian data analysis",
        "edition": "3",
        "publisher": "CRC Press",
        "year": "2013",
    },
)
COCHRAN = Reference(
    "cochran1977",
    "book",
    {
        "author": "Cochran, William G.",
        "title": "Sampling techniques",
        "edition": "3",
        "publisher": "Wiley",
        "year": "1977",
    },
)
HESTERBERG = Reference(
    "hesterberg2015",
    "article",
    {
        "author": "Hesterberg, Tim C.",
        "title": "What teachers should know about the bootstrap: Resampling in the undergraduate statistics curriculum",
        "journal": "The American Statistician",
        "volume": "69",
        "number": "4",
        "pages": "371--386",
        "year": "2015",
        "doi": "10.1080/00031305.2015.1089789",
    },
)
SCHWARTZ = Reference(
    "schwartz2003",
    "inproceedings",
    {
        "author": "Schwartz, Ariel S. and Hearst, Marti A.",
        "title": "A simple algorithm for identifying abbreviation definitions in biomedical text",
        "booktitle": "Pacific Symposium on Biocomputing 2003",
        "pages": "451--462",
        "year": "2003",
        "doi": "10.1142/9789812776303_0042",
    },
)
VADER = Reference(
    "hutto2014",
    "inproceedings",
    {
        "author": "Hutto, C. J. and Gilbert, Eric",
        "title": "{VADER}: A parsimonious rule-based model for sentiment analysis of social media text",
        "booktitle": "Proceedings of the International AAAI Conference on Web and Social Media",
        "volume": "8",
        "pages": "216--225",
        "year": "2014",
        "doi": "10.1609/icwsm.v8i1.14550",
    },
)
PATTERN = Reference(
    "desmedt2012",
    "article",
    {
        "author": "De Smedt, Tom and Daelemans, Walter",
        "title": "Pattern for {Python}",
        "journal": "Journal of Machine Learning Research",
        "volume": "13",
        "pages": "2063--2067",
        "year": "2012",
    },
)
PLATT = Reference(
    "platt1999",
    "incollection",
    {
        "author": "Platt, John C.",
        "title": "Probabilistic outputs for support vector machines and comparisons to regularized likelihood methods",
        "booktitle": "Advances in large margin classifiers",
        "publisher": "MIT Press",
        "pages": "61--74",
        "year": "1999",
    },
)
LIPTON = Reference(
    "lipton2014",
    "inproceedings",
    {
        "author": "Lipton, Zachary C. and Elkan, Charles and Narayanaswamy, Balakrishnan",
        "title": "Optimal thresholding of classifiers to maximize {F1} measure",
        "booktitle": "Machine Learning and Knowledge Discovery in Databases (ECML PKDD 2014)",
        "pages": "225--239",
        "year": "2014",
        "doi": "10.1007/978-3-662-44851-9_15",
    },
)
PEDREGOSA = Reference(
    "pedregosa2011",
    "article",
    {
        "author": "Pedregosa, Fabian and others",
        "title": "Scikit-learn: Machine learning in {Python}",
        "journal": "Journal of Machine Learning Research",
        "volume": "12",
        "pages": "2825--2830",
        "year": "2011",
    },
)
HANLEY = Reference(
    "hanley1982",
    "article",
    {
        "author": "Hanley, James A. and McNeil, Barbara J.",
        "title": "The meaning and use of the area under a receiver operating characteristic ({ROC}) curve",
        "journal": "Radiology",
        "volume": "143",
        "number": "1",
        "pages": "29--36",
        "year": "1982",
        "doi": "10.1148/radiology.143.1.7063747",
    },
)
HAYES = Reference(
    "hayes2007",
    "article",
    {
        "author": "Hayes, Andrew F. and Krippendorff, Klaus",
        "title": "Answering the call for a standard reliability measure for coding data",
        "journal": "Communication Methods and Measures",
        "volume": "1",
        "number": "1",
        "pages": "77--89",
        "year": "2007",
        "doi": "10.1080/19312450709336664",
    },
)
BLAND = Reference(
    "bland1986",
    "article",
    {
        "author": "Bland, J. Martin and Altman, Douglas G.",
        "title": "Statistical methods for assessing agreement between two methods of clinical measurement",
        "journal": "The Lancet",
        "volume": "327",
        "pages": "307--310",
        "year": "1986",
        "doi": "10.1016/S0140-6736(86)90837-8",
    },
)
COOK = Reference(
    "cook1977",
    "article",
    {
        "author": "Cook, R. Dennis",
        "title": "Detection of influential observation in linear regression",
        "journal": "Technometrics",
        "volume": "19",
        "number": "1",
        "pages": "15--18",
        "year": "1977",
        "doi": "10.1080/00401706.1977.10489493",
    },
)
#: Instruments whose papers are known; each other one is cited as the run cites it.
PAPERS = {"vader": (VADER,), "textblob": (PATTERN,)}
