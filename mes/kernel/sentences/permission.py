"""Permission to work: people, calibration, clearances, blocked stations."""

from mes.kernel.sentences.form import Sentence, hold, no

SENTENCES: dict[str, Sentence] = {
    "not_qualified": no(
        "{person} may not work at {here}: {skill} is missing.",
        "Call the supervisor.",
        "{person} کو {here} پر کام کی اجازت نہیں: {skill} نہیں۔",
        "سپروائزر کو بلائیں۔",
    ),
    "calibration_due": no(
        "{here} is due for calibration.",
        "Call maintenance.",
        "{here} کی کیلیبریشن باقی ہے۔",
        "مینٹیننس کو بلائیں۔",
    ),
    "fai_items_bad": no(
        "{found} items of the first article are not good.",
        "Reject the sheet, or inspect new units.",
        "پہلے یونٹ کی {found} چیزیں ٹھیک نہیں۔",
        "شیٹ مسترد کریں یا نئے یونٹ جانچیں۔",
    ),
    "fixture_worn": no(
        "Slot {slot} of fixture {fixture} was used as often as it may.",
        "Take another fixture; have this one serviced.",
        "فکسچر {fixture} کا خانہ {slot} مقررہ حد تک استعمال ہو چکا ہے۔",
        "دوسرا فکسچر لیں؛ اس کی سروس کروائیں۔",
    ),
    "first_article_pending": no(
        "The first article of {order} is not approved.",
        "Wait for QA to approve it.",
        "{order} کا پہلا یونٹ منظور نہیں ہوا۔",
        "QA کی منظوری کا انتظار کریں۔",
    ),
    "line_not_cleared": no(
        "{line} is not cleared for {order}.",
        "Ask the supervisor to clear the line.",
        "{line} ابھی {order} کے لیے خالی نہیں۔",
        "سپروائزر سے لائن کلیئر کروائیں۔",
    ),
    "station_blocked": hold(
        "{here} is blocked: {reason}.",
        "Stop here and call the supervisor.",
        "{here} بند ہے: {reason}۔",
        "رکیں اور سپروائزر کو بلائیں۔",
    ),
}
