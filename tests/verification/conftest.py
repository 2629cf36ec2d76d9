"""A home with articles in both languages, to verify answers against."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.articles import Draft
from qa.service import Service
from qa.settings import load_settings
from ui.home import open_home

ARTICLES = {
    "otters": "Otters returned to the Elbe in 2019. They eat 17 fish a day, says Anna Beck. "
    "The town of Dessau does not pay for the damage. The river is clean again.",
    "flug": "Die Türkei hat am Dienstag einen russischen Kampfbomber abgeschossen. "
    "Aus Angst vor russischer Vergeltung stellte die Regierung in Ankara danach Luftangriffe "
    "gegen den IS in Syrien ein. Die Regierung zahlt 3,5 Millionen Euro.",
    "strike": "Train drivers went on strike for six days in March. The union asks for a week of "
    "35 hours and for higher wages.",
    "stadt": "Rotterdam hat in den Niederlanden den höchsten Anteil an Ausländern aus nicht "
    "industrialisierten Ländern. Oxford hat die älteste Universität im englischsprachigen Raum.",
}


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = load_settings({"home": tmp_path_factory.mktemp("home")}, {}, Path("no.env"))
    with open_home(settings) as home:
        home.pipeline.ingest(
            Draft(text=text, item=name, id=name, title=name) for name, text in ARTICLES.items()
        )
        yield home.service
