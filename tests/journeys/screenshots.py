"""Takes the README's pictures from a running site with a made-up round: ``python -m tests.journeys.screenshots``."""

import io
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
MOST_BYTES = 150_000
QUALITIES = (90, 80, 70, 60, 50)

ROUND = "Valoa marraskuuhun"
TEXTS = {
    "lead": "Mikä saisi meidät ulos ja toistemme luo, kun on pimeää?",
    "for_whom": "Kaikki täällä asuvat, 13-vuotiaista ylöspäin.",
    "decision": "Hyvinvointilautakunta päättää joulukuussa. Rahaa on 6 000 euroa.",
}
IDEAS = [
    {"title": "Kävelykaveri torstaisin", "text": "Lähdetään kirjaston ovelta yhdessä. Kukaan ei kulje yksin pimeässä."},
    {"title": "Ovi auki iltakahdeksaan", "text": "Töistä pääsee viideltä, ja silloin ovi on jo kiinni."},
    {"title": "Luistimia lainaan", "text": "Kaikilla ei ole varaa ostaa. Kirjastosta voisi lainata."},
    {"title": "Sunnuntaipuuro", "text": "Viikonloppu on yksinäisin aika. Keitetään puuroa koululla."},
]
WAITING = [{"title": "Lyhtyjä rantapolulle"}, {"title": "Kyyti muskariin"}]
BALLOTS = [[0, 1], [0, 1], [0, 2], [1, 3], [0, 3], [1], [0, 1], [2, 0], [1, 3], [0]]
ANSWERS = {
    0: ("yes", "Kävely lähtee kirjastolta joka torstai tammikuusta alkaen."),
    1: ("partly", "Ovi on auki kahdeksaan torstaisin. Muina iltoina vielä selvitämme."),
}
WORKSHOP = {
    "Pimeys": ["Lenkkipolulla ei näe eteensä", "Lyhtyjä rantaan", "Heijastimia jakoon"],
    "Joku kaveriksi": ["Yksin ei tule lähdettyä", "Naapuri voisi hakea ovelta"],
    "": ["Kahvia, aina kahvia", "Bussi ei kulje iltaisin"],
}


def take_all() -> None:
    """Arrange the site, then walk from screen to screen."""
    from tests.journeys import running
    from tests.journeys.browsing import LAUNCH, PASSWORD, STAFF_HOME, Browsers, sign_in

    with (
        tempfile.TemporaryDirectory() as folder,
        running.running_site(Path(folder), "screenshots") as site,
        sync_playwright() as player,
    ):
        browser = player.chromium.launch(executable_path=running.browser_path(), args=LAUNCH)
        browsers = Browsers(browser, site.url)
        round_ = site.arrange("make_round", name=ROUND, stage="voting", ideas=IDEAS, texts=TEXTS)
        desk, phone = browsers.open("desk"), browsers.open("phone", device_scale_factor=2)
        take(desk, "/fi/", "front-page")
        take(phone, "/fi/", "front-page-phone")
        take(desk, round_["address"], "round")
        take(phone, f"/fi/lab/{round_['slug']}/aanesta/", "ballot-phone", _give_a_vote)
        for numbers in BALLOTS:
            site.arrange("vote", slug=round_["slug"], titles=[IDEAS[number]["title"] for number in numbers])
        site.arrange("move_round", slug=round_["slug"], stage="answers")
        for number, (status, text) in ANSWERS.items():
            site.arrange("answer", slug=round_["slug"], title=IDEAS[number]["title"], status=status, text=text)
        take(desk, round_["address"], "result", _show_result)

        # Another round still gathers ideas, so that something waits at the staff's door.
        other = site.arrange("make_round", name="Talvi yhdessä", stage="ideas")
        site.arrange("tell_ideas", slug=other["slug"], ideas=WAITING)
        board = site.arrange(
            "make_workshop", round_number=other["number"], title="Iltapäivä kirjastossa",
            question="Mikä saisi lähtemään ulos?", groups=WORKSHOP,
        )  # fmt: skip
        staff = browsers.open("desk")
        sign_in(staff, site.arrange("make_staff", role="Koordinaattori", password=PASSWORD))
        staff.wait_for_url(STAFF_HOME)
        take(staff, "/hallinta/", "staff-home")
        take(staff, f"/hallinta/tyopajat/{board}/", "workshop-board")
        browsers.close()
        browser.close()


def take(page: Page, address: str, name: str, first: Callable[[Page], None] = lambda _page: None) -> None:
    """Open an address, do something there, keep what is seen as a small picture."""
    page.goto(address)
    first(page)
    page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for quality in QUALITIES:
        packed = io.BytesIO()
        picture.save(packed, "WEBP", quality=quality, method=6)
        if packed.tell() <= MOST_BYTES:
            break
    (FOLDER / f"{name}.webp").write_bytes(packed.getvalue())


def _give_a_vote(page: Page) -> None:
    page.locator("button[name=give]").first.click()
    page.locator(".idea-voted").wait_for()
    page.locator("li.idea").first.evaluate("element => scrollTo(0, element.offsetTop - 24)")


def _show_result(page: Page) -> None:
    page.locator("#tulos h2").evaluate("element => scrollTo(0, element.getBoundingClientRect().top - 48)")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    take_all()
