"""The form in which text is kept: what is compared with stored text is brought into it first."""

import unicodedata

_CONTROLS = dict.fromkeys(
    code
    for code in range(0xA0)
    if unicodedata.category(chr(code)) == "Cc" and chr(code) not in "\n\t"
)


def as_stored(text: str) -> str:
    """Unify line ends, drop controls and a byte order mark, compose to NFC; nothing else.

    Doing it again changes nothing.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return unicodedata.normalize("NFC", unified.lstrip("\ufeff"))
