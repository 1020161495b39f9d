"""Containment: what is held on suspicion, and when that ends."""

from mes.kernel.sentences.form import Sentence, no

SENTENCES: dict[str, Sentence] = {
    "containment_open": no(
        "{no} has {units} units that nobody has inspected.",
        "Inspect them, or release the rest, saying why.",
        "{no} کے {units} یونٹ ابھی نہیں دیکھے گئے۔",
        "انہیں دیکھیں، یا باقی وجہ بتا کر چھوڑ دیں۔",
    ),
}
