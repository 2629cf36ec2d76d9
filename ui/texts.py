"""Every word the chat page says, in English and German."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

EXAMPLE_QUESTIONS = (
    "Why did Turkey stop airstrikes?",
    "Warum stellte die Türkei die Luftangriffe ein?",
    "What did Russia accuse Turkey of?",
    "Wen unterstützt Moskau in Syrien?",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The words of one language; the fields are the keys of the page's translation table."""

    tagline: str
    chat: str
    conversation: str
    conversation_empty: str
    question: str
    question_placeholder: str
    ask: str
    stop: str
    new_conversation: str
    article: str
    article_empty: str
    back_to_chat: str
    author: str
    source: str
    open_alone: str
    copy_answer: str
    copied: str
    rated: str
    not_rated: str
    nearest: str
    unproved: str
    superseded: str
    no_longer_searched: str
    articles: str
    no_articles: str
    title: str
    outlet: str
    date: str
    language: str
    characters: str
    delete: str
    delete_confirm: str
    delete_explained: str
    keep: str
    deleted: str
    previous: str
    next: str
    page_of: str  # with {first}, {last}, {total}
    add: str
    files: str
    paste_title: str
    paste_text: str
    paste_add: str
    pasted: str
    paste_needs_text: str
    reading: str
    adding: str
    report: str
    report_empty: str
    file: str
    outcome: str
    message: str
    added: str
    updated: str
    unchanged: str
    failed: str
    seconds: str
    stopped: str
    broken: str
    english: str
    german: str
    thousands: str  # what stands between groups of three digits
    day_form: str  # with {day}, {month}, {year}
    months: tuple[str, ...]

    def language_name(self, language: str) -> str:
        """Return what the language with this code is called."""
        return {"en": self.english, "de": self.german}.get(language, language)

    def number(self, value: int) -> str:
        """Return the number with its digits grouped."""
        return f"{value:,}".replace(",", self.thousands)

    def day(self, published: str) -> str:
        """Return an ISO 8601 date in words; what is no such date is returned as it is."""
        try:
            found = date.fromisoformat(published[:10])
        except ValueError:
            return published
        return self.day_form.format(
            day=found.day, month=self.months[found.month - 1], year=found.year
        )


ENGLISH = Texts(
    tagline="Ask your articles. Every answer is a quote, opened where it stands.",
    chat="Ask",
    conversation="Conversation",
    conversation_empty="Ask in English or German; the articles may be in either.",
    question="Your question",
    question_placeholder="Your question …",
    ask="Ask",
    stop="Stop",
    new_conversation="New conversation",
    article="Article",
    article_empty="The article opens here, at the sentence that is quoted.",
    back_to_chat="Back to the conversation",
    author="by",
    source="Source",
    open_alone="Open on its own page",
    copy_answer="Copy with sources",
    copied="Copied",
    rated="Thank you. The rating stays on this computer.",
    not_rated="This answer is too old to be rated; ask again.",
    nearest="The nearest passages",
    unproved="No quote proves this sentence.",
    superseded="This is the version that was quoted; the article has changed since.",
    no_longer_searched="This article was deleted; it is kept so that its quotes can be checked.",
    articles="Articles",
    no_articles="There are no articles yet. Add some under “Add”.",
    title="Title",
    outlet="Outlet",
    date="Date",
    language="Language",
    characters="Characters",
    delete="Delete",
    delete_confirm="Delete this article?",
    delete_explained="It is no longer searched; its text stays so that quotes can be checked.",
    keep="Keep",
    deleted="Deleted:",
    previous="Earlier in the list",
    next="Further in the list",
    page_of="{first} to {last} of {total}",
    add="Add",
    files="Article files (.txt .md .html .jsonl)",
    paste_title="Title of the pasted text",
    paste_text="Or paste a text",
    paste_add="Add the text",
    pasted="pasted text",
    paste_needs_text="Paste a text first.",
    reading="Reading",
    adding="Adding",
    report="What was added",
    report_empty="Files are added as soon as they are dropped.",
    file="File",
    outcome="What happened",
    message="Message",
    added="added",
    updated="updated",
    unchanged="unchanged",
    failed="failed",
    seconds="seconds",
    stopped="Stopped.",
    broken="Something went wrong; the server's log says what. You can ask again.",
    english="English",
    german="German",
    thousands=",",
    day_form="{day} {month} {year}",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
)

GERMAN = Texts(
    tagline="Fragen Sie Ihre Artikel. Jede Antwort ist ein Zitat, geöffnet an seiner Stelle.",
    chat="Fragen",
    conversation="Gespräch",
    conversation_empty="Fragen Sie auf Deutsch oder Englisch; die Artikel dürfen beides sein.",
    question="Ihre Frage",
    question_placeholder="Ihre Frage …",
    ask="Fragen",
    stop="Anhalten",
    new_conversation="Neues Gespräch",
    article="Artikel",
    article_empty="Hier öffnet sich der Artikel an dem Satz, der zitiert wird.",
    back_to_chat="Zurück zum Gespräch",
    author="von",
    source="Quelle",
    open_alone="Auf eigener Seite öffnen",
    copy_answer="Mit Quellen kopieren",
    copied="Kopiert",
    rated="Danke. Die Bewertung bleibt auf diesem Rechner.",
    not_rated="Diese Antwort ist zu alt für eine Bewertung; bitte noch einmal fragen.",
    nearest="Die nächstliegenden Stellen",
    unproved="Kein Zitat belegt diesen Satz.",
    superseded="Dies ist die zitierte Fassung; der Artikel hat sich seither geändert.",
    no_longer_searched="Dieser Artikel wurde gelöscht; er bleibt, damit Zitate prüfbar sind.",
    articles="Artikel",
    no_articles="Es gibt noch keine Artikel. Unter „Hinzufügen“ kommen welche hinein.",
    title="Titel",
    outlet="Medium",
    date="Datum",
    language="Sprache",
    characters="Zeichen",
    delete="Löschen",
    delete_confirm="Diesen Artikel löschen?",
    delete_explained="Er wird nicht mehr durchsucht; sein Text bleibt, um Zitate zu prüfen.",
    keep="Behalten",
    deleted="Gelöscht:",
    previous="Zurück in der Liste",
    next="Weiter in der Liste",
    page_of="{first} bis {last} von {total}",
    add="Hinzufügen",
    files="Artikeldateien (.txt .md .html .jsonl)",
    paste_title="Titel des eingefügten Textes",
    paste_text="Oder einen Text einfügen",
    paste_add="Text hinzufügen",
    pasted="eingefügter Text",
    paste_needs_text="Bitte zuerst einen Text einfügen.",
    reading="Lese",
    adding="Nehme auf",
    report="Was hinzukam",
    report_empty="Dateien werden aufgenommen, sobald sie hier liegen.",
    file="Datei",
    outcome="Was geschah",
    message="Meldung",
    added="hinzugefügt",
    updated="aktualisiert",
    unchanged="unverändert",
    failed="fehlgeschlagen",
    seconds="Sekunden",
    stopped="Angehalten.",
    broken="Etwas ging schief; was, steht im Protokoll des Servers. Fragen Sie noch einmal.",
    english="Englisch",
    german="Deutsch",
    thousands=".",
    day_form="{day}. {month} {year}",
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
)


def texts_of(headers: Mapping[str, str]) -> Texts:
    """Return the words for a request: German if its Accept-Language header begins with it."""
    first = headers.get("accept-language", "").partition(",")[0].strip().lower()
    return GERMAN if re.split("[-;]", first)[0] == "de" else ENGLISH
