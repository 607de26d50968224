"""A page's translation as an ordinary PO file; ``msgctxt`` is wagtail-localize's path of the text."""

import polib

from .contents import Fault, PackTranslation, Translated

# wagtail-localize silently imports nothing from a file that carries another translation's id.
FOREIGN_HEADER = "X-WagtailLocalize-TranslationID"
WIDTH = 100


def read_po(name: str, text: str, faults: list[Fault]) -> tuple[Translated, ...]:
    """Read a file's texts; what is wrong is added to ``faults``."""
    try:
        # polib opens its argument when a file has that name; no file's name ends in a newline.
        po = polib.pofile(f"{text}\n", encoding="utf-8", check_for_duplicates=True)
    except (OSError, ValueError) as error:
        faults.append(Fault(name, "", f"is not a PO file: {error}"))
        return ()
    if FOREIGN_HEADER in po.metadata:
        faults.append(Fault(name, FOREIGN_HEADER, "belongs to one site and has no place in a pack"))
    entries = [entry for entry in po if not entry.obsolete]
    faults += [
        Fault(name, entry.msgctxt or "", f"“{entry.msgid}” is fuzzy, plural or without msgctxt")
        for entry in entries
        if entry.fuzzy or entry.msgid_plural or not entry.msgctxt
    ]
    return tuple(Translated(entry.msgctxt or "", entry.msgid, entry.msgstr) for entry in entries)


def po_text(pack_id: str, translation: PackTranslation) -> str:
    """Write the file. No dates and no names: the same translation is the same bytes."""
    po = po_of(translation)
    po.metadata = {
        "Project-Id-Version": pack_id,
        "Language": translation.locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return str(po).rstrip("\n") + "\n"


def po_of(translation: PackTranslation) -> polib.POFile:
    """The texts as wagtail-localize imports them."""
    po = polib.POFile(wrapwidth=WIDTH)
    po.extend(polib.POEntry(msgctxt=text.context, msgid=text.source, msgstr=text.text) for text in translation.texts)
    return po
