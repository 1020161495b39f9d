"""IMEIs: issue, write, read back, ranges."""

from mes.kernel.sentences.form import Sentence, hold, no

SENTENCES: dict[str, Sentence] = {
    "read_back_mismatch": hold(
        "Phone, label and ledger do not agree on {slot}.",
        "Put the phone aside, call QA.",
        "{slot} پر فون، لیبل اور ریکارڈ نہیں ملتے۔",
        "فون الگ رکھیں، QA کو بلائیں۔",
    ),
    "imei_exhausted": no(
        "No free IMEI is left for {model}.",
        "Ask the planner to load a range.",
        "{model} کے لیے کوئی IMEI باقی نہیں۔",
        "پلانر سے نئی رینج لوڈ کروائیں۔",
    ),
    "imei_locked": no(
        "IMEI issuing is locked: {reason}.",
        "Call the administrator.",
        "IMEI جاری کرنا بند ہے: {reason}۔",
        "ایڈمنسٹریٹر کو بلائیں۔",
        423,
    ),
    "imei_state": no(
        "The IMEIs of this unit are {state}.",
        "Take the unit to {step}.",
        "اس یونٹ کے IMEI کی حالت {state} ہے۔",
        "یونٹ {step} پر لے جائیں۔",
    ),
    "imei_none": no(
        "{model} carries no IMEI.",
        "Scan it at its next station.",
        "{model} میں IMEI نہیں ہوتا۔",
        "اسے اگلے سٹیشن پر سکین کریں۔",
    ),
    "same_station": no(
        "The IMEI was written at this station.",
        "Confirm it at another station.",
        "IMEI اسی سٹیشن پر لکھا گیا تھا۔",
        "تصدیق دوسرے سٹیشن پر کریں۔",
    ),
    "range_overlap": no(
        "These numbers overlap a loaded range.",
        "Check the first and last number.",
        "یہ نمبر پہلے سے لوڈ شدہ رینج میں ہیں۔",
        "پہلا اور آخری نمبر دیکھیں۔",
    ),
    "test_tac": no(
        "{tac} is a test TAC.",
        "Use a TAC allocated by GSMA.",
        "{tac} ٹیسٹ TAC ہے۔",
        "GSMA کا جاری کردہ TAC استعمال کریں۔",
        422,
    ),
}
