"""Whom a resource wants to be cited as, in BibTeX's fields: read from its citation, which is one line of text.

A citation such as ``Doe, J., & Roe, R. (2024). Words of water, version 2 [word list]. After Poe (1999).`` of a resource
called *Words of water* gives authors and year; what follows its own title stays a note. A line that cites other works
only (the paper behind a program) is a note as a whole. Nobody is made an author by guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: What stands for the year of a program: its version says more, and when that came out is not known here.
UNDATED = "n.d."
#: Programs and models whose makers their citation does not name first.
_MAKERS: Mapping[str, Mapping[str, str]] = {
    "vader": {"author": "Hutto, C. J.", "url": "https://github.com/cjhutto/vaderSentiment"},
    "textblob": {"author": "Loria, Steven", "url": "https://textblob.readthedocs.io"},
    "oped": {"author": "{The framing developers}"},
}
#: Of these the paper has an entry of its own, and no note is needed.
_WITH_PAPERS = frozenset({"vader", "textblob"})
_APA = re.compile(r"(?P<authors>[^()]{2,300}?) \((?P<year>\d{4})\)\. (?P<rest>.*)", re.DOTALL)
_WORK = re.compile(r"\(\d{4}\)")
_KIND = re.compile(r"^\s*\[(?P<kind>[a-z ]+)\]")
_BETWEEN = re.compile(r",? & |, (?=[^\s,.][^,]*[^\s,.], )")


def citation_fields(name: str, title: str, version: str, citation: str) -> dict[str, str]:
    """Fields of a resource's entry: title, and as far as known author, year, howpublished, url, and a note.

    Parameters
    ----------
    name
        of the instrument
    title, version, citation
        as a run tells them

    Examples
    --------
    >>> fields = citation_fields("water", "Words of water", "2", "Doe, J., & Roe, R. (2024). Words of water.")
    >>> fields["author"], fields["year"], fields["note"]
    ('Doe, J. and Roe, R.', '2024', 'Version 2')
    """
    edition = f"Version {version}"
    own = {"title": f"{{{_unbraced(title)}}}"}
    if name in _MAKERS:
        note = edition if name in _WITH_PAPERS else _sentences(edition, citation)
        makers = _MAKERS[name]
        return {
            "author": makers["author"],
            **own,
            "year": UNDATED,
            "howpublished": "Computer software",
            **makers,
            "note": note,
        }
    found = _APA.fullmatch(citation.strip())
    if found is None or not found["rest"].lower().startswith(title.lower()):
        return {**own, "key": _unbraced(title), "year": UNDATED, "note": _sentences(edition, citation)}
    rest = re.sub(rf",? version {re.escape(version)}", "", found["rest"][len(title) :], count=1)
    kind = _KIND.match(rest)
    rest = _KIND.sub("", rest).lstrip(" .;")
    rest = rest if _WORK.search(rest) else ""  # works that it rests on; what else is told stands in the run
    return {
        "author": _authors(found["authors"]),
        **own,
        "year": found["year"],
        **({"howpublished": kind["kind"].capitalize()} if kind else {}),
        "note": _sentences(edition, rest),
    }


def _sentences(edition: str, rest: str) -> str:
    return f"{edition}. {rest}" if rest else edition


def _authors(text: str) -> str:
    """`Doe, J., & Roe, R.` as BibTeX joins names; a name without a comma is an institution's."""
    if "," not in text:
        return f"{{{_unbraced(text)}}}"
    return " and ".join(_unbraced(name).strip() for name in _BETWEEN.split(text))


def _unbraced(text: str) -> str:
    return text.replace("{", "(").replace("}", ")")
