"""The page of a review in a real browser: opened from disk, without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from specbind.diff.finding import Where
from specbind.review import html

from tests.review.findings import finding, outcome_of, sample
from tests.review.test_hostile import HOSTILE, made_of

selenium = pytest.importorskip(
    "selenium", reason="install the dependency group `browser` to test the page in a browser"
)

from selenium import webdriver  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

pytestmark = pytest.mark.slow

TEMPLATES = Path(__file__).parents[2] / "templates" / "review"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("chromium and chromedriver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    found = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield found
    found.quit()


@pytest.fixture
def page(browser: webdriver.Chrome, tmp_path: Path) -> Page:
    return Page(browser, tmp_path)


class Page:
    """A page that is open, and what a person can do with it."""

    def __init__(self, browser: webdriver.Chrome, folder: Path) -> None:
        self.browser = browser
        self._file = folder / "review.html"

    def open(self, *outcomes: Any, width: int = 1200, dark: bool = False) -> None:
        self._file.write_text(html.report(outcomes or [sample()], TEMPLATES), encoding="utf-8")
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        for log in ("browser", "performance"):
            self.browser.get_log(log)
        self.browser.get(self._file.as_uri())

    def press(self, *keys: str) -> None:
        for key in keys:
            self.browser.switch_to.active_element.send_keys(key)

    def titles(self) -> list[str]:
        found = self.browser.find_elements(By.CSS_SELECTOR, ".group > .finding > summary .title")
        return [each.text for each in found if each.is_displayed()]

    def one(self, selector: str) -> Any:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def run(self, script: str) -> Any:
        return self.browser.execute_script(f"return {script}")


ALL = 8


def test_nothing_is_loaded_and_nothing_is_refused(page: Page) -> None:
    page.open()
    assert page.browser.get_log("browser") == []
    requests = [
        entry["message"]
        for entry in page.browser.get_log("performance")
        if "Network.requestWillBeSent" in entry["message"]
    ]
    assert all('"url":"file://' in each for each in requests) and len(requests) == 1
    assert len(page.titles()) == ALL and page.one("#shown").text == "8 of 8"


def test_a_script_of_somebody_else_does_not_run(page: Page) -> None:
    page.open()
    page.run("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.owned = 1\">')")
    page.run("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.owned = 2'}))")
    assert page.run("window.owned") is None


def test_no_text_of_a_description_runs_or_asks(page: Page) -> None:
    page.open(*map(made_of, HOSTILE))
    assert page.run("document.title").startswith("API review")
    for selector in ("main img", "main script", "main svg", "main iframe", "main a", "main style"):
        assert page.browser.find_elements(By.CSS_SELECTOR, selector) == []
    assert page.browser.get_log("browser") == []


def test_the_search_finds_names_paths_and_rules(page: Page) -> None:
    page.open()
    search = page.one("#search")
    search.send_keys("shops STOCK")
    assert page.titles() == ["GET /shops/{shop_id}/stock added"]
    search.clear()
    search.send_keys("request-parameter-became-required")
    assert page.titles() == ["limit of GET /pets is required"]
    search.clear()
    search.send_keys("nothing like this")
    assert page.titles() == [] and page.one("#nothing").is_displayed() and page.one("#shown").text == "0 of 8"
    page.one("#nothing .reset").click()
    assert len(page.titles()) == ALL and not page.one("#nothing").is_displayed()


def test_verdicts_and_resources_are_filters(page: Page) -> None:
    page.open()
    page.one(".level.breaking").click()
    assert len(page.titles()) == ALL - 2
    page.one(".level.safe").click()
    assert len(page.titles()) == 3
    page.browser.find_element(By.XPATH, "//select/option[text()='pets']").click()
    assert len(page.titles()) == 2
    assert [each.text for each in page.browser.find_elements(By.CSS_SELECTOR, "h3") if each.is_displayed()] == ["pets"]


def test_everything_can_be_done_with_keys(page: Page) -> None:
    page.open()
    page.press("j")
    assert "name removed from Pet" in page.browser.switch_to.active_element.text
    page.press("j", "j", "k")
    assert "limit of GET /pets" in page.browser.switch_to.active_element.text
    page.press(Keys.ENTER)
    assert page.run("document.activeElement.parentElement.open") is True
    page.press(Keys.ENTER)
    assert page.run("document.activeElement.parentElement.open") is False
    page.press("1")
    assert len(page.titles()) == ALL - 2
    page.press("a")
    assert len(page.titles()) == ALL
    page.press("/", "s", "t", "o", "c", "k")
    assert page.titles() == ["GET /shops/{shop_id}/stock added"]
    page.press("1", "j")
    assert page.one("#search").get_attribute("value") == "stock1j"
    page.press(Keys.ESCAPE)
    assert len(page.titles()) == ALL and page.run("document.activeElement === document.body")


def test_unfolding_shows_reasons_and_both_definitions(page: Page) -> None:
    page.open()
    page.one("#unfold").click()
    assert page.one(".finding .reason").is_displayed() and page.one("#unfold").get_attribute("aria-pressed") == "true"
    sides = page.one(".finding .sides")
    left, right = (sides.find_element(By.CSS_SELECTOR, f"td.{name}") for name in ("gone", "come"))
    assert left.location["x"] < right.location["x"]
    page.one("#unfold").click()
    assert not page.one(".finding .reason").is_displayed()


@pytest.mark.parametrize("width", [1200, 768, 360, 320])
def test_nothing_sticks_out_of_a_narrow_window(page: Page, width: int) -> None:
    long = finding("`" + "x" * 400 + "` removed", old="y" * 300, new="z" * 300, operations=("GET /" + "w" * 300,))
    page.open(outcome_of(long), sample(), width=width)
    page.one("#unfold").click()
    assert page.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


CONTRAST = """(() => {
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const found = numbers(getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] > 0.99) return found;
    }
    return [255, 255, 255];
  };
  const weak = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility() || node.closest(".hidden, .skip, :has(> input:disabled)")) continue;
    const pair = [light(numbers(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
    if ((pair[0] + 0.05) / (pair[1] + 0.05) < 4.5) weak.push(`${node.tagName}.${node.className}`);
  }
  return [...new Set(weak)];
})()"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_stands_out_from_what_is_behind_it(page: Page, dark: bool) -> None:
    page.open(dark=dark)
    page.one("#unfold").click()
    assert page.run("getComputedStyle(document.body).backgroundColor") == (
        "rgb(15, 19, 24)" if dark else "rgb(255, 255, 255)"
    )
    assert page.run(CONTRAST) == []


def test_every_control_has_a_name_and_headings_are_in_order(page: Page) -> None:
    page.open(sample(), outcome_of(finding(), name="other"))
    tree = page.browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    controls = {"button", "checkbox", "combobox", "searchbox", "link", "DisclosureTriangle"}
    named = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if not node.get("ignored") and node["role"]["value"] in controls
    ]
    assert len(named) > 10 and [role for role, name in named if not name.strip()] == []
    levels = page.run("[...document.querySelectorAll('h1, h2, h3, h4')].map((each) => Number(each.tagName[1]))")
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))


def test_paper_has_everything_unfolded_and_no_toolbar(page: Page) -> None:
    page.open()
    page.run("window.dispatchEvent(new Event('beforeprint'))")
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not page.one(".toolbar").is_displayed()
    assert all(each.is_displayed() for each in page.browser.find_elements(By.CSS_SELECTOR, ".group .reason"))
    page.run("window.dispatchEvent(new Event('afterprint'))")
    page.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert page.run("document.querySelectorAll('main details[open]').length") == 0


def test_a_page_of_thousands_of_findings_stays_quick(page: Page) -> None:
    many = [finding(f"`a{index}` removed", subject=f"{index}", resource=f"r{index % 50}") for index in range(3000)]
    page.open(outcome_of(*many))
    took = page.run("(() => { const start = performance.now(); document.querySelector('#search').value = 'a29';"
                    " document.querySelector('#search').dispatchEvent(new Event('input'));"
                    " return performance.now() - start; })()")  # fmt: skip
    assert page.one("#shown").text == "111 of 3000" and took < 2000


def gone(*names: str) -> Any:
    """Findings that are alike, one for each member, and one that is not."""
    alike = [finding(f"Pet.{name}: a member is gone", where=Where("Pet", None, (name,)), old=name) for name in names]
    return outcome_of(*alike, finding("limit of GET /pets is required"))


def test_findings_that_are_alike_are_one_entry_that_unfolds(page: Page) -> None:
    page.open(gone("name", "age", "tag"))
    assert page.one("#shown").text == "4 of 4"
    pile = page.one(".pile")
    assert pile.find_element(By.CSS_SELECTOR, "summary .title").text == "3 times: a member is gone"
    parts = pile.find_elements(By.CSS_SELECTOR, ".part")
    assert not any(each.is_displayed() for each in parts)
    page.press("j", Keys.ENTER)
    assert [each.text for each in pile.find_elements(By.CSS_SELECTOR, ".part .title")] == [
        "Pet.name",
        "Pet.age",
        "Pet.tag",
    ]
    assert len(pile.find_elements(By.CSS_SELECTOR, ".reason")) == 2
    page.press("j", "j", Keys.ENTER)
    assert [each.get_attribute("open") is not None for each in parts] == [False, True, False]


def test_the_search_looks_into_what_is_put_together(page: Page) -> None:
    page.open(gone("name", "age", "tag"))
    page.one("#search").send_keys("pet.age")
    assert page.one("#shown").text == "1 of 4" and page.one(".pile").is_displayed()
    page.one("#search").clear()
    page.one("#search").send_keys("limit of")
    assert page.one("#shown").text == "1 of 4" and not page.one(".pile").is_displayed()


def test_operations_are_listed_when_asked_for_and_found_by_the_search(page: Page) -> None:
    operations = tuple(f"GET /rooms/{index}" for index in range(300))
    odd = tuple(operations[index] for index in range(1, 300, 2))
    page.open(outcome_of(finding("all", operations=operations), finding("odd", operations=odd)))
    page.one("#search").send_keys("/rooms/10")
    assert page.titles() == ["all", "odd"]
    page.one("#search").clear()
    page.one("#search").send_keys("/rooms/222")
    assert page.titles() == ["all"]
    page.one("#search").clear()
    page.one("#search").send_keys("odd")
    page.press(Keys.ESCAPE)
    second = page.browser.find_elements(By.CSS_SELECTOR, ".finding")[1]
    second.find_element(By.CSS_SELECTOR, "summary").click()
    assert second.find_elements(By.CSS_SELECTOR, ".list li") == []
    second.find_element(By.CSS_SELECTOR, ".list > summary").click()
    listed = [each.text for each in second.find_elements(By.CSS_SELECTOR, ".list li")]
    assert listed == list(odd)
