"""The line's side of the store: picking, calls, back to the store, scrap at the line."""

from mes.kernel.sentences.form import Sentence, duplicate, no

SENTENCES: dict[str, Sentence] = {
    "picked": Sentence(
        201,
        "ok",
        "{quantity} of {part} picked, {left} left on this line of the list.",
        "Go to the next bin.",
        "{part} کے {quantity} نکالے گئے، فہرست کی اس سطر پر {left} باقی۔",
        "اگلے خانے پر جائیں۔",
    ),
    "picked_all": Sentence(
        201,
        "ok",
        "List {no} is done: {sets} whole sets for the order.",
        "Take the next list.",
        "فہرست {no} مکمل: آرڈر کے لیے {sets} پورے سیٹ۔",
        "اگلی فہرست لیں۔",
    ),
    "short_said": Sentence(
        201,
        "ok",
        "{quantity} of {part} are short on {no}.",
        "Go on with the next bin.",
        "{no} پر {part} کے {quantity} کم ہیں۔",
        "اگلے خانے پر جائیں۔",
    ),
    "went_back": Sentence(
        201,
        "ok",
        "{quantity} of {part} went from {line} to {place}.",
        "Carry on.",
        "{part} کے {quantity} {line} سے {place} گئے۔",
        "کام جاری رکھیں۔",
    ),
    "supplied": Sentence(
        201,
        "ok",
        "{filled} of {quantity} {part} came to {line}.",
        "Answer the next call.",
        "{line} پر {part} کے {quantity} میں سے {filled} آئے۔",
        "اگلی طلب پوری کریں۔",
    ),
    "no_bom": no(
        "Order {order} has no released parts list.",
        "Ask the planner to release one.",
        "آرڈر {order} کی کوئی جاری پرزہ فہرست نہیں۔",
        "پلانر سے جاری کروائیں۔",
    ),
    "nothing_to_pick": no(
        "Order {order} has all the parts it asks for, or they are on an open list.",
        "Pick the open list.",
        "آرڈر {order} کے پرزے پورے ہیں یا کھلی فہرست میں ہیں۔",
        "کھلی فہرست نکالیں۔",
    ),
    "list_closed": no(
        "Pick list {no} is {state}.",
        "Take the next list.",
        "پک لسٹ {no} کی حالت {state} ہے۔",
        "اگلی فہرست لیں۔",
    ),
    "wrong_pick": no(
        "{scanned} is neither bin nor lot of a line that is still to pick.",
        "Go to {place} and take {lot}.",
        "{scanned} کسی باقی سطر کا خانہ یا لاٹ نہیں۔",
        "{place} پر جائیں اور {lot} لیں۔",
    ),
    "wrong_lot_here": no(
        "This is {scanned}; from {place} the list takes {lot}.",
        "Take {lot}, it expires first.",
        "یہ {scanned} ہے؛ {place} سے فہرست {lot} مانگتی ہے۔",
        "{lot} لیں، اس کی میعاد پہلے ہے۔",
    ),
    "pick_done": duplicate(
        "{lot} from {place} was picked already, by {who}.",
        "Go on with the next line.",
        "{lot} ({place}) پہلے ہی {who} نکال چکے ہیں۔",
        "اگلی سطر پر جائیں۔",
    ),
    "pick_excess": no(
        "{left} of {lot} are left to pick, {wanted} were said.",
        "Take {left} or fewer.",
        "{lot} کے {left} باقی ہیں، {wanted} بتائے گئے۔",
        "{left} یا کم لیں۔",
    ),
    "place_short": no(
        "{place} holds {left} of {lot}, {wanted} were asked.",
        "Take {left} or fewer.",
        "{place} میں {lot} کے {left} ہیں، {wanted} مانگے گئے۔",
        "{left} یا کم لیں۔",
    ),
    "wrong_place": no(
        "{place} is no place for this.",
        "Scan {wanted}.",
        "{place} اس کی جگہ نہیں۔",
        "{wanted} سکین کریں۔",
    ),
    "part_not_needed": no(
        "Line {line} builds nothing with {part}.",
        "Check the part number.",
        "لائن {line} پر {part} استعمال نہیں ہوتا۔",
        "پرزہ نمبر دیکھیں۔",
    ),
    "call_open": duplicate(
        "{part} is already called for at {line}: {no}.",
        "Wait for the store, or call help.",
        "{line} پر {part} پہلے ہی مانگا گیا: {no}۔",
        "سٹور کا انتظار کریں یا مدد بلائیں۔",
    ),
    "call_closed": duplicate(
        "Call {no} is closed: {filled} of {quantity} came.",
        "Call again if more are needed.",
        "طلب {no} بند ہے: {quantity} میں سے {filled} آئے۔",
        "مزید چاہیے تو دوبارہ مانگیں۔",
    ),
    "wrong_part": no(
        "{lot} is {found}, {wanted} is asked for.",
        "Take a lot of {wanted}.",
        "{lot} {found} ہے، {wanted} چاہیے۔",
        "{wanted} کا لاٹ لیں۔",
    ),
}
