"""How is Thai text, as people and systems type it, brought to one form before it is compared?

Pure functions, no file and no database. Sources of the rules: Unicode chart U+0E00 and the
measurements in the project's notes: split sara am alone touches 55 amphoe names, 5 provinces
and most column headings of a member export.
"""

import codecs
import re
import unicodedata

_NIKHAHIT = "\u0e4d"
_SARA_AA = "\u0e32"
_SARA_AM = "\u0e33"
_TONES = "\u0e48-\u0e4b"
# Zero-width spaces and joiners, the byte order mark and the soft hyphen: invisible, so never meant.
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
# The tone mark may stand before, inside or after the split pair; it belongs before the vowel.
_SPLIT_AM = re.compile(f"([{_TONES}]?){_NIKHAHIT}([{_TONES}]?){_SARA_AA}")
_TONE_AFTER_AM = re.compile(f"{_SARA_AM}([{_TONES}])")
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def compose(text: str) -> str:
    """Return `text` in the one form everything is compared in.

    NFC, then sara am written as two characters becomes one, `เ` typed twice becomes `แ`,
    invisible characters go, and runs of white space become a single space. NFKC is not used:
    it would split every sara am again.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = _SPLIT_AM.sub(rf"\1\2{_SARA_AM}", text)
    text = _TONE_AFTER_AM.sub(rf"\1{_SARA_AM}", text)
    text = text.replace("เเ", "แ")
    return _SPACES.sub(" ", text).strip()


def arabic_digits(text: str) -> str:
    """Return `text` with Thai digits replaced by 0-9."""
    return text.translate(_DIGITS)


def small_text(content: bytes, errors: str = "strict") -> str:
    """Return the text of a list kept by hand: UTF-8, or the CP874 or UTF-16 of a Thai Excel."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp874", errors)
