"""Material and orders: parts, identifiers, kits, packing lists."""

from mes.kernel.sentences.form import Sentence, duplicate, no

SENTENCES: dict[str, Sentence] = {
    "material_expired": no(
        "{lot} expired on {date}.",
        "Take a lot that is in date.",
        "{lot} کی میعاد {date} کو ختم ہوئی۔",
        "درست میعاد والا لاٹ لیں۔",
    ),
    "not_sensitive": no(
        "{part} has no moisture level with a floor life.",
        "Set its moisture level in the master data.",
        "{part} کی نمی کی کوئی سطح نہیں جس کی کھلی مدت ہو۔",
        "ماسٹر ڈیٹا میں اس کی نمی کی سطح لکھیں۔",
    ),
    "part_in_use": duplicate(
        "{serial} is already in unit {unit}.",
        "Take another {position}.",
        "{serial} پہلے ہی یونٹ {unit} میں ہے۔",
        "دوسرا {position} لیں۔",
    ),
    "position_taken": duplicate(
        "{position} is already bound.",
        "Use replace to change it.",
        "{position} پہلے ہی جوڑا جا چکا ہے۔",
        "بدلنے کے لیے ریپلیس کریں۔",
    ),
    "position_empty": no(
        "{position} holds no part.",
        "Bind it first.",
        "{position} پر کوئی پرزہ نہیں۔",
        "پہلے پرزہ جوڑیں۔",
    ),
    "duplicate_identifier": duplicate(
        "{identifier} is already in use.",
        "Take another label.",
        "{identifier} پہلے سے استعمال میں ہے۔",
        "دوسرا لیبل لیں۔",
    ),
    "invalid_identifier": no(
        "{identifier} is not a valid code.",
        "Scan the label again.",
        "{identifier} درست کوڈ نہیں۔",
        "لیبل دوبارہ سکین کریں۔",
        422,
    ),
    "order_state": no(
        "Order {order} is {state}.",
        "Ask the planner.",
        "آرڈر {order} کی حالت {state} ہے۔",
        "پلانر سے پوچھیں۔",
    ),
    "order_full": no(
        "All {quantity} of order {order} are started.",
        "Ask the planner for the next order.",
        "آرڈر {order} کے تمام {quantity} شروع ہو چکے۔",
        "پلانر سے اگلا آرڈر لیں۔",
    ),
    "order_open": no(
        "Order {order} still has {units} units on the line.",
        "Finish or scrap them first.",
        "آرڈر {order} کے {units} یونٹ لائن پر ہیں۔",
        "پہلے انہیں مکمل یا سکریپ کریں۔",
    ),
    "kit_short": no(
        "No kit issued to order {order} is left.",
        "Ask the store to issue kits.",
        "آرڈر {order} کی کوئی کٹ باقی نہیں۔",
        "سٹور سے کٹس منگوائیں۔",
    ),
    "stock_short": no(
        "{lot} has {left} sets, {wanted} were asked.",
        "Ask for {left} or fewer.",
        "{lot} میں {left} سیٹ ہیں، {wanted} مانگے گئے۔",
        "{left} یا کم مانگیں۔",
    ),
    "over_received": no(
        "{lot} lists {listed} sets, {received} would be received.",
        "Count again, then tell the store lead.",
        "{lot} میں {listed} سیٹ درج ہیں، {received} ہو جائیں گے۔",
        "دوبارہ گنیں، پھر سٹور لیڈ کو بتائیں۔",
    ),
    "already_listed": duplicate(
        "{no} already has its packing list.",
        "Open the consignment.",
        "{no} کی پیکنگ لسٹ پہلے سے موجود ہے۔",
        "کنسائنمنٹ کھولیں۔",
    ),
    "bad_file": no(
        "The file has {errors} faults, the first in line {line}.",
        "Mend the lines named and send again.",
        "فائل میں {errors} غلطیاں ہیں، پہلی سطر {line} میں۔",
        "سطریں درست کر کے دوبارہ بھیجیں۔",
        422,
    ),
    "exists": duplicate(
        "{no} exists already.",
        "Use another number.",
        "{no} پہلے سے موجود ہے۔",
        "دوسرا نمبر دیں۔",
    ),
    "no_route": no(
        "{model} has no released {kit} route.",
        "Ask the planner to release one.",
        "{model} کا کوئی جاری {kit} روٹ نہیں۔",
        "پلانر سے روٹ جاری کروائیں۔",
    ),
    "wrong_kit": no(
        "{lot} is for {found}, order {order} builds {wanted}.",
        "Take a lot of the order.",
        "{lot} {found} کا ہے، آرڈر {order} {wanted} کا ہے۔",
        "آرڈر کا لاٹ لیں۔",
    ),
    "wrong_lot": no(
        "Order {order} takes its kits from {wanted}, not from {lot}.",
        "Take the lot of the order.",
        "آرڈر {order} کی کٹس {wanted} سے ہیں، {lot} سے نہیں۔",
        "آرڈر کا لاٹ لیں۔",
    ),
    "kit_excess": no(
        "Order {order} can take {left} more sets, {wanted} were asked.",
        "Ask for {left} or fewer.",
        "آرڈر {order} میں {left} سیٹ کی جگہ ہے، {wanted} مانگے گئے۔",
        "{left} یا کم مانگیں۔",
    ),
    "kits_left": no(
        "Order {order} still holds {sets} unused sets.",
        "Return them to the store.",
        "آرڈر {order} کے پاس {sets} سیٹ باقی ہیں۔",
        "انہیں سٹور کو واپس کریں۔",
    ),
}
