"""The page in a real Chromium: nothing runs, nothing is fetched, nothing spills, in any light and width."""

import os
from pathlib import Path

import pytest

import framing as fr
from framing.reporting import write_report_into

pytestmark = pytest.mark.browser

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> The army attacked."
)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; name one in CHROMIUM")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def report(seed_articles, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    hostile = fr.read_text(
        f"{HOSTILE}\n\n{HOSTILE} {'long' * 60} مرحبا",
        id="<x>",
        title=HOSTILE,
        url="javascript:document.title='owned'",
    )
    write_report_into(fr.score([*seed_articles, hostile]), folder)
    return folder / "report.html"


@pytest.fixture
def visit(browser, report):
    """Open the report; gives the page, what it asked for, and what the console said."""
    opened = []

    def open_page(**options):
        page = browser.new_page(**options)
        opened.append(page)
        asked, told = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.goto(report.as_uri())
        return page, asked, told

    yield open_page
    for page in opened:
        page.close()


def test_the_page_asks_for_nothing_but_itself_and_breaks_no_policy(visit, report):
    page, asked, told = visit()
    assert asked == [report.as_uri()]
    assert told == []
    assert page.title() == "Frames and tone of 2 articles"


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_spills_over_the_side(visit, width, scheme):
    page, _, _ = visit(viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_copied_text_is_the_source_without_letters(visit, seed_run):
    """Letters and signs are drawn by the style, so that they are not copied with the words."""
    page, _, _ = visit()
    text = seed_run.paragraphs["text"].tolist()
    assert page.eval_on_selector_all("#a1 .text", "all => all.map(each => each.innerText)") == text
    first = page.eval_on_selector("mark[data-letter]", "each => getComputedStyle(each, '::after').content")
    assert first.startswith('"S"') or "attr(" in first


def test_scores_stand_beside_the_text_and_under_it_on_a_phone(visit):
    place = """all => {
      const [text, scores] = all.map(each => each.getBoundingClientRect());
      return [text.right <= scores.left, text.bottom <= scores.top];
    }"""
    wide, _, _ = visit(viewport={"width": 1280, "height": 900})
    assert wide.eval_on_selector_all("#a1-p1 > .text, #a1-p1 > .beside", place) == [True, False]
    narrow, _, _ = visit(viewport={"width": 390, "height": 900})
    assert narrow.eval_on_selector_all("#a1-p1 > .text, #a1-p1 > .beside", place) == [False, True]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(visit, scheme):
    """WCAG AA, 4.5 to 1, of every visible text outside figures against what lies behind it."""
    page, _, _ = visit(color_scheme=scheme)
    assert page.evaluate(_CONTRAST) == []


def test_marks_can_be_switched_off_without_a_script(visit):
    page, _, _ = visit()
    content = "each => getComputedStyle(each, '::after').content"
    assert page.eval_on_selector("#a1 mark[data-letter]", content) != "none"
    page.uncheck("#show-frames")
    assert page.eval_on_selector("#a1 mark[data-letter]", content) == "none"


def test_it_prints(visit):
    page, _, _ = visit()
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.eval_on_selector(".contents", "each => getComputedStyle(each).display") == "none"


_CONTRAST = """() => {
  const channels = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const linear = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = rgb => {
    const [r, g, b] = rgb.slice(0, 3).map(value => linear(value / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = node => {
    for (let each = node; each; each = each.parentElement) {
      const rgb = channels(getComputedStyle(each).backgroundColor);
      if (rgb.length === 3 || rgb[3] === 1) return rgb;
    }
    return [255, 255, 255];
  };
  const ratio = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const poor = new Set();
  for (const node of document.querySelectorAll('body *:not(svg *)')) {
    const own = [...node.childNodes].some(each => each.nodeType === 3 && each.textContent.trim());
    const ground = behind(node);
    const colour = channels(getComputedStyle(node).color);
    if (own && ratio(colour, ground) < 4.5) poor.add(`${node.className}: ${node.textContent.slice(0, 40)}`);
    const after = getComputedStyle(node, '::after');
    const drawn = !['none', 'normal'].includes(after.content);
    if (drawn && ratio(channels(after.color), ground) < 4.5) poor.add(`letter of ${node.className}`);
  }
  return [...poor];
}"""
