"""matplotlib's SVG made part of a page: no styles of its own, no scripts, words as text, places as links.

A strict content security policy forbids style attributes, so they become presentation attributes. Only elements and
attributes that draw are kept. Words that matplotlib drew letter by letter become text of the same width, which can be
searched, is read aloud and takes a tenth of the room; what no common font has stays paths, each defined once a page.
Colours stay as drawn: on a dark page a figure stands on white.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from framing.reporting.words import straight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element as Element

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = frozenset(
    {
        "svg",
        "g",
        "defs",
        "path",
        "rect",
        "circle",
        "line",
        "polygon",
        "polyline",
        "use",
        "text",
        "clipPath",
        "pattern",
    }
)
_ATTRIBUTES = frozenset(
    {
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "r",
        "cx",
        "cy",
        "width",
        "height",
        "points",
        "transform",
        "id",
        "clip-path",
        "patternUnits",
        "font-size",
        "textLength",
    }
)
_PROPERTIES = frozenset(
    {
        "fill",
        "fill-opacity",
        "fill-rule",
        "opacity",
        "stroke",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-width",
    }
)
_LOCAL = re.compile(r"url\(#([^)]+)\)")
_NUMBER = re.compile(r"-?\d+\.\d+")
#: Characters that no XML may hold; an article's id may.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: A closed path along one axis.
_FLAT = re.compile(r"M[-.\d]+ [-.\d]+(?:(?:H[-.\d]+)*|(?:V[-.\d]+)*)z")
_SPACE = re.compile(r"\s+")
#: CSS pixels for a point of print: 8 pt letters are read as 14 px.
_SCALE = 1.8
#: Points: figures over one column of a journal, which phones scroll.
_WIDE = 300
#: Words in the figure's own font: where, perhaps turned, and how large.
_PLACED = re.compile(r"translate\((\S+) (\S+)\)(?: rotate\((\S+)\))? scale\((\d*\.?\d+) -\d*\.?\d+\)")
_SHIFT = re.compile(r"translate\((\S+)")
#: Letters that common fonts have; others, and those that turn the direction, stay as drawn.
_COMMON = re.compile("[ -~\u00a1-\u017f“”‘’–—−…•≤≥≠·]+")
#: matplotlib places letters in hundredths of the type size; this is one of usual width.
_EM, _USUAL = 100, 60.0
#: So few letters are as wide in any font.
_NARROW = 2
#: What neighbours that look alike say once; opacity is not among it, as a group would be seen through as a whole.
_SHARED = (_PROPERTIES | {"font-size", "clip-path"}) - {"opacity"}
#: A tenth of a point is less than a fifth of a pixel, as a page shows figures.
_DIGITS = 1
#: What is so anyway.
_USUAL_LOOK = frozenset({("stroke-dashoffset", "0")})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a figure that leads somewhere: a box in points from its upper left corner, where to, and its name."""

    left: float
    top: float
    width: float
    height: float
    link: str
    name: str


class Drawings:
    """Figures of one page; what they share is defined in the first that needs it."""

    def __init__(self) -> None:
        self._shapes: dict[tuple[str, ...], str] = {}
        self._advances: dict[str, float] = {}
        self._count = 0

    def inline(self, svg: bytes, title: str, description: str, spots: Sequence[Spot] = ()) -> str:
        """Give the figure as an `<svg>` element for an HTML page, with its title and description for readers of it.

        `spots` become links over the drawing; as the page has others to the same places, they are no stops of the
        Tab key.

        Raises
        ------
        lxml.etree.XMLSyntaxError
            if it is no XML.
        """
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=False, remove_pis=True
        )
        source = etree.fromstring(svg, parser)
        self._write_words(source)
        self._count += 1
        prefix = f"v{self._count}"
        names: dict[str, str] = {}
        self._collect(source, prefix, names)
        root = etree.Element("svg")
        root.set("viewBox", source.get("viewBox", "0 0 1 1"))
        width = float(source.get("viewBox", "0 0 1 1").split()[2])
        root.set("width", f"{width * _SCALE:.0f}")
        root.set("class", "wide" if width > _WIDE else "narrow")
        root.set("role", "group" if spots else "img")
        root.set("aria-labelledby", f"{prefix}-title {prefix}-description")
        root.set("stroke-linejoin", "round")
        for tag, text in (("title", title), ("desc", description)):
            child = etree.SubElement(root, tag)
            child.set("id", f"{prefix}-{'title' if tag == 'title' else 'description'}")
            child.text = _ILLEGAL.sub(" ", straight(text))
        for child in source:
            self._copy(child, root, names)
        _gather(root)
        for spot in spots:
            _link(root, spot)
        return str(etree.tostring(root, encoding="unicode", method="xml"))

    def _write_words(self, source: Element) -> None:
        """Put text in the place of words that were drawn letter by letter; the drawing says which in a comment."""
        from lxml import etree

        used = etree.QName(_NAMESPACE[1:-1], "use").text
        for comment in list(source.iter(etree.Comment)):
            drawn, parent = comment.getnext(), comment.getparent()
            if parent is None or drawn is None:
                continue
            words = html.unescape(str(comment.text)).strip()
            placed = _PLACED.fullmatch(drawn.get("transform", ""))
            letters = drawn.findall(used)
            # "fi" and "ffi" are drawn as one letter
            joined = len(words) - len(letters)
            if not placed or not _COMMON.fullmatch(words) or not 0 <= joined <= words.count("f"):
                continue
            x, y, turned, size = placed.groups()
            text = etree.Element(f"{_NAMESPACE}text")
            text.text = words
            text.set("style", drawn.get("style", ""))
            where = {"x": x, "y": y} if not turned else {"transform": f"translate({x} {y}) rotate({turned})"}
            length = self._length(letters) * float(size)
            sizes = {"font-size": f"{float(size) * _EM:g}"}
            if len(words) > _NARROW:
                sizes["textLength"] = f"{length:.1f}"
            for name, value in {**where, **sizes}.items():
                text.set(name, value)
            for kept in drawn.findall(f"{_NAMESPACE}defs"):
                # letters that a later word may still need as paths
                parent.append(kept)
            parent.replace(drawn, text)

    def _length(self, letters: Sequence[Element]) -> float:
        """Width of letters that stand beside one another; each is as wide as it is far from the next."""
        places = [
            float(found[1]) if (found := _SHIFT.match(each.get("transform", ""))) else 0.0 for each in letters
        ]
        shapes = [each.get(_HREF, "") for each in letters]
        for shape, here, after in zip(shapes, places, places[1:], strict=False):
            self._advances.setdefault(shape, after - here)
        return places[-1] + self._advances.get(shapes[-1], _USUAL)

    def _collect(self, source: Element, prefix: str, names: dict[str, str]) -> None:
        """Give every id of a figure a name that is unique on the page; shapes that are alike share theirs."""
        for element in source.iter(f"{_NAMESPACE}*"):
            identity = element.get("id")
            parent = element.getparent()
            if identity is None or parent is None:
                continue
            if element.tag == f"{_NAMESPACE}path" and parent.tag == f"{_NAMESPACE}defs":
                shape = (element.get("d", ""), element.get("transform", ""), element.get("style", ""))
                names[identity] = self._shapes.get(shape, f"s{len(self._shapes)}")
                if shape not in self._shapes:
                    self._shapes[shape] = names[identity]
                else:
                    element.set("seen", "")
            else:
                names[identity] = f"{prefix}-{len(names)}"

    def _copy(self, element: Element, parent: Element, names: dict[str, str]) -> None:
        from lxml import etree

        if not isinstance(element.tag, str):  # a comment
            return
        tag = element.tag.removeprefix(_NAMESPACE)
        if tag not in _ELEMENTS or element.get("seen") is not None:
            return
        attributes = _attributes(element, names)
        if tag == "path" and not _is_drawn_along(element) and _is_nothing(dict(attributes)):
            return
        if tag == "g" and not attributes:
            for child in element:
                self._copy(child, parent, names)
            return
        copy = etree.SubElement(parent, tag)
        for name, value in attributes:
            copy.set(name, value)
        if tag == "text":
            copy.text = element.text
        for child in element:
            self._copy(child, copy, names)
        if tag in ("g", "defs") and not len(copy):
            parent.remove(copy)


def _gather(parent: Element) -> None:
    """Put neighbours that look alike into groups that say once how."""
    from lxml import etree

    for child in parent:
        if child.tag in ("g", "defs"):
            _gather(child)
    children = [child for child in parent if child.tag not in ("title", "desc", "defs", "clipPath")]
    for look, run in groupby(children, lambda child: tuple(sorted(_look(child).items()))):
        alike = list(run)
        if not look or len(alike) == 1:
            continue
        group = etree.Element("g", dict(look))
        parent.insert(parent.index(alike[0]), group)
        for child in alike:
            for name, _ in look:
                del child.attrib[name]
            group.append(child)


def _look(element: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items() if name in _SHARED}


def _link(root: Element, spot: Spot) -> None:
    """A link over a place of the drawing, named for readers and for who points at it."""
    from lxml import etree

    link = etree.SubElement(root, "a", {"href": spot.link, "tabindex": "-1"})
    box = {"x": spot.left, "y": spot.top, "width": spot.width, "height": spot.height}
    rect = etree.SubElement(link, "rect", {name: f"{value:.1f}" for name, value in box.items()})
    rect.set("class", "spot")
    etree.SubElement(rect, "title").text = _ILLEGAL.sub(" ", straight(spot.name))


def _attributes(element: Element, names: dict[str, str]) -> list[tuple[str, str]]:
    """What of an element draws, with its style in attributes and its ids renamed."""
    found = []
    for key, value in element.attrib.items():
        if key == "id":
            # groups carry ids that nothing refers to
            if not str(element.tag).endswith("}g"):
                found.append(("id", names[str(value)]))
        elif key == _HREF:
            found.append(("href", "#" + names.get(str(value).removeprefix("#"), "")))
        elif key == "clip-path" or key in _PROPERTIES:
            found.append((str(key), _renamed(str(value), names)))
        elif key in _ATTRIBUTES:
            short = _short(str(value)) if key != "transform" else str(value)
            found.append((str(key), _path(short) if key == "d" else short))
    for part in element.get("style", "").split(";"):
        name, _, value = part.partition(":")
        if name.strip() in _PROPERTIES and (name.strip(), value.strip()) not in _USUAL_LOOK:
            found.append((name.strip(), _renamed(value.strip(), names)))
    if element.tag == f"{_NAMESPACE}path" and not _is_drawn_along(element):
        # what is only filled is as see-through either way, and neighbours can say it once
        found = [("fill-opacity" if name == "opacity" else name, value) for name, value in found]
    return found


def _is_drawn_along(element: Element) -> bool:
    """Whether an outline is drawn, by its own word or by that of what it stands in."""
    return any(
        "stroke:" in each.get("style", "") or each.get("stroke")
        for each in (element, *element.iterancestors())
    )


def _is_nothing(attributes: Mapping[str, str]) -> bool:
    """Whether a path has no area, as a bar of no height."""
    return _FLAT.fullmatch(attributes.get("d", "")) is not None


def _renamed(value: str, names: dict[str, str]) -> str:
    return _LOCAL.sub(lambda found: f"url(#{names.get(found[1], '')})", value)


def _path(value: str) -> str:
    """A path of straight lines without what repeats: `H` and `V` for lines along an axis; other paths as they are."""
    steps = value.split()
    made: list[str] = []
    x = y = ""
    while steps:
        letter = steps.pop(0)
        if letter == "z":
            made.append("z")
            continue
        if letter not in ("M", "L") or len(steps) < 2:  # noqa: PLR2004 # two numbers a point
            return value
        new_x, new_y = steps.pop(0), steps.pop(0)
        if letter == "M":
            made.append(f"M{new_x} {new_y}")
        elif new_y == y:
            made.append(f"H{new_x}" if new_x != x else "")
        else:
            made.append(f"V{new_y}" if new_x == x else f"L{new_x} {new_y}")
        x, y = new_x, new_y
    return "".join(made)


def _short(value: str) -> str:
    numbers = _NUMBER.sub(lambda found: f"{float(found[0]):.{_DIGITS}f}".rstrip("0").rstrip("."), value)
    return _SPACE.sub(" ", numbers).strip()
