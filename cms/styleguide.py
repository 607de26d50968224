"""The style page ``/tyyliopas/``: every component once, in all its states, both directions. For staff.

The samples are residents' and offices' words as they would be on a real page, so they are Finnish (and Arabic) and not
translated. Their shapes are what the components read; a room may hand over any object with the same names.
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

from cms.art import Art
from cms.templatetags.look import FACES, ICONS


@dataclass(frozen=True)
class Chip:
    """A state: picture and word."""

    kind: str
    label: str
    icon: str = ""
    dashed: bool = False


@dataclass(frozen=True)
class Action:
    """One thing to do."""

    title: str
    url: str = "#"
    style: str = "link"
    icon: str = ""
    about: str = ""


@dataclass(frozen=True)
class Stage:
    """A stage of a round, a step of how something goes, or a chapter."""

    title: str
    state: str = "next"
    when: str = ""
    text: str = ""
    now_text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Bar:
    """A row of a result."""

    label: str
    value: str
    percent: float
    coming_along: bool = False


@dataclass(frozen=True)
class Span:
    """One opening time as a part of the day shown."""

    start_percent: float
    end_percent: float


@dataclass(frozen=True)
class Day:
    """A day of the opening week."""

    name: str
    text: str
    spans: tuple[Span, ...] = ()
    today: bool = False


@dataclass(frozen=True)
class Vote:
    """Votes one has given to an idea."""

    given: int
    text: str
    most: int = 3
    value: str = "1"
    give: str = "Anna ääni"
    take: str = "Ota pois"
    can_give: bool = True
    full: str = ""


@dataclass(frozen=True)
class Header:
    """A column of a table."""

    label: str
    number: bool = False


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
    Chip("now", "Äänestys käynnissä"),
    Chip("wait", "Ideoita kerätään", "pencil"),
    Chip("wait", "Tekeillä"),
    Chip("yes", "Tehty"),
    Chip("plain", "Selvitetään", "search"),
    Chip("dash", "Ei tehdä nyt"),
    Chip("wait", "Odottaa verkkoa", "cloud", dashed=True),
)

STAGES = (
    Stage("Ideat", "done", "26.10.–22.11.", "Saatiin 31 ideaa. Samanlaiset yhdistettiin, jäi 12."),
    Stage("Äänestys", "now", "23.11.–6.12.", now_text="Tässä ollaan. Aikaa 12 päivää."),
    Stage("Vastaukset", "next", "viimeistään 20.12.", "Kunta vastaa jokaiseen ideaan perustellen."),
    Stage("Teot", "next", "tammikuusta alkaen", "Kerromme täällä, mikä on tehty ja mikä viipyy."),
)
JOURNEY = (
    Stage("Kolme lappua", "done", text="Työpaja 3.9., kirjaston laatikko ja yksi puhelinsoitto."),
    Stage("Yhdeksi ideaksi", "done", text="Tekijät hyväksyivät yhdistämisen 14.9."),
    Stage("168 ääntä", "done", text="Äänestys päättyi 4.10."),
    Stage("Ovi aukesi", "done", text="Torstaina 5.11. klo 18 jälkeen kävi 26 ihmistä."),
)
ARABIC_STAGES = (
    Stage("الأفكار", "done", text="وصلتنا 31 فكرة."),
    Stage("التصويت", "now", now_text="نحن هنا الآن."),
    Stage("الإجابات", "next"),
)
STEPS = (
    Stage("Sano hei", text="Soita, kirjoita tai kävele sisään. Voit kertoa vain etunimesi."),
    Stage("Jutellaan rauhassa", text="Mietitään yhdessä, mikä juuri nyt auttaisi."),
    Stage("Kuljetaan vierekkäin", text="Kahville, kerhoon, virastoon tai vain ulos. Sinä päätät tahdin."),
)
BARS = (
    Bar("Ovi auki torstai-iltaisin", "168", 100, coming_along=True),
    Bar("Katos polkupyörille", "131", 78, coming_along=True),
    Bar("Yhteinen kasvimaa", "96", 57),
    Bar("Yhteisöllisyydenkehittämistyöpajailtapäivätoiminta", "< 10", 3),
    Bar("Kukaan ei vielä valinnut tätä", "0", 0),
)
HEADERS = (Header("Idea"), *(Header(name, number=True) for name in ("Paperilla", "Koodilla", "Yhteensä")))
ROWS = (
    ("Ovi auki torstai-iltaisin", "61", "107", "168"),
    ("Katos polkupyörille", "38", "93", "131"),
    ("Yhteinen kasvimaa", "29", "67", "96"),
)
WEEK = (
    Day("maanantai", "10–16", (Span(17, 67),)),
    Day("tiistai", "10–18", (Span(17, 83),), today=True),
    Day("keskiviikko", "9–12, 13.30–20", (Span(8, 33), Span(46, 100))),
    Day("sunnuntai", "kiinni"),
)


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
    "journey": JOURNEY,
    "steps": STEPS,
    "bars": BARS,
    "headers": HEADERS,
    "rows": ROWS,
    "totals": ("Kaikki äänet", "128", "267", "395"),
    "week": WEEK,
    "drawings": Art.values,
    "icons": sorted(ICONS),
    "cards": [f"card-{number}" for number in range(1, 11)],
    "people": [
        {"name": name, "text": text, "face": face}
        for name, text, face in zip(
            ("Aino", "Yusuf", "Riitta"),
            ("Suomi, englanti, viittomakieli", "Suomi, somali, arabia", "Vertainen"),
            FACES,
            strict=True,
        )
    ],
    "agenda": [
        {
            "when": "13–14.30",
            "datetime": "2026-11-24T13:00",
            "title": "Juttutuokio suomeksi",
            "url": "#",
            "text": "Puhutaan hitaasti ja nauretaan virheille.",
            "meta": "Setlementti Silta",
        },
        {
            "when": "17–18",
            "datetime": "2026-11-25T17:00",
            "title": "Kutojat",
            "chip": Chip("dash", "Peruttu tällä viikolla"),
            "text": "Seuraavan kerran 2.12.",
        },
    ],
    "open_now": {"is_open": True, "headline": "Auki nyt", "detail": "klo 18 asti"},
    "shut_now": {"is_open": False, "headline": "Kiinni", "detail": "avautuu huomenna klo 10"},
    "act_button": Action("Kerro ideasi", style="button"),
    "act_quiet": Action("Kerro ideasi", style="quiet"),
    "act_link": Action("Katso ideat", icon="next"),
    "card_actions": [Action("Äänestä", style="quiet", about="Talvi yhdessä"), Action("Katso ideat")],
    "notice_links": [{"title": "Katso, missä voit äänestää", "url": "#"}],
    "retry": [Action("Yritä uudelleen", style="quiet")],
    "no_votes": Vote(0, "Ei ääniä"),
    "two_votes": Vote(2, "2 ääntä", give="Vielä yksi"),
    "all_votes": Vote(3, "3 ääntä", can_give=False, full="Enempää ei voi antaa"),
    "translated": {
        "title": "Keittiö kaikilla kielillä.",
        "text": "Laitetaan ruokaa kerran kuussa.",
        "note": "Käännös arabiasta.",
    },
    "chosen": [{"title": "Kävelykaveri", "votes": 3}, {"title": "Sunnuntaipuuro", "votes": 1}],
    "previous": {"title": "3 Kaksi tapaa kulkea vierellä", "url": "#", "label": "Edellinen luku"},
    "next": {"title": "5 Kuka tekee mitä", "url": "#", "label": "Seuraava luku"},
    "chapters": [
        {"title": "Mitä tämä työ on", "url": "#", "state": "done"},
        {
            "title": "Näin ihminen kohdataan",
            "url": "#",
            "state": "now",
            "sections": [{"title": "Ensimmäinen hetki", "url": "#"}],
        },
        {"title": "Kuka tekee mitä", "url": "#", "state": "next"},
    ],
    "questions": [
        {"question": "Maksaako tämä jotakin?", "answer": "Ei maksa."},
        {"question": "Täytyykö minun kertoa nimeni?", "answer": "Ei tarvitse.\n\nEtunimi riittää, jos haluat."},
    ],
    "buttons": [{"label": "Siirrä…", "icon": "move", "name": "move", "value": "1"}],
    "tick": {"name": "note", "value": "54"},
    "arabic_stages": ARABIC_STAGES,
    "arabic_bars": (Bar("باب مفتوح مساء الخميس", "168", 100, coming_along=True), Bar("مظلة للدراجات", "131", 78)),
    "arabic_open": {"is_open": True, "headline": "مفتوح الآن", "detail": "حتى الساعة 18"},
    "arabic_week": (Day("الاثنين", "10–16", (Span(17, 67),)), Day("الثلاثاء", "10–18", (Span(17, 83),), today=True)),
    "arabic_crumbs": [{"title": "الصفحة الرئيسية", "url": "#"}, {"title": "الأفكار والتصويت", "url": "#"}],
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
        "breadcrumbs": [{"title": "Etusivu", "url": "/"}],
        "content_language": "fi",
        "content_dir": "ltr",
    }


@require_admin_access
def styleguide(request: HttpRequest) -> HttpResponse:
    """The style page, in Finnish like its samples."""
    with translation.override("fi"):
        return render(request, "styleguide/index.html", style_samples())
