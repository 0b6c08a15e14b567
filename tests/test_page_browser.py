"""The page in a real Chromium: it answers, nothing of a text runs, nothing is fetched, nothing spills over."""

import os
from pathlib import Path

import pytest

import framing as fr
from framing.reporting import write_report_into

pytestmark = pytest.mark.browser

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
HOSTILE = (
    "<script>document.title='owned'</script></style><img src=x onerror=\"document.title='owned'\"> "
    "[x](javascript:document.title='owned') The army attacked. \u202eevil"
)
MANY_HITS = "The army attacked. " * 5_000


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
        f"{HOSTILE}\n\n{HOSTILE} {'long' * 25_000} مرحبا\n\n{MANY_HITS}",
        id="<x>",
        title=HOSTILE,
        url="javascript:document.title='owned'",
    )
    run = fr.score([*seed_articles, hostile])
    assert len(run.articles) == 2
    write_report_into(run, folder)
    return folder / "report.html"


@pytest.fixture(scope="module")
def six(op_ed_run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("six")
    write_report_into(op_ed_run, folder)
    return folder / "report.html"


@pytest.fixture
def opened(browser):
    """Open a page; gives it, what it asked for, and what the console said, which must be nothing in the end."""
    pages, consoles = [], []

    def open_page(file, fragment="", **options):
        page = browser.new_page(**options)
        pages.append(page)
        asked, told = [], []
        consoles.append(told)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(file.as_uri() + fragment)
        return page, asked, told

    yield open_page
    for page in pages:
        page.close()
    assert consoles == [[]] * len(consoles)


@pytest.fixture
def visit(opened, report):
    """Open the report with the hostile article."""
    return lambda **options: opened(report, **options)


@pytest.fixture
def read(opened, six):
    """Open the report on six op-eds, at a place; gives the page alone."""
    return lambda fragment="", **options: opened(six, fragment, **options)[0]


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
    page, _, _ = visit(java_script_enabled=False)
    content = "each => getComputedStyle(each, '::after').content"
    assert not page.is_visible(".filters")
    assert page.eval_on_selector("#a1 mark[data-letter]", content) != "none"
    page.uncheck("#show-frames")
    assert page.eval_on_selector("#a1 mark[data-letter]", content) == "none"


# ---------------------------------------------------------------- the page answers


def shown_letters(page):
    """Letters of the frames that the first article shows, as the eye sees them."""
    return page.eval_on_selector_all(
        "#a1 .block mark[data-letter]",
        """all => [...new Set(all.filter(each => getComputedStyle(each, '::after').content !== 'none')
            .map(each => each.dataset.letter.replace(/[^A-Z]/g, '')))].sort()""",
    )


def rows(page):
    return page.eval_on_selector_all(
        "table.articles tbody tr",
        "all => all.filter(each => !each.hidden).map(each => each.cells[0].innerText)",
    )


def test_a_tap_on_a_mark_tells_what_it_is_and_escape_takes_it_away(read):
    page = read()
    page.click("#a1 .block mark.f0")
    told = page.inner_text(".pop")
    assert "security (frames)" in told
    assert "from" in told
    assert "Frames of op-eds" in told or "version" in told
    assert "hit=" in page.url
    page.keyboard.press("Escape")
    assert not page.is_visible(".pop")
    assert "hit=" not in page.url


def test_a_tone_word_tells_weight_contribution_and_voice(read, op_ed_run):
    """Everything that is told of a hit is what its row of the evidence says."""
    page = read()
    evidence = op_ed_run.evidence
    row = evidence.loc[(evidence["instrument"] == "vader") & (evidence["voice"] == "quoted")].iloc[0]
    mark = page.locator(f'.hit[data-hits~="{row.name}"]').first
    mark.click()
    told = page.locator(".pop section").filter(has_text="(vader)").inner_text()
    sign = "+" if row["weight"] > 0 else "−"
    assert f"{sign}{abs(row['weight']):.2f}" in told
    assert f"{sign}{abs(row['contribution']):.3f}" in told
    assert row["text"] in told
    assert "quoted (" in told


def test_a_hover_shows_a_mark_and_leaving_it_hides_it(read):
    page = read()
    page.hover("#a1 .block mark.f0")
    page.wait_for_selector(".pop", state="visible")
    page.mouse.move(5, 5)
    page.wait_for_selector(".pop", state="hidden")
    assert "hit=" not in page.url


def test_marks_are_reached_and_read_by_keyboard_alone(read):
    page = read()
    # one stop of the Tab key an article
    assert page.eval_on_selector_all("#a1 .hit[tabindex]", "all => all.length") == 1
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.hit')"):
            break
    first = page.evaluate("document.activeElement.dataset.hits")
    assert page.is_visible(".pop")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.dataset.hits")
    assert second != first
    assert page.is_visible(".pop")
    page.keyboard.press("Escape")
    assert not page.is_visible(".pop")
    page.keyboard.press("Enter")
    assert page.is_visible(".pop")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.hits") == first


def test_frames_are_filtered_and_the_address_says_so(read):
    page = read()
    assert shown_letters(page) == ["E", "S"]
    page.uncheck('.filters input[value="f0"]')
    assert shown_letters(page) == ["E"]
    assert page.url.endswith("#hide=f0")
    page.go_back()
    assert shown_letters(page) == ["E", "S"]
    page.go_forward()
    assert shown_letters(page) == ["E"]
    assert not page.is_checked('.filters input[value="f0"]')
    page.click(".filters button")
    assert shown_letters(page) == ["E", "S"]


def test_instruments_are_filtered(read, op_ed_run):
    """With one instrument left, the signs are those of its words."""
    page = read()
    page.uncheck(".filters label:has-text('oped') input")
    page.uncheck(".filters label:has-text('TextBlob') input")
    signs = page.eval_on_selector_all("#a1 .block .tone", "all => all.map(each => each.dataset.sign)")
    evidence = op_ed_run.evidence
    size = evidence.loc[evidence["instrument"] == "vader", "weight"].abs().max()
    first = op_ed_run.articles["article"].iloc[0]
    mine = evidence.loc[(evidence["instrument"] == "vader") & (evidence["article"] == first)]
    mine = mine.loc[(mine["weight"].abs() >= size / 10) & (mine["paragraph"] > 0)]
    assert signs.count("+") == (mine["weight"] > 0).sum()
    assert signs.count("−") == (mine["weight"] < 0).sum()
    assert "±" not in signs


def test_voices_are_filtered(read):
    page = read()
    content = "all => all.map(each => getComputedStyle(each, '::after').content)"
    assert "none" not in page.eval_on_selector_all(".block .text .quote.tone[data-sign]", content)
    page.select_option(".filters select[name=voice]", "author")
    assert set(page.eval_on_selector_all(".block .text .quote.tone[data-sign]", content)) == {"none"}
    assert "none" not in page.eval_on_selector_all(".block .text .tone[data-sign]:not(.quote)", content)
    assert page.url.endswith("#voice=author")


def test_paragraphs_are_filtered_by_the_actor_that_they_name(read, op_ed_run):
    page = read()
    actor = op_ed_run.actors["actor"].mode().iloc[0]
    page.select_option(".filters select[name=actor]", actor)
    hits = op_ed_run.evidence
    hits = hits.loc[(hits["instrument"] == "actors") & (hits["category"] == actor) & (hits["paragraph"] > 0)]
    naming = hits[["article", "paragraph"]].drop_duplicates()
    assert page.locator(".block:not([hidden])").count() == len(naming)
    assert f"{len(naming)} of" in page.inner_text(".filters output")


def test_an_address_of_a_hidden_paragraph_leads_to_the_next_that_is_shown(read, op_ed_run):
    actor = op_ed_run.actors["actor"].mode().iloc[0]
    page = read(f"#actor={actor.replace(' ', '+')}&at=a1-p1")
    assert page.is_hidden("#a1-p1")
    assert page.evaluate("scrollY") > page.evaluate("innerHeight")
    top = page.evaluate(
        "Math.min(...[...document.querySelectorAll('#a1, #a1 .block:not([hidden])')]"
        ".map(each => Math.abs(each.getBoundingClientRect().top)))"
    )
    assert top < 120


def test_captions_of_wide_tables_stay_within_a_phone(read):
    page = read(viewport={"width": 390, "height": 844})
    ends = page.evaluate(
        "[...document.querySelectorAll('.listing caption span')].map(each => each.getBoundingClientRect().right)"
    )
    assert len(ends) > 5
    assert max(ends) <= 390


def test_a_verdict_is_one_line_on_a_phone_too(read):
    page = read(viewport={"width": 390, "height": 844})
    told = page.evaluate(
        "() => [...document.querySelectorAll('.listing td')].filter(cell => cell.textContent.trim() === "
        "'cannot be told apart').map(cell => { const all = document.createRange(); all.selectNodeContents(cell); "
        "return new Set([...all.getClientRects()].map(box => box.top)).size; })"
    )
    assert told
    assert set(told) == {1}


def test_articles_are_searched_and_sorted(read, op_ed_run):
    page = read()
    assert len(rows(page)) == 6
    page.fill(".search input", "LEDGER grid")
    assert len(rows(page)) == 0  # a row has title, outlet and date, no id
    page.fill(".search input", "courier")
    assert len(rows(page)) == 3
    assert page.inner_text(".search output") == "3 of 6 articles"
    page.fill(".search input", "")
    page.click("table.articles thead button:text-is('words')")
    column = page.eval_on_selector_all(
        "table.articles thead th", "all => all.map(each => each.innerText.trim())"
    )
    place = next(number for number, name in enumerate(column) if name.startswith("words"))
    numbers = f"all => all.map(each => Number(each.cells[{place}].innerText))"
    ordered = page.eval_on_selector_all("table.articles tbody tr", numbers)
    assert ordered == sorted(ordered)
    page.click("table.articles thead button:text-is('words')")
    assert page.eval_on_selector_all("table.articles tbody tr", numbers) == ordered[::-1]
    assert page.get_attribute(f"table.articles thead th:nth-child({place + 1})", "aria-sort") == "descending"
    assert page.url.endswith(f"#sort=-{place + 1}")


def test_a_point_of_a_figure_leads_to_its_paragraph(read):
    page = read()
    page.locator('#figure-trajectory-courier-port a[href$="-p4"], #figure-trajectory-courier-port a').nth(
        2
    ).click()
    anchor = page.url.split("#")[1]
    assert page.evaluate(f"document.getElementById('{anchor}').classList.contains('here')")
    assert page.evaluate("document.activeElement.id") == anchor
    box = page.locator(f"#{anchor}").bounding_box()
    assert 0 <= box["y"] < page.viewport_size["height"] / 2


def test_the_map_beside_the_text_knows_where_one_is(read):
    page = read("#a2-p1", viewport={"width": 1280, "height": 800})
    page.wait_for_selector("#a2 .map a[aria-current]")
    before = page.get_attribute("#a2 .map a[aria-current]", "href")
    page.evaluate("document.getElementById('a2-p8').scrollIntoView()")
    page.wait_for_selector(f"#a2 .map a[aria-current]:not([href='{before}'])")
    assert page.locator("#a2 .map a[aria-current]").count() == 1
    assert page.locator("#a2 .map").bounding_box()["y"] >= 0


def test_every_state_is_restored_from_the_address(read):
    page = read("#at=a2-p4&hide=f0%2Ct1&voice=quoted&q=courier&sort=-1")
    assert page.evaluate("document.getElementById('a2-p4').classList.contains('here')")
    assert not page.is_checked('.filters input[value="f0"]')
    assert not page.is_checked('.filters input[value="t1"]')
    assert page.input_value(".filters select[name=voice]") == "quoted"
    assert page.input_value(".search input") == "courier"
    assert len(rows(page)) == 3
    assert rows(page) == sorted(rows(page), reverse=True)


@pytest.mark.parametrize(
    "fragment", ["#nonsense", "#%", "#at=<img>&sort=99&voice=x&actor=%00&hide=,,&hit=-1", "#sort=a"]
)
def test_an_address_that_means_nothing_does_nothing(read, fragment):
    page = read(fragment)
    assert len(rows(page)) == 6
    assert not page.is_visible(".pop")


def test_the_text_reads_without_a_script(read, op_ed_run):
    page = read(java_script_enabled=False)
    for unseen in (".filters", ".search", ".pop"):
        assert page.locator(unseen).count() == 0 or not page.is_visible(unseen)
    assert page.is_visible("#a6 .text")
    page.click("#a1 .hits summary >> nth=1")
    assert page.is_visible("#a1 .hits[open] dd")


def test_the_hostile_article_is_text_and_five_thousand_hits_still_answer(visit):
    page, _, _ = visit()
    assert page.title() == "Frames and tone of 2 articles"
    assert "<script>document.title='owned'</script></style>" in page.inner_text("#a2 .block .text >> nth=0")
    marks = page.locator("#a2 .block mark")
    assert marks.count() >= 5_000
    marks.nth(4_000).click()
    assert "security (frames)" in page.inner_text(".pop")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_serious_fault(read, scheme, width):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing"
    )
    page = read("#a1", color_scheme=scheme, viewport={"width": width, "height": 900})
    page.click("#a1 .block mark.f0")
    found = axe.Axe().run(page).response["violations"]
    grave = {
        each["id"]: [node["html"][:120] for node in each["nodes"][:3]]
        for each in found
        if each["impact"] in ("serious", "critical")
    }
    assert grave == {}


def test_it_prints(visit):
    page, _, _ = visit()
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.eval_on_selector(".contents", "each => getComputedStyle(each).display") == "none"
    # a head that holds a button would be blank on every page but the first
    heads = page.eval_on_selector_all(
        "thead button", "all => all.map(each => getComputedStyle(each).display)"
    )
    assert set(heads) == {"contents"}


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
