"""The request itself, whatever it asked for."""

from mes.kernel.sentences.form import Sentence, no

SENTENCES: dict[str, Sentence] = {
    "event_id_reused": no(
        "This event id came before with another body.",
        "Send it with a new event id.",
        "یہ ایونٹ آئی ڈی پہلے کسی اور پیغام کے ساتھ آئی تھی۔",
        "نئی ایونٹ آئی ڈی کے ساتھ بھیجیں۔",
    ),
    "malformed": no(
        "{fault}.",
        "Correct the request and send it again.",
        "پیغام درست نہیں: {fault}۔",
        "درست کر کے دوبارہ بھیجیں۔",
        422,
    ),
    "too_large": no(
        "The request is larger than {limit}.",
        "Send it in smaller parts.",
        "پیغام {limit} سے بڑا ہے۔",
        "چھوٹے حصوں میں بھیجیں۔",
        413,
    ),
    "unavailable": no(
        "The server cannot reach its database.",
        "Send the same again in a moment.",
        "سرور ڈیٹا بیس تک نہیں پہنچ رہا۔",
        "تھوڑی دیر میں یہی دوبارہ بھیجیں۔",
        503,
    ),
    "frozen": no(
        "{what} is released and no longer changes.",
        "Make a new version.",
        "{what} جاری ہو چکا، اب نہیں بدلتا۔",
        "نیا ورژن بنائیں۔",
    ),
    "wrong_state": no(
        "{what} is {state}.",
        "Look at it again.",
        "{what} کی حالت {state} ہے۔",
        "دوبارہ دیکھیں۔",
    ),
    "same_person": no(
        "The same person may not do both.",
        "Ask a second person.",
        "ایک ہی شخص دونوں کام نہیں کر سکتا۔",
        "دوسرے شخص سے کہیں۔",
    ),
}
