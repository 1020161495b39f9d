"""Inspection by sample: lots, the items drawn, switching, the certificate."""

from mes.kernel.sentences.form import Sentence, duplicate, no

SENTENCES: dict[str, Sentence] = {
    "inspection_discontinued": no(
        "Inspection of {what} is discontinued ({grade}).",
        "Put the cause right, then resume.",
        "{what} کا معائنہ بند ہے ({grade})۔",
        "وجہ دور کریں، پھر بحال کریں۔",
    ),
    "in_inspection": no(
        "{what}: goods of it are under inspection already.",
        "Finish that lot first.",
        "{what}: یہ مال پہلے ہی زیر معائنہ ہے۔",
        "پہلے وہ لاٹ مکمل کریں۔",
    ),
    "lot_mixed": no(
        "The goods are of {one} and of {other}.",
        "Submit one model at a time.",
        "مال {one} اور {other} دونوں کا ہے۔",
        "ایک وقت میں ایک ماڈل پیش کریں۔",
    ),
    "lot_holds_held": no(
        "{unit} in carton {carton} is held: {reason}.",
        "Take it out of the carton first.",
        "کارٹن {carton} میں {unit} ہولڈ پر ہے: {reason}۔",
        "پہلے اسے کارٹن سے نکالیں۔",
    ),
    "not_in_sample": no(
        "{unit} was not drawn for {lot}.",
        "Scan a unit of the list.",
        "{unit} لاٹ {lot} کے نمونے میں نہیں۔",
        "فہرست کا یونٹ سکین کریں۔",
    ),
    "item_inspected": duplicate(
        "{unit} was inspected for {lot} already.",
        "Take the next unit.",
        "{unit} کا {lot} کے لیے معائنہ ہو چکا ہے۔",
        "اگلا یونٹ لیں۔",
    ),
    "sample_over": no(
        "{left} pieces of the sample of {lot} are left.",
        "Tell {left} or fewer.",
        "{lot} کے نمونے کے {left} عدد باقی ہیں۔",
        "{left} یا کم بتائیں۔",
    ),
    "certificate_export_only": no(
        "{no} is no export lot.",
        "Name an export shipment.",
        "{no} برآمدی لاٹ نہیں ہے۔",
        "برآمدی شپمنٹ کا نام دیں۔",
    ),
    "certificate_not_ready": no(
        "{no}: {count} of {units} units have no accepted inspection.",
        "Inspect their cartons first.",
        "{no}: {units} میں سے {count} یونٹوں کا معائنہ منظور نہیں۔",
        "پہلے ان کے کارٹنوں کا معائنہ کریں۔",
    ),
}
