"""Turn an item's bytes into text, or say exactly why they are none."""

import codecs
import re

from qa.errors import ArticleError

READ_FORMATS = "plain text, Markdown, HTML and JSON or JSONL"

_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive (as DOCX, ODT, XLSX and EPUB files are)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (WebP, WAV, AVI)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"OggS", "an Ogg sound or film"),
    (b"ID3", "an MP3 sound"),
)
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""")
_ONLY_IN_WINDOWS_1252 = re.compile(rb"[\x80-\x9f]")


def decode(content: bytes, name: str) -> str:
    """Return the text of UTF-8, or of UTF-16 with a byte order mark, without the mark.

    Raises ArticleError for binary content and for any other encoding: it says which byte at
    which position, and how to convert the file.
    """
    utf_16 = _utf_16(content)
    if utf_16:
        return _decode_utf_16(content, utf_16, name)
    _refuse_binary(content, name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArticleError(_wrong_encoding(error, content, name)) from error


def decode_html(content: bytes, name: str) -> str:
    """Like `decode`, but bytes that are not UTF-8 are read by the charset the page declares."""
    declared = _CHARSET.search(content[:4096])
    if declared is None or _utf_16(content):
        return decode(content, name)
    _refuse_binary(content, name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    charset = declared.group(1).decode("ascii")
    if charset.lower().replace("_", "-") in ("iso-8859-1", "iso8859-1", "latin1", "latin-1"):
        charset = "windows-1252"  # as every browser reads it
    try:
        return content.decode(charset)
    except (UnicodeError, LookupError) as error:
        raise ArticleError(
            f"{name}: the page says its charset is {charset}, and its bytes are not ({error}); "
            "correct the declaration or save the page as UTF-8"
        ) from error


def looks_like_html(content: bytes) -> bool:
    """Say whether content of unknown name is a web page."""
    encoding = _utf_16(content) or "latin-1"
    head = content[:2048].decode(encoding, "ignore").lower()
    return re.search(r"<!doctype html|<html[\s>]|<body[\s>]", head) is not None


def _utf_16(content: bytes) -> str | None:
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return None
    return _UTF_16.get(content[:2])


def _decode_utf_16(content: bytes, encoding: str, name: str) -> str:
    try:
        return content[2:].decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{name}: begins as UTF-16, but breaks off or errs at byte {error.start + 2}; "
            "save it again as UTF-8"
        ) from error


def _refuse_binary(content: bytes, name: str) -> None:
    kind = next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)
    if kind:
        raise ArticleError(
            f"{name}: looks like {kind}; Beleg reads {READ_FORMATS}: save its text as one of these"
        )
    position = content.find(b"\0")
    if position >= 0:
        raise ArticleError(
            f"{name}: byte {position} is NUL, as in binary files and in UTF-16 or UTF-32 without a "
            f"mark; Beleg reads {READ_FORMATS}, in UTF-8"
        )


def _wrong_encoding(error: UnicodeDecodeError, content: bytes, name: str) -> str:
    likely = "WINDOWS-1252" if _ONLY_IN_WINDOWS_1252.search(content) else "ISO-8859-1"
    return (
        f"{name}: byte 0x{content[error.start]:02X} at position {error.start} is not UTF-8; "
        f"if the file is {likely}, convert it: iconv -f {likely} -t UTF-8 OLD > NEW"
    )
