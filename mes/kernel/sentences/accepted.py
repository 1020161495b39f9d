"""Answers that are not refusals."""

from mes.kernel.sentences.form import Sentence

SENTENCES: dict[str, Sentence] = {
    "ok": Sentence(201, "ok", "Done.", "Take it to {step}.", "ہو گیا۔", "اسے {step} پر لے جائیں۔"),
    "saved": Sentence(201, "ok", "Saved.", "Carry on.", "محفوظ ہو گیا۔", "کام جاری رکھیں۔"),
    "imei_issued": Sentence(
        201,
        "ok",
        "IMEIs issued.",
        "Write them into the phone.",
        "IMEI جاری ہو گئے۔",
        "انہیں فون میں لکھیں۔",
    ),
    "imei_voided": Sentence(
        201,
        "ok",
        "IMEIs voided for ever.",
        "Destroy the IMEI labels.",
        "IMEI ہمیشہ کے لیے منسوخ۔",
        "IMEI لیبل تلف کریں۔",
    ),
    "needs_review": Sentence(
        202,
        "hold",
        "Saved late and out of order; the unit is held.",
        "Put the unit on the hold shelf.",
        "دیر سے اور بے ترتیب محفوظ ہوا؛ یونٹ ہولڈ پر ہے۔",
        "یونٹ ہولڈ شیلف پر رکھیں۔",
    ),
    "clock_off": Sentence(
        201,
        "ok",
        "Saved; this device's clock is wrong.",
        "Set the clock of this device.",
        "محفوظ ہو گیا؛ اس ڈیوائس کی گھڑی غلط ہے۔",
        "اس ڈیوائس کی گھڑی درست کریں۔",
    ),
}
