"""Make the pictures of docs/gallery.md by running the code on that page.

From the checkout: ``python docs/gallery/make.py [FOLDER]``; FOLDER is this one unless named. Each block of Python runs
after those above it; the figure that it leaves in `ax` becomes the picture named next. PNGs have 128 colours, which
figures of few colours do not show and which keeps the repository small.
"""  # noqa: INP001 # a script

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
#: A block of code, or a picture.
_PART = re.compile(r"```python\n(?P<code>.*?)```|!\[[^\]]*\]\(gallery/(?P<name>[a-z-]+)\.png\)", re.DOTALL)
_DPI, _COLOURS = 130, 128


def make(folder: Path) -> list[str]:
    """Run the page from the checkout and save its pictures; their names."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    before, known = Path.cwd(), {}
    os.chdir(CHECKOUT)
    try:
        names = []
        for part in _PART.finditer((HERE.parent / "gallery.md").read_text(encoding="utf-8")):
            if part["code"] is not None:
                exec(compile(part["code"], "docs/gallery.md", "exec"), known)  # noqa: S102 # our own page
            else:
                (folder / f"{part['name']}.png").write_bytes(picture(known.pop("ax").figure))
                names.append(part["name"])
        return names
    finally:
        os.chdir(before)
        plt.close("all")


def picture(figure: object) -> bytes:
    """A figure as a small PNG, without a date."""
    from PIL import Image

    from framing.reporting.style import figure_style

    stream, small = io.BytesIO(), io.BytesIO()
    with figure_style():
        figure.savefig(stream, format="png", dpi=_DPI, metadata={"Software": None})
    with Image.open(stream) as drawn:
        few = drawn.convert("RGB").quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(small, format="PNG", optimize=True, dpi=(_DPI, _DPI))
    return small.getvalue()


if __name__ == "__main__":
    print(*make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE), sep="\n")  # noqa: T201 # a script
