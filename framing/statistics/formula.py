"""The right-hand side of a regression as researchers write it, read without running anything.

Formulas of patsy and formulaic are Python: `I(__import__("os").system(…))` would be run. Here only this is read:

    expression   term + term − term …
    term         interaction * interaction     a * b is a + b + a:b
    interaction  atom : atom
    atom         0 | 1 | name | `any name` | C(name) | C(name, "reference") | log(name) | years(name) | (expression)

with the meaning that R, patsy and formulaic give it (Wilkinson & Rogers, Applied Statistics 22, 1973, 392-399,
doi:10.2307/2346786).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from framing.errors import FramingError

Form = Literal["as it is", "category", "log", "years"]

#: Longer formulas and more terms than this are mistakes; `*` of many terms would grow without bound.
LONGEST, MOST_TERMS = 1_000, 60
_DEEPEST = 20
_FUNCTIONS: dict[str, Form] = {"C": "category", "log": "log", "years": "years"}
_TOKEN = re.compile(
    r"""\s*(?:(?P<name>[^\W\d][\w.]*)|`(?P<quoted>[^`]+)`|(?P<number>\d+(?:\.\d+)?)
        |(?P<text>"[^"]*"|'[^']*')|(?P<sign>[-+*:()~,=]))""",
    re.VERBOSE,
)
_ACCEPTED = (
    'a formula has names of columns (`in backquotes` where they are no words), + - * : ( ), 0, 1, C(name), '
    'C(name, "reference"), log(name) and years(name)'
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Factor:
    """One variable of a formula: its name, what is made of it, and the level that others are compared with."""

    name: str
    form: Form = "as it is"
    reference: str | None = None

    def __str__(self) -> str:
        """As it would be written, without backquotes and reference."""
        calls = {form: call for call, form in _FUNCTIONS.items() if form != "category"}
        return f"{calls[self.form]}({self.name})" if self.form in calls else self.name


Term = tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """What explains what: the response (None if left to the caller), terms in order, and whether there is an intercept.

    A term of several factors is their interaction.
    """

    response: str | None
    terms: tuple[Term, ...]
    intercept: bool

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Each variable once, in order."""
        return tuple(dict.fromkeys(factor for term in self.terms for factor in term))


def read_formula(text: str) -> Formula:
    """Read `response ~ terms`, `~ terms` or `terms`.

    Raises
    ------
    FramingError
        if there is anything else in it than the module's docstring lists.

    Examples
    --------
    >>> formula = read_formula("vader_compound ~ outlet * log(n_words) - 1")
    >>> formula.response, formula.intercept, [" : ".join(map(str, term)) for term in formula.terms]
    ('vader_compound', False, ['outlet', 'log(n_words)', 'outlet : log(n_words)'])
    """
    if not isinstance(text, str):
        raise FramingError(f"formula {text!r:.60}: write it as text, such as 'outlet + n_words'")
    return _Reader(text).read()


class _Reader:
    """Recursive descent over the tokens of one formula; a list of terms is what each rule gives, () the intercept."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise FramingError(f"formula: {len(text):,} characters; there may be {LONGEST:,}")
        self.text, self.place, self.depth = text, 0, 0
        self.tokens = self._tokens()

    def read(self) -> Formula:
        response = None
        if ("sign", "~") in self.tokens:
            if self.tokens.index(("sign", "~")) > 0:
                response = self._name()
            self._expect("~")
        terms, dropped = self._sum(intercept=True)
        if self.place < len(self.tokens):
            raise self._refuse(f"'{self.tokens[self.place][1]}' has no place there")
        return Formula(response, tuple(term for term in terms if term), () in terms and not dropped)

    def _tokens(self) -> list[tuple[str, str]]:
        found, at, end = [], 0, len(self.text.rstrip())
        while at < end:
            match = _TOKEN.match(self.text, at)
            if not match:
                raise self._refuse(f"'{self.text[at:].strip()[:1]}' is not accepted")
            kind = str(match.lastgroup)
            found.append((kind, match[kind]))
            at = match.end()
        return found

    def _sum(self, *, intercept: bool) -> tuple[list[Term], bool]:
        """Terms added and taken away; and whether the intercept was taken away by `0` or `- 1`."""
        terms: list[Term] = [()] if intercept else []
        dropped, sign = False, "+"
        if self._take("-"):
            sign = "-"
        while True:
            if self._take("0", kind="number"):
                dropped = dropped or sign == "+"
            else:
                found = self._product()
                if sign == "+":
                    terms = _unique([*terms, *found])
                else:
                    dropped = dropped or () in found
                    gone = {frozenset(term) for term in found}
                    terms = [term for term in terms if frozenset(term) not in gone]
            self._check_size(terms)
            if self._take("+"):
                sign = "+"
            elif self._take("-"):
                sign = "-"
            else:
                return terms, dropped

    def _product(self) -> list[Term]:
        terms = self._interaction()
        while self._take("*"):
            other = self._interaction()
            terms = _unique([*terms, *other, *(_join(a, b) for a in terms for b in other)])
            self._check_size(terms)
        return terms

    def _interaction(self) -> list[Term]:
        terms = self._atom()
        while self._take(":"):
            other = self._atom()
            terms = _unique([_join(a, b) for a in terms for b in other])
            self._check_size(terms)
        return terms

    def _atom(self) -> list[Term]:
        if self._take("1", kind="number"):
            return [()]
        if self._take("("):
            self.depth += 1
            if self.depth > _DEEPEST:
                raise self._refuse(f"more than {_DEEPEST} brackets in one another")
            terms, dropped = self._sum(intercept=False)
            self._expect(")")
            self.depth -= 1
            if dropped:
                raise self._refuse("0 and - 1 stand outside brackets")
            return terms
        kind, value = self._next()
        if kind == "name" and self._take("("):
            return [(self._call(value),)]
        if kind not in ("name", "quoted"):
            raise self._refuse(f"'{value}' has no place there")
        return [(Factor(value.strip()),)]

    def _call(self, function: str) -> Factor:
        if function not in _FUNCTIONS:
            raise self._refuse(f"'{function}(…)' is not accepted")
        name, reference = self._name(), None
        if function == "C" and self._take(","):
            reference = self._reference()
        self._expect(")")
        return Factor(name, _FUNCTIONS[function], reference)

    def _reference(self) -> str:
        """`"level"`, or as patsy and formulaic write it: `Treatment("level")`, `Treatment(reference="level")`."""
        treatment = self._take("Treatment", kind="name")
        if treatment:
            self._expect("(")
        if self._take("reference", kind="name"):
            self._expect("=")
        kind, value = self._next()
        if kind not in ("text", "number"):
            raise self._refuse(f"'{value}' is no level; write it in quotation marks")
        if treatment:
            self._expect(")")
        return value[1:-1] if kind == "text" else value

    def _name(self) -> str:
        kind, value = self._next()
        if kind not in ("name", "quoted"):
            raise self._refuse(f"'{value}' is no name")
        return value.strip()

    def _next(self) -> tuple[str, str]:
        if self.place >= len(self.tokens):
            raise self._refuse("something is missing at its end")
        self.place += 1
        return self.tokens[self.place - 1]

    def _take(self, value: str, *, kind: str = "sign") -> bool:
        there = self.place < len(self.tokens) and self.tokens[self.place] == (kind, value)
        self.place += there
        return there

    def _expect(self, value: str) -> None:
        if not self._take(value):
            raise self._refuse(f"'{value}' is missing")

    def _check_size(self, terms: list[Term]) -> None:
        if len(terms) > MOST_TERMS:
            raise self._refuse(f"more than {MOST_TERMS} terms")

    def _refuse(self, found: str) -> FramingError:
        text = " ".join(self.text.split())
        return FramingError(f"formula '{text[:80]}{'…' if text[80:] else ''}': {found}; {_ACCEPTED}")


def _join(one: Term, other: Term) -> Term:
    """Interaction of two terms; a factor with itself is itself."""
    return tuple(dict.fromkeys((*one, *other)))


def _unique(terms: list[Term]) -> list[Term]:
    """Terms once each; a:b is b:a."""
    return list({frozenset(term): term for term in reversed(terms)}.values())[::-1]
