"""Pure checks of uploaded files: what they are by their content, and a safe name. No ORM, no settings."""

import io
import re
import unicodedata
import zipfile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_ENDINGS = ("txt", "csv")
OLE_ENDINGS = {
    "doc": "application/msword", "wps": "application/msword", "xls": "application/vnd.ms-excel",
    "et": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
}  # fmt: skip
OFFICE = "application/vnd.openxmlformats-officedocument."
ZIPPED = {
    "word/document.xml": ("docx", OFFICE + "wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", OFFICE + "spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", OFFICE + "presentationml.presentation"),
    "OFD.xml": ("ofd", "application/ofd"),
}
ALLOWED = ("pdf", "ofd", "docx", "xlsx", "pptx", *OLE_ENDINGS, "jpg", "png", *TEXT_ENDINGS)
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
NAME_LIMIT = 120


class NotAllowed(Exception):
    """The content is of no allowed kind. `kind`: "empty", "macro", "mismatch" or "unknown"."""

    def __init__(self, kind: str):
        super().__init__(kind)
        self.kind = kind


def ending_of(name: str) -> str:
    """The ending of a file name, lower case, jpeg as jpg."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return "jpg" if ending == "jpeg" else ending


def kind_of(content: bytes, name: str) -> tuple[str, str]:
    """(ending, content type) of an allowed file by its content; NotAllowed otherwise.

    The ending of the name must agree with the content, so that nothing is shown as what it is not.
    """
    if not content:
        raise NotAllowed("empty")
    found = _by_content(content, ending_of(name))
    if ending_of(name) != found[0]:
        raise NotAllowed("mismatch")
    return found


def _by_content(content: bytes, ending: str) -> tuple[str, str]:
    if content[:5] == b"%PDF-":
        return "pdf", "application/pdf"
    if content[:3] == b"\xff\xd8\xff":
        return "jpg", "image/jpeg"
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return "png", "image/png"
    if content[:4] == b"PK\x03\x04":
        return _zipped(content)
    if content[:8] == OLE and ending in OLE_ENDINGS:
        return ending, OLE_ENDINGS[ending]
    if ending in TEXT_ENDINGS and _is_text(content):
        return ending, "text/plain" if ending == "txt" else "text/csv"
    raise NotAllowed("unknown")


def _zipped(content: bytes) -> tuple[str, str]:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        raise NotAllowed("unknown") from None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotAllowed("macro")
    for inner, found in ZIPPED.items():
        if inner in names:
            return found
    raise NotAllowed("unknown")


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def clean_name(name: str) -> str:
    """A file name without folders, signs that no file system likes, direction tricks and leading dots."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cf", "Cc", "Cs", "Co", "Cn"))
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", name)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:NAME_LIMIT] or "file"
    return f"{stem[: NAME_LIMIT - len(ending) - 1].strip(' .') or 'file'}.{ending}"[:NAME_LIMIT]
