"""Labels and printers, accessories and weights."""

from mes.kernel.sentences.form import Sentence, duplicate, no

SENTENCES: dict[str, Sentence] = {
    "no_printer": no(
        "This line has no printer for {kind} labels.",
        "Choose one on the printers page.",
        "اس لائن پر {kind} لیبل کا پرنٹر مقرر نہیں۔",
        "پرنٹر والے صفحے پر ایک چنیں۔",
    ),
    "layout_bad": no(
        "Field {field} of the layout: {fault}.",
        "Correct the field and save again.",
        "لے آؤٹ کی فیلڈ {field}: {fault}۔",
        "فیلڈ درست کر کے دوبارہ محفوظ کریں۔",
        422,
    ),
    "layout_clash": no(
        "Layout {no} already prints these labels.",
        "Make its next version, or narrow this one.",
        "لے آؤٹ {no} پہلے ہی یہ لیبل چھاپتا ہے۔",
        "اسی کا نیا ورژن بنائیں یا دوسرا گاہک، مارکیٹ یا ماڈل چنیں۔",
    ),
    "label_not_printed": no(
        "Label {no} was not printed.",
        "Print it first, or cancel it.",
        "لیبل {no} چھپا نہیں۔",
        "پہلے چھاپیں یا منسوخ کریں۔",
    ),
    "label_ended": duplicate(
        "Label {no} is already {fate}.",
        "Take the next label.",
        "لیبل {no} کا حساب پہلے ہی ہو چکا ہے: {fate}۔",
        "اگلا لیبل لیں۔",
    ),
    "slots_missing": no(
        "IMEI {slot} was not read from the {source}.",
        "Scan every IMEI, or the label's square code.",
        "{source} سے IMEI {slot} نہیں پڑھا گیا۔",
        "ہر IMEI یا لیبل کا چوکور کوڈ سکین کریں۔",
    ),
    "accessory_missing": no(
        "Not in the box yet: {names}.",
        "Put it in, and scan or confirm it.",
        "ڈبے میں ابھی نہیں: {names}۔",
        "ڈالیں، پھر سکین یا تصدیق کریں۔",
    ),
    "weight_needed": no(
        "The {what} is not weighed yet.",
        "Put it on the scale.",
        "{what} کا وزن ابھی نہیں ہوا۔",
        "اسے ترازو پر رکھیں۔",
    ),
    "weight_under": no(
        "Too light: {grams} g, at least {low} g. Maybe missing: {maybe}.",
        "Open it and look what is missing.",
        "ہلکا ہے: {grams} گرام، کم از کم {low} گرام۔ شاید یہ نہیں: {maybe}۔",
        "کھول کر دیکھیں کیا کم ہے۔",
    ),
    "weight_over": no(
        "Too heavy: {grams} g, at most {high} g. Maybe too much: {maybe}.",
        "Open it and look what is too much.",
        "بھاری ہے: {grams} گرام، زیادہ سے زیادہ {high} گرام۔ شاید یہ زیادہ ہے: {maybe}۔",
        "کھول کر دیکھیں کیا زیادہ ہے۔",
    ),
    "wrong_firmware": no(
        "This phone runs {found}, order {order} needs {wanted}.",
        "Send it back to download.",
        "اس فون میں {found} ہے، آرڈر {order} کو {wanted} چاہیے۔",
        "اسے ڈاؤن لوڈ پر واپس بھیجیں۔",
    ),
}
