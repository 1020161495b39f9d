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
    "imei_not_registered": no(
        "{imei} is in no range that was loaded here.",
        "Ask the planner to load the owner's list.",
        "{imei} یہاں لوڈ شدہ کسی رینج میں نہیں۔",
        "پلانر سے برانڈ مالک کی فہرست لوڈ کروائیں۔",
        404,
    ),
    "imei_used": no(
        "{imei} was given out before.",
        "Put the board aside, call QA.",
        "{imei} پہلے دیا جا چکا ہے۔",
        "بورڈ الگ رکھیں، QA کو بلائیں۔",
    ),
    "imei_not_a_set": no(
        "These numbers are not one phone's set of {count}.",
        "Read the board again, slot by slot.",
        "یہ نمبر ایک فون کے {count} نمبروں کا سیٹ نہیں۔",
        "بورڈ دوبارہ، سلاٹ بہ سلاٹ پڑھیں۔",
    ),
    "imei_fenced": no(
        "{imei} is quarantined since a restore.",
        "Call QA: they adopt it.",
        "{imei} بحالی کے بعد سے قرنطینہ میں ہے۔",
        "QA کو بلائیں: وہ اسے قبول کریں گے۔",
    ),
    "imei_not_leased": no(
        "{imei} was not lent to this device.",
        "Put the phone aside, call the planner.",
        "{imei} اس ڈیوائس کو ادھار نہیں دیا گیا۔",
        "فون الگ رکھیں، پلانر کو بلائیں۔",
    ),
    "range_not_ours": no(
        "This part of TAC {tac} was not handed to {plant}.",
        "Check the brand owner's letter.",
        "TAC {tac} کا یہ حصہ {plant} کو نہیں دیا گیا۔",
        "برانڈ مالک کا خط دیکھیں۔",
    ),
    "range_elsewhere": no(
        "Server {server} has loaded {first} already.",
        "Ask head office whose numbers these are.",
        "سرور {server} نے {first} پہلے ہی لوڈ کر لیا ہے۔",
        "ہیڈ آفس سے پوچھیں کہ یہ نمبر کس پلانٹ کے ہیں۔",
    ),
    "fence_open": no(
        "A fence is open already.",
        "Reconcile it and close it.",
        "ایک باڑ پہلے سے کھلی ہے۔",
        "اسے ملائیں اور بند کریں۔",
    ),
    "fence_not_reconciled": no(
        "Fence {no} is not reconciled with the issue journal.",
        "Reconcile it first.",
        "باڑ {no} اجرا کے جرنل سے نہیں ملائی گئی۔",
        "پہلے اسے ملائیں۔",
    ),
    "nothing_to_void": no(
        "None of these numbers is free or lent.",
        "Check the first and last number.",
        "ان میں سے کوئی نمبر خالی یا ادھار نہیں۔",
        "پہلا اور آخری نمبر دیکھیں۔",
    ),
    "bad_signature": no(
        "The file is not signed by server {server}, or was changed.",
        "Ask the other plant for the file again.",
        "فائل پر سرور {server} کے دستخط نہیں، یا اسے بدلا گیا ہے۔",
        "دوسرے پلانٹ سے فائل دوبارہ منگوائیں۔",
        422,
    ),
    "no_device_line": no(
        "No line of the list is left for {model}.",
        "Ask the planner to load the owner's list.",
        "{model} کے لیے فہرست میں کوئی سطر باقی نہیں۔",
        "پلانر سے برانڈ مالک کی فہرست لوڈ کروائیں۔",
    ),
    "test_tac": no(
        "{tac} is a test TAC.",
        "Use a TAC allocated by GSMA.",
        "{tac} ٹیسٹ TAC ہے۔",
        "GSMA کا جاری کردہ TAC استعمال کریں۔",
        422,
    ),
}
