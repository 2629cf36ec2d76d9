"""A home with articles in both languages, one of them on what is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.articles import Draft
from qa.service import Service
from qa.settings import load_settings
from ui.home import open_home

ARTICLES = {
    "volcano": ("en", "2024-01-05", "Daily", "The volcano near Grindavík erupted at night. "
                "Four thousand people left the town before the lava reached the first houses."),
    "strike": ("en", "2024-02-01", "Daily", "Train drivers went on strike for six days. "
               "The union asks for a week of 35 hours and for higher wages."),
    "merger": ("en", "2024-03-09", "Ledger", "Norvatek buys its rival Oskelin for 830 million "
               "dollars. The cartel office has to agree to the sale."),
    "vulkan": ("de", "2024-01-06", "Tagblatt", "Der Vulkan auf Island ist wieder ruhig. "
               "Die Bewohner dürfen für einige Stunden zurück in ihre Häuser."),
    "bienen": ("de", "2023-06-01", "Tagblatt", "Imker klagen über das Sterben der Bienen. "
               "Schuld ist eine Milbe, die sich in den Stöcken ausbreitet."),
    "haushalt": ("de", "2023-11-20", "Anzeiger", "Das Gericht hat den Nachtragshaushalt gekippt. "
                 "Der Regierung fehlen damit 60 Milliarden Euro für den Klimaschutz."),
    "museum": ("de", None, None, "Das Museum zeigt Bilder von Käthe Zwirnlein. Die Malerin wurde "
               "in Quedlinburg geboren und war lange vergessen."),
}


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = load_settings({"home": tmp_path_factory.mktemp("home")}, {}, Path("no.env"))
    with open_home(settings) as home:
        home.pipeline.ingest(
            Draft(
                text=text, item=name, id=name, language=language, published=published,
                outlet=outlet, collection="old" if published and published < "2024" else "new",
            )
            for name, (language, published, outlet, text) in ARTICLES.items()
        )
        yield home.service
