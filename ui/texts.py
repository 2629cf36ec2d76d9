"""Every word the chat page says, in English and German."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal

from qa.dates import LOCALES, in_words


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
    what_was_good: str
    what_was_wrong: str
    comment: str
    comment_send: str
    comment_skip: str
    commented: str
    nearest: str
    unproved: str
    superseded: str
    no_longer_searched: str
    articles: str
    no_articles: str
    no_such_articles: str
    search_articles: str
    search_hint: str
    language: str
    outlet: str
    collection: str
    any_language: str
    any_outlet: str
    any_collection: str
    published_from: str
    published_to: str
    since: str  # with {day}
    until: str  # with {day}
    no_date: str  # with {written}
    ask_only_these: str
    ask_all: str
    only_asked: str
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
    code: str

    def language_name(self, language: str) -> str:
        """Return what the language with this code is called."""
        return {"en": self.english, "de": self.german}.get(language, language)

    def number(self, value: int) -> str:
        """Return the number with its digits grouped."""
        return format_decimal(value, locale=LOCALES[self.code])

    def day(self, published: str) -> str:
        """Return an ISO 8601 date in words; what is no whole date, as it is."""
        return in_words(published, self.code)


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
    what_was_good="What was good about the answer to:",
    what_was_wrong="What was wrong with the answer to:",
    comment="A comment, if you like …",
    comment_send="Send",
    comment_skip="Skip",
    commented="Thank you. The comment stays on this computer.",
    nearest="The nearest passages",
    unproved="No quote proves this sentence.",
    superseded="This is the version that was quoted; the article has changed since.",
    no_longer_searched="This article was deleted; it is kept so that its quotes can be checked.",
    articles="Articles",
    no_articles="There are no articles yet. Add some under “Add”.",
    no_such_articles="No article is like that. Take away a word or a filter.",
    search_articles="Search title or outlet",
    search_hint="Title or outlet …",
    language="Language",
    outlet="Outlet",
    collection="Collection",
    any_language="All languages",
    any_outlet="All outlets",
    any_collection="All collections",
    published_from="Published from",
    published_to="Published until",
    since="from {day}",
    until="until {day}",
    no_date="“{written}” is no date: write 2016, 2016-08 or 2016-08-11.",
    ask_only_these="Ask only these articles",
    ask_all="Ask all articles",
    only_asked="Only these articles are asked:",
    characters="characters",
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
    code="en",
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
    what_was_good="Was war gut an der Antwort auf:",
    what_was_wrong="Was war falsch an der Antwort auf:",
    comment="Ein Kommentar, wenn Sie mögen …",
    comment_send="Senden",
    comment_skip="Weglassen",
    commented="Danke. Der Kommentar bleibt auf diesem Rechner.",
    nearest="Die nächstliegenden Stellen",
    unproved="Kein Zitat belegt diesen Satz.",
    superseded="Dies ist die zitierte Fassung; der Artikel hat sich seither geändert.",
    no_longer_searched="Dieser Artikel wurde gelöscht; er bleibt, damit Zitate prüfbar sind.",
    articles="Artikel",
    no_articles="Es gibt noch keine Artikel. Unter „Hinzufügen“ kommen welche hinein.",
    no_such_articles="Kein Artikel ist so. Nehmen Sie ein Wort oder einen Filter weg.",
    search_articles="Titel oder Medium suchen",
    search_hint="Titel oder Medium …",
    language="Sprache",
    outlet="Medium",
    collection="Sammlung",
    any_language="Alle Sprachen",
    any_outlet="Alle Medien",
    any_collection="Alle Sammlungen",
    published_from="Erschienen ab",
    published_to="Erschienen bis",
    since="ab {day}",
    until="bis {day}",
    no_date="„{written}“ ist kein Datum: schreiben Sie 2016, 2016-08 oder 2016-08-11.",
    ask_only_these="Nur diese Artikel fragen",
    ask_all="Alle Artikel fragen",
    only_asked="Gefragt werden nur diese Artikel:",
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
    code="de",
)


def texts_of(headers: Mapping[str, str]) -> Texts:
    """Return the words for a request: German if its Accept-Language header begins with it."""
    first = headers.get("accept-language", "").partition(",")[0].strip().lower()
    return GERMAN if re.split("[-;]", first)[0] == "de" else ENGLISH
