"""Who and what: names that nobody here answers to."""

from mes.kernel.sentences.form import Sentence, no

SENTENCES: dict[str, Sentence] = {
    "unknown_unit": no(
        "No unit here answers to {identifier}.",
        "Scan the serial label again.",
        "یہاں {identifier} نام کا کوئی یونٹ نہیں۔",
        "سیریل لیبل دوبارہ سکین کریں۔",
        404,
    ),
    "unknown_station": no(
        "There is no station {station} here.",
        "Check the station code on the tablet.",
        "یہاں {station} نام کا کوئی سٹیشن نہیں۔",
        "ٹیبلٹ پر سٹیشن کوڈ دیکھیں۔",
        404,
    ),
    "unknown_order": no(
        "There is no work order {order} here.",
        "Check the order number.",
        "یہاں {order} نام کا کوئی ورک آرڈر نہیں۔",
        "آرڈر نمبر دیکھیں۔",
        404,
    ),
    "unknown_thing": no(
        "There is no {what} {no} here.",
        "Check the number.",
        "یہاں {what} {no} نہیں ملا۔",
        "نمبر دوبارہ دیکھیں۔",
        404,
    ),
}
