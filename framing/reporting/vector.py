"""matplotlib's SVG made part of a page: no styles of its own, no scripts, letters written once.

A strict content security policy forbids style attributes, so they become presentation attributes. Only elements and
attributes that draw are kept. Letters are paths; each is defined once a page, however many figures use it. Colours
stay as drawn: on a dark page a figure stands on white.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from framing.reporting.words import straight

if TYPE_CHECKING:
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
_SPACE = re.compile(r"\s+")
#: CSS pixels for a point of print: 8 pt letters are read as 14 px.
_SCALE = 1.8
#: Points: figures over one column of a journal, which phones scroll.
_WIDE = 300
#: A hundredth of a point is finer than any printer.
_DIGITS = 2


class Drawings:
    """Figures of one page; what they share is defined in the first that needs it."""

    def __init__(self) -> None:
        self._shapes: dict[tuple[str, ...], str] = {}
        self._count = 0

    def inline(self, svg: bytes, title: str, description: str) -> str:
        """Give the figure as an `<svg>` element for an HTML page, with its title and description for readers of it.

        Raises
        ------
        lxml.etree.XMLSyntaxError
            if it is no XML.
        """
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        source = etree.fromstring(svg, parser)
        self._count += 1
        prefix = f"v{self._count}"
        names: dict[str, str] = {}
        self._collect(source, prefix, names)
        root = etree.Element("svg")
        root.set("viewBox", source.get("viewBox", "0 0 1 1"))
        width = float(source.get("viewBox", "0 0 1 1").split()[2])
        root.set("width", f"{width * _SCALE:.0f}")
        root.set("class", "wide" if width > _WIDE else "narrow")
        root.set("role", "img")
        root.set("aria-labelledby", f"{prefix}-title {prefix}-description")
        root.set("stroke-linejoin", "round")
        for tag, text in (("title", title), ("desc", description)):
            child = etree.SubElement(root, tag)
            child.set("id", f"{prefix}-{'title' if tag == 'title' else 'description'}")
            child.text = _ILLEGAL.sub(" ", straight(text))
        for child in source:
            self._copy(child, root, names)
        return str(etree.tostring(root, encoding="unicode", method="xml"))

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

        tag = str(element.tag).removeprefix(_NAMESPACE)
        if tag not in _ELEMENTS or element.get("seen") is not None:
            return
        copy = etree.SubElement(parent, tag)
        for name, value in _attributes(element, names):
            copy.set(name, value)
        for child in element:
            self._copy(child, copy, names)
        if tag in ("g", "defs") and not len(copy):
            parent.remove(copy)


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
            found.append((str(key), _short(str(value)) if key != "transform" else str(value)))
    for part in element.get("style", "").split(";"):
        name, _, value = part.partition(":")
        if name.strip() in _PROPERTIES:
            found.append((name.strip(), _renamed(value.strip(), names)))
    return found


def _renamed(value: str, names: dict[str, str]) -> str:
    return _LOCAL.sub(lambda found: f"url(#{names.get(found[1], '')})", value)


def _short(value: str) -> str:
    numbers = _NUMBER.sub(lambda found: f"{float(found[0]):.{_DIGITS}f}".rstrip("0").rstrip("."), value)
    return _SPACE.sub(" ", numbers).strip()
