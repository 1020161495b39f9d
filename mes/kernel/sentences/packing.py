"""Packing: boxes, cartons, pallets."""

from mes.kernel.sentences.form import Sentence, duplicate, no

SENTENCES: dict[str, Sentence] = {
    "carton_full": no(
        "Carton {no} is full.",
        "Close the carton.",
        "کارٹن {no} بھر گیا ہے۔",
        "کارٹن بند کریں۔",
    ),
    "carton_closed": no(
        "Carton {no} is closed.",
        "Open a new carton.",
        "کارٹن {no} بند ہے۔",
        "نیا کارٹن کھولیں۔",
    ),
    "carton_open": duplicate(
        "Carton {no} is still open here.",
        "Close it before opening another.",
        "کارٹن {no} ابھی یہاں کھلا ہے۔",
        "نیا کھولنے سے پہلے اسے بند کریں۔",
    ),
    "carton_partial": no(
        "Carton {no} holds {count} of {capacity}.",
        "Fill it, or give a reason.",
        "کارٹن {no} میں {capacity} میں سے {count} ہیں۔",
        "بھریں یا وجہ لکھیں۔",
    ),
    "carton_empty": no(
        "Carton {no} is empty.",
        "Scan a box first.",
        "کارٹن {no} خالی ہے۔",
        "پہلے ایک ڈبہ سکین کریں۔",
    ),
    "mixed_carton": no(
        "Carton {no} is for {wanted}, this is {found}.",
        "Put it in a carton of {found}.",
        "کارٹن {no} {wanted} کا ہے، یہ {found} ہے۔",
        "اسے {found} کے کارٹن میں رکھیں۔",
    ),
    "already_boxed": duplicate(
        "This unit is already in {no}.",
        "Take the next unit.",
        "یہ یونٹ پہلے ہی {no} میں ہے۔",
        "اگلا یونٹ لیں۔",
    ),
}
