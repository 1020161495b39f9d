"""People and devices: sign-in, roles, tokens, a second person."""

from mes.kernel.sentences.form import Sentence, no

SENTENCES: dict[str, Sentence] = {
    "sign_in_needed": no(
        "Nobody is signed in.",
        "Scan your badge.",
        "کوئی سائن اِن نہیں۔",
        "اپنا بیج سکین کریں۔",
        401,
    ),
    "not_allowed": no(
        "Your role may not do this.",
        "Ask {who}.",
        "آپ کے کردار کو اس کی اجازت نہیں۔",
        "{who} سے کہیں۔",
        403,
    ),
    "token_scope": no(
        "This device may not speak for {station}.",
        "Use the device of that station.",
        "یہ ڈیوائس {station} کے لیے نہیں۔",
        "اس سٹیشن کی ڈیوائس استعمال کریں۔",
        403,
    ),
    "wrong_pin": no(
        "Wrong badge or PIN.",
        "Try again, {left} tries left.",
        "بیج یا پن غلط ہے۔",
        "دوبارہ کوشش کریں، {left} باقی۔",
        403,
    ),
    "pin_locked": no(
        "Too many wrong PINs.",
        "Wait {seconds} seconds or call the supervisor.",
        "بہت سے غلط پن۔",
        "{seconds} سیکنڈ رکیں یا سپروائزر کو بلائیں۔",
        429,
    ),
    "enrol_code": no(
        "This code is wrong, was used or is older than 15 minutes.",
        "Ask the manager for a new one.",
        "یہ کوڈ غلط ہے، استعمال ہو چکا یا 15 منٹ سے پرانا ہے۔",
        "مینیجر سے نیا کوڈ لیں۔",
        403,
    ),
    "enrol_locked": no(
        "Too many wrong codes on this tablet.",
        "Wait {seconds} seconds, then take a new code.",
        "اس ٹیبلٹ پر بہت سے غلط کوڈ۔",
        "{seconds} سیکنڈ رکیں، پھر مینیجر سے نیا کوڈ لیں۔",
        429,
    ),
    "second_needed": no(
        "A second person must agree.",
        "Scan a second badge and PIN.",
        "دوسرے شخص کی منظوری چاہیے۔",
        "دوسرا بیج اور پن دیں۔",
        403,
    ),
    "reason_needed": no(
        "This needs a reason.",
        "Say why in a few words.",
        "اس کے لیے وجہ چاہیے۔",
        "چند الفاظ میں وجہ لکھیں۔",
        422,
    ),
    "screen_locked": no(
        "This screen is locked after ten idle minutes.",
        "Scan your badge to go on.",
        "دس منٹ خالی رہنے پر سکرین لاک ہے۔",
        "جاری رکھنے کے لیے بیج سکین کریں۔",
        401,
    ),
    "station_crowded": no(
        "{most} people are signed in at {station}.",
        "Sign one of them out first.",
        "{station} پر {most} لوگ سائن اِن ہیں۔",
        "پہلے کسی ایک کو سائن آؤٹ کریں۔",
    ),
    "weak_pin": no(
        "This PIN is too easy.",
        "Choose six digits, not in a row.",
        "یہ پن بہت آسان ہے۔",
        "چھ ایسے ہندسے چنیں جو ترتیب میں نہ ہوں۔",
        422,
    ),
}
