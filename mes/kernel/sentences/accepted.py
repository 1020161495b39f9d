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
    "ready": Sentence(
        200,
        "ok",
        "The unit may be worked on at {here}.",
        "Begin.",
        "یونٹ پر {here} میں کام ہو سکتا ہے۔",
        "شروع کریں۔",
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
    "test_failed": Sentence(
        201,
        "refused",
        "{here} failed, run {run} of {limit}.",
        "Test it again.",
        "{here} فیل، {limit} میں سے رن {run}۔",
        "دوبارہ ٹیسٹ کریں۔",
    ),
    "to_repair": Sentence(
        201,
        "refused",
        "{here} failed; the unit goes to repair.",
        "Take the unit to the repair bench.",
        "{here} فیل؛ یونٹ ریپیئر میں جائے گا۔",
        "یونٹ ریپیئر بینچ پر لے جائیں۔",
    ),
    "to_scrap": Sentence(
        201,
        "refused",
        "{here} failed; the unit is scrapped.",
        "Put it in the scrap cage.",
        "{here} فیل؛ یونٹ سکریپ ہو گیا۔",
        "اسے سکریپ کیج میں رکھیں۔",
    ),
}
