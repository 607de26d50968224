"""The style page ``/tyyliopas/``: every component once, in all its states, both directions. For staff.

The samples are residents' and offices' words as they would be on a real page, so they are Finnish (and Arabic) and not
translated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from wagtail.admin.auth import require_admin_access
from wagtail.rich_text import RichText

from cms.art import Art
from cms.components import (
    Action,
    Bar,
    Chapter,
    Chip,
    Day,
    Header,
    Link,
    Onward,
    OpenNow,
    OpenSpan,
    Question,
    StageShown,
    Step,
    Table,
    Vote,
    Words,
)
from cms.templatetags.look import ICONS


@dataclass(frozen=True)
class Swatch:
    """A colour of the site; ``token`` is its CSS custom property without the dashes."""

    token: str
    use: str
    contrast: str = ""


SWATCHES = (
    Swatch("paper", "sivun pohja"),
    Swatch("sheet", "kortit ja kentät"),
    Swatch("sunk", "vaihteleva osuus"),
    Swatch("text", "leipäteksti", "12,7 · tumma 14,1"),
    Swatch("muted", "sivuhuomautus", "8,1 · tumma 10,0"),
    Swatch("ink", "otsikko, viiva, linkki", "10,3 · tumma 13,0"),
    Swatch("rowan", "se yksi asia, jonka voi tehdä", "8,0 · tumma 8,3"),
    Swatch("moss", "auki, tehty", "8,2 · tumma 10,3"),
    Swatch("honey", "kivi ja täyttö, ei tekstiä"),
    Swatch("honey-line", "toinen viiva, ei tekstiä", "3,3 · tumma 8,0"),
    Swatch("edge", "kentän reuna", "4,1 · tumma 5,4"),
    Swatch("rowan-soft", "tekstin alla"),
    Swatch("moss-soft", "tekstin alla"),
    Swatch("honey-soft", "tekstin alla"),
)

CHIPS = (
    Chip("now", "", "Äänestys käynnissä"),
    Chip("wait", "pencil", "Ideoita kerätään"),
    Chip("wait", "", "Tekeillä"),
    Chip("yes", "", "Tehty"),
    Chip("plain", "search", "Selvitetään"),
    Chip("dash", "", "Ei tehdä nyt"),
)

STAGES = (
    StageShown("Ideat", "26.10.–22.11.", "Saatiin 31 ideaa. Samanlaiset yhdistettiin, jäi 12.", "done"),
    StageShown("Äänestys", "23.11.–6.12.", state="now", now_text="Tässä ollaan. Aikaa 12 päivää."),
    StageShown("Vastaukset", "viimeistään 20.12.", "Kunta vastaa jokaiseen ideaan perustellen."),
    StageShown("Teot", "tammikuusta alkaen", "Kerromme täällä, mikä on tehty ja mikä viipyy."),
)
ARABIC_STAGES = (
    StageShown("الأفكار", text="وصلتنا 31 فكرة.", state="done"),
    StageShown("التصويت", state="now", now_text="نحن هنا الآن."),
    StageShown("الإجابات"),
)
STEPS = (
    Step("Sano hei", "Soita, kirjoita tai kävele sisään. Voit kertoa vain etunimesi."),
    Step("Jutellaan rauhassa", "Mietitään yhdessä, mikä juuri nyt auttaisi."),
    Step("Kuljetaan vierekkäin", "Kahville, kerhoon, virastoon tai vain ulos. Sinä päätät tahdin."),
)
BARS = (
    Bar("Ovi auki torstai-iltaisin", "168", 100, coming_along=True),
    Bar("Katos polkupyörille", "131", 78, coming_along=True),
    Bar("Yhteinen kasvimaa", "96", 57),
    Bar("Yhteisöllisyydenkehittämistyöpajailtapäivätoiminta", "< 10", 3),
    Bar("Kukaan ei vielä valinnut tätä", "0", 0),
)
TABLE = Table(
    caption="Äänet sen mukaan, miten ne annettiin",
    headers=(Header("Idea"), *(Header(name, number=True) for name in ("Paperilla", "Koodilla", "Yhteensä"))),
    rows=(
        ("Ovi auki torstai-iltaisin", 61, 107, 168),
        ("Katos polkupyörille", 38, 93, 131),
        (Words("مطبخ لكل اللغات", "ar"), 29, 67, 96),
    ),
    footer=("Kaikki äänet", 128, 267, 395),
)
WEEK = (
    Day("maanantai", "10–16", spans=(OpenSpan(17, 67),)),
    Day("tiistai", "10–18", today=True, spans=(OpenSpan(17, 83),)),
    Day("keskiviikko", "9–12, 13.30–20", spans=(OpenSpan(8, 33), OpenSpan(46, 100))),
    Day("sunnuntai", "kiinni"),
)
ARABIC_WEEK = (
    Day("الاثنين", "10–16", spans=(OpenSpan(17, 67),)),
    Day("الثلاثاء", "10–18", today=True, spans=(OpenSpan(17, 83),)),
)
CHAPTERS = (
    Chapter("Mitä tämä työ on", "#", "done"),
    Chapter("Näin ihminen kohdataan", "#", "now", (Link("Ensimmäinen hetki", "#"),)),
    Chapter("Kuka tekee mitä", "#"),
)
QUESTIONS = (
    Question("Maksaako tämä jotakin?", RichText("<p>Ei maksa.</p>")),
    Question("Täytyykö minun kertoa nimeni?", RichText("<p>Ei tarvitse.</p><p>Etunimi riittää, jos haluat.</p>")),
)


def _vote(given: int, text: str, give: str = "Anna ääni", full: str = "") -> Vote:
    return Vote(given, 3, text, "1", give, "Ota pois", can_give=not full, full=full)


class SampleForm(forms.Form):
    """One of each kind of question."""

    title = forms.CharField(label="Mistä on kyse?", help_text="Muutama sana riittää.")
    text = forms.CharField(
        label="Kerro lisää",
        help_text="Kirjoita millä kielellä haluat.",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
    )
    email = forms.EmailField(label="Sähköposti", required=False)
    place = forms.ChoiceField(label="Paikka", choices=[("a", "Pääkirjasto"), ("b", "Kirkonkylän kerho")])
    day = forms.DateField(label="Päivä", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    time = forms.TimeField(label="Kellonaika", widget=forms.TimeInput(attrs={"type": "time"}), required=False)
    hear = forms.ChoiceField(
        label="Haluatko kuulla, mitä ideallesi käy?",
        help_text="Saat yhden viestin, kun kunta vastaa.",
        choices=[("no", "En, katson itse täältä"), ("yes", "Kyllä, sähköpostiin")],
        widget=forms.RadioSelect,
    )
    help_with = forms.MultipleChoiceField(
        label="Missä voisit olla mukana?",
        choices=[("plan", "Suunnittelussa"), ("do", "Tekemisessä"), ("coffee", "Kahvinkeitossa")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="Tekstin saa julkaista ilman nimeäni")


SAMPLES: dict[str, Any] = {
    "swatches": SWATCHES,
    "chips": CHIPS,
    "stages": STAGES,
    "steps": STEPS,
    "bars": BARS,
    "table": TABLE,
    "week": WEEK,
    "drawings": Art.values,
    "icons": sorted(ICONS),
    "cards": [f"card-{number}" for number in range(1, 11)],
    "open_now": OpenNow(is_open=True, headline="Auki nyt", detail="klo 18 asti"),
    "shut_now": OpenNow(is_open=False, headline="Kiinni", detail="avautuu huomenna klo 10"),
    "act_button": Action("Kerro ideasi", "#", "button"),
    "act_quiet": Action("Kerro ideasi", "#", "quiet"),
    "act_link": Action("Katso ideat", "#", icon="next"),
    "card_actions": [Action("Äänestä", "#", "quiet", about="Talvi yhdessä"), Action("Katso ideat", "#")],
    "notice_links": [Link("Katso, missä voit äänestää", "#")],
    "retry": [Action("Yritä uudelleen", "#", "quiet")],
    "no_votes": _vote(0, "Ei ääniä"),
    "two_votes": _vote(2, "2 ääntä", give="Vielä yksi"),
    "all_votes": _vote(3, "3 ääntä", full="Enempää ei voi antaa"),
    "translated": {
        "title": "Keittiö kaikilla kielillä.",
        "text": "Laitetaan ruokaa kerran kuussa.",
        "note": "Käännös arabiasta.",
    },
    "chosen": [{"title": "Kävelykaveri"}, {"title": "Sunnuntaipuuro"}],
    "previous": Onward("3 Kaksi tapaa kulkea vierellä", "#", "Edellinen luku"),
    "next": Onward("5 Kuka tekee mitä", "#", "Seuraava luku"),
    "chapters": CHAPTERS,
    "questions": QUESTIONS,
    "arabic_stages": ARABIC_STAGES,
    "arabic_bars": (Bar("باب مفتوح مساء الخميس", "168", 100, coming_along=True), Bar("مظلة للدراجات", "131", 78)),
    "arabic_open": OpenNow(is_open=True, headline="مفتوح الآن", detail="حتى الساعة 18"),
    "arabic_week": ARABIC_WEEK,
    "arabic_crumbs": [Link("الصفحة الرئيسية", "#"), Link("الأفكار والتصويت", "#")],
}


def style_samples() -> dict[str, Any]:
    """Everything the style page shows, with a form before and after mistakes and a list of a thousand things."""
    mistaken = SampleForm({"email": "aino.example.org", "place": "a"}, auto_id="wrong_%s")
    mistaken.is_valid()
    return {
        **SAMPLES,
        "form": SampleForm(auto_id="right_%s"),
        "mistaken": mistaken,
        "many": Paginator(range(1000), 20).page(7),
        "first": Paginator(range(40), 20).page(1),
        "breadcrumbs": [Link("Etusivu", "/")],
        "content_language": "fi",
        "content_dir": "ltr",
    }


@require_admin_access
def styleguide(request: HttpRequest) -> HttpResponse:
    """The style page, in Finnish like its samples."""
    with translation.override("fi"):
        return render(request, "styleguide/index.html", style_samples())
