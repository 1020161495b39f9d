"""The store: counting in against a packing list, lots, inspection, claims, printed pages."""

from mes.kernel.sentences.form import Sentence, duplicate, no

SENTENCES: dict[str, Sentence] = {
    "not_listed": no(
        "{no} has no packing list yet.",
        "Load its packing list first.",
        "{no} کی پیکنگ لسٹ ابھی نہیں ہے۔",
        "پہلے پیکنگ لسٹ لوڈ کریں۔",
    ),
    "unknown_label": no(
        "{label} is in no packing list that is open.",
        "Read the label again, ask the store lead.",
        "{label} کسی کھلی پیکنگ لسٹ میں نہیں۔",
        "لیبل دوبارہ دیکھیں، پھر سٹور لیڈ کو بتائیں۔",
        404,
    ),
    "label_twice": no(
        "{label} is there {count} times.",
        "Scan the case first, then the box.",
        "{label} {count} بار موجود ہے۔",
        "پہلے کیس سکین کریں، پھر ڈبہ۔",
    ),
    "already_counted": duplicate(
        "{label} was counted by {who} at {at}.",
        "Take the next box.",
        "{label} کو {who} نے {at} پر گن لیا ہے۔",
        "اگلا ڈبہ لیں۔",
    ),
    "counted_by_set": no(
        "{lot} is received by whole sets.",
        "Go on receiving it by sets.",
        "{lot} پورے سیٹوں میں وصول ہو رہا ہے۔",
        "سیٹوں ہی میں وصول کریں۔",
    ),
    "counted_by_box": no(
        "{lot} is counted box by box.",
        "Go on counting its boxes.",
        "{lot} ڈبہ بہ ڈبہ گنا جا رہا ہے۔",
        "ڈبے گنتے رہیں۔",
    ),
    "receiving_closed": no(
        "Receiving of {no} is closed.",
        "Ask the store lead.",
        "{no} کی وصولی بند ہو چکی۔",
        "سٹور لیڈ سے پوچھیں۔",
    ),
    "already_taken_back": duplicate(
        "This count was taken back already.",
        "Count the box again.",
        "یہ گنتی پہلے ہی واپس لی جا چکی ہے۔",
        "ڈبہ دوبارہ گنیں۔",
    ),
    "pieces_short": no(
        "{place} has {left} of {part} that can be used, {wanted} are needed.",
        "Take {left} or fewer, or another lot.",
        "{place} میں {part} کے {left} قابل استعمال ہیں، {wanted} درکار ہیں۔",
        "{left} یا کم لیں، یا دوسرا لاٹ لیں۔",
    ),
    "inspection_pending": no(
        "{lot} waits for inspection.",
        "Take another lot or ask quality.",
        "{lot} معائنے کا منتظر ہے۔",
        "دوسرا لاٹ لیں یا کوالٹی سے پوچھیں۔",
    ),
    "lot_rejected": no(
        "{lot} was rejected at inspection.",
        "Take another lot.",
        "{lot} معائنے میں رد ہو چکا ہے۔",
        "دوسرا لاٹ لیں۔",
    ),
    "lot_held": no(
        "{lot} is on hold.",
        "Take another lot.",
        "{lot} ہولڈ پر ہے۔",
        "دوسرا لاٹ لیں۔",
    ),
    "bad_photo": no(
        "The photo cannot be read: {fault}.",
        "Send another photo of up to 10 MB.",
        "تصویر پڑھی نہیں جا سکتی: {fault}۔",
        "10 میگا بائٹ تک کی دوسری تصویر بھیجیں۔",
        422,
    ),
    "nothing_damaged": no(
        "No damage was counted there.",
        "Count the damage first, then add its photo.",
        "وہاں کوئی نقصان نہیں گنا گیا۔",
        "پہلے نقصان گنیں، پھر تصویر لگائیں۔",
    ),
    "pdf_unavailable": no(
        "PDF needs {package} on the server.",
        "Take the XLSX; ask the administrator for it.",
        "پی ڈی ایف کے لیے سرور پر {package} چاہیے۔",
        "ایکسل فائل لیں؛ منتظم سے انسٹال کروائیں۔",
        503,
    ),
    "bom_empty": no(
        "Revision {revision} of {sku} has no parts.",
        "Add its parts, then release it.",
        "{sku} کے ریویژن {revision} میں کوئی پرزہ نہیں۔",
        "پرزے شامل کریں، پھر جاری کریں۔",
    ),
}
