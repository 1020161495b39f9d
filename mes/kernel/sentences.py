"""Every code the product answers with: its status, verdict and sentences. Meanings never change.

Braces are facts the refusal brings. `detail` says what is so, `next` what to do, in eight words.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """`verdict` is one of ok, refused, duplicate, hold."""

    status: int
    verdict: str
    detail: str
    next: str
    detail_ur: str
    next_ur: str


def _no(detail: str, step: str, detail_ur: str, step_ur: str, status: int = 409) -> Sentence:
    return Sentence(status, "refused", detail, step, detail_ur, step_ur)


def _duplicate(detail: str, step: str, detail_ur: str, step_ur: str) -> Sentence:
    return Sentence(409, "duplicate", detail, step, detail_ur, step_ur)


def _hold(detail: str, step: str, detail_ur: str, step_ur: str) -> Sentence:
    return Sentence(409, "hold", detail, step, detail_ur, step_ur)


SENTENCES: dict[str, Sentence] = {
    # --- who and what -------------------------------------------------------------------------
    "unknown_unit": _no(
        "No unit here answers to {identifier}.",
        "Scan the serial label again.",
        "یہاں {identifier} نام کا کوئی یونٹ نہیں۔",
        "سیریل لیبل دوبارہ سکین کریں۔",
        404,
    ),
    "unknown_station": _no(
        "There is no station {station} here.",
        "Check the station code on the tablet.",
        "یہاں {station} نام کا کوئی سٹیشن نہیں۔",
        "ٹیبلٹ پر سٹیشن کوڈ دیکھیں۔",
        404,
    ),
    "unknown_order": _no(
        "There is no work order {order} here.",
        "Check the order number.",
        "یہاں {order} نام کا کوئی ورک آرڈر نہیں۔",
        "آرڈر نمبر دیکھیں۔",
        404,
    ),
    "unknown_thing": _no(
        "There is no {what} {no} here.",
        "Check the number.",
        "یہاں {no} نہیں ملا۔",
        "نمبر دوبارہ دیکھیں۔",
        404,
    ),
    # --- the route ----------------------------------------------------------------------------
    "out_of_sequence": _no(
        "{step} is still to do before {here}.",
        "Take the unit to {step}.",
        "{here} سے پہلے {step} باقی ہے۔",
        "یونٹ {step} پر لے جائیں۔",
    ),
    "already_passed": _duplicate(
        "This unit has already passed {here}.",
        "Take the unit to {step}.",
        "یہ یونٹ {here} سے گزر چکا ہے۔",
        "یونٹ {step} پر لے جائیں۔",
    ),
    "route_finished": _duplicate(
        "This unit has finished its route.",
        "Put it with the packed goods.",
        "یہ یونٹ اپنا راستہ مکمل کر چکا ہے۔",
        "اسے پیک شدہ مال میں رکھیں۔",
    ),
    "not_on_route": _no(
        "{here} is not on this unit's route.",
        "Take the unit to {step}.",
        "{here} اس یونٹ کے راستے میں نہیں۔",
        "یونٹ {step} پر لے جائیں۔",
    ),
    "retest_limit": _no(
        "This unit has failed {here} {runs} times.",
        "Take the unit to repair.",
        "یہ یونٹ {here} پر {runs} بار فیل ہوا۔",
        "یونٹ ریپیئر پر لے جائیں۔",
    ),
    "repair_limit": _no(
        "This unit has been repaired {repairs} times.",
        "Ask the supervisor to decide.",
        "یہ یونٹ {repairs} بار ریپیئر ہو چکا ہے۔",
        "سپروائزر سے فیصلہ لیں۔",
    ),
    "in_repair": _no(
        "This unit is in repair.",
        "Take the unit to the repair bench.",
        "یہ یونٹ ریپیئر میں ہے۔",
        "یونٹ ریپیئر بینچ پر لے جائیں۔",
    ),
    "not_in_repair": _no(
        "This unit is not in repair.",
        "Scan it at its next station.",
        "یہ یونٹ ریپیئر میں نہیں۔",
        "اسے اگلے سٹیشن پر سکین کریں۔",
    ),
    "on_hold": _hold(
        "On hold: {reason}.",
        "Put the unit on the hold shelf.",
        "ہولڈ پر ہے: {reason}۔",
        "یونٹ ہولڈ شیلف پر رکھیں۔",
    ),
    "scrapped": _no(
        "This unit was scrapped.",
        "Put it in the scrap cage.",
        "یہ یونٹ سکریپ ہو چکا ہے۔",
        "اسے سکریپ کیج میں رکھیں۔",
    ),
    "shipped": _no(
        "This unit has been shipped.",
        "Call the supervisor.",
        "یہ یونٹ روانہ ہو چکا ہے۔",
        "سپروائزر کو بلائیں۔",
    ),
    "gate_missing": _no(
        "{gate} is missing before {here}.",
        "Take the unit to {step}.",
        "{here} سے پہلے {gate} نہیں ہوا۔",
        "یونٹ {step} پر لے جائیں۔",
    ),
    "wrong_model": _no(
        "This is a {found}, the order is for {wanted}.",
        "Put it with its own order.",
        "یہ {found} ہے، آرڈر {wanted} کا ہے۔",
        "اسے اپنے آرڈر کے ساتھ رکھیں۔",
    ),
    "wrong_order": _no(
        "This unit belongs to order {found}.",
        "Put it with order {found}.",
        "یہ یونٹ آرڈر {found} کا ہے۔",
        "اسے آرڈر {found} کے ساتھ رکھیں۔",
    ),
    "wrong_line": _no(
        "This unit belongs to line {found}.",
        "Take it to line {found}.",
        "یہ یونٹ لائن {found} کا ہے۔",
        "اسے لائن {found} پر لے جائیں۔",
    ),
    "wrong_program": _no(
        "The program is {found}, the plan wants {wanted}.",
        "Load the program of the plan.",
        "پروگرام {found} ہے، پلان میں {wanted} ہے۔",
        "پلان والا پروگرام لوڈ کریں۔",
    ),
    "wrong_call": _no(
        "{here} is not done by this call.",
        "Use the screen of this station.",
        "{here} اس طرح نہیں ہوتا۔",
        "اس سٹیشن کی سکرین استعمال کریں۔",
    ),
    "record_needed": _no(
        "{here} needs a test result.",
        "Enter the test, PASS or FAIL.",
        "{here} پر ٹیسٹ کا نتیجہ چاہیے۔",
        "ٹیسٹ درج کریں، پاس یا فیل۔",
    ),
    "no_plan": _no(
        "No released test plan for {here}.",
        "Call the QA lead.",
        "{here} کا کوئی جاری ٹیسٹ پلان نہیں۔",
        "QA لیڈ کو بلائیں۔",
    ),
    "part_missing": _no(
        "{position} is not bound yet.",
        "Scan the {position}.",
        "{position} ابھی نہیں جوڑا گیا۔",
        "{position} سکین کریں۔",
    ),
    "conflict": _no(
        "Another station changed this unit just now.",
        "Scan it again.",
        "ابھی کسی اور سٹیشن نے یہ یونٹ بدلا۔",
        "دوبارہ سکین کریں۔",
    ),
    # --- permission to work -------------------------------------------------------------------
    "not_qualified": _no(
        "{person} may not work at {here}.",
        "Call the supervisor.",
        "{person} کو {here} پر کام کی اجازت نہیں۔",
        "سپروائزر کو بلائیں۔",
    ),
    "calibration_due": _no(
        "{here} is due for calibration.",
        "Call maintenance.",
        "{here} کی کیلیبریشن باقی ہے۔",
        "مینٹیننس کو بلائیں۔",
    ),
    "first_article_pending": _no(
        "The first article of {order} is not approved.",
        "Wait for QA to approve it.",
        "{order} کا پہلا یونٹ منظور نہیں ہوا۔",
        "QA کی منظوری کا انتظار کریں۔",
    ),
    "line_not_cleared": _no(
        "{line} is not cleared for {order}.",
        "Ask the supervisor to clear the line.",
        "{line} ابھی {order} کے لیے خالی نہیں۔",
        "سپروائزر سے لائن کلیئر کروائیں۔",
    ),
    "station_blocked": _hold(
        "{here} is blocked: {reason}.",
        "Stop here and call the supervisor.",
        "{here} بند ہے: {reason}۔",
        "رکیں اور سپروائزر کو بلائیں۔",
    ),
    # --- material and orders ------------------------------------------------------------------
    "material_expired": _no(
        "{lot} expired on {date}.",
        "Take a lot that is in date.",
        "{lot} کی میعاد {date} کو ختم ہوئی۔",
        "درست میعاد والا لاٹ لیں۔",
    ),
    "part_in_use": _duplicate(
        "{serial} is already in unit {unit}.",
        "Take another {position}.",
        "{serial} پہلے ہی یونٹ {unit} میں ہے۔",
        "دوسرا {position} لیں۔",
    ),
    "position_taken": _duplicate(
        "{position} is already bound.",
        "Use replace to change it.",
        "{position} پہلے ہی جوڑا جا چکا ہے۔",
        "بدلنے کے لیے ریپلیس کریں۔",
    ),
    "position_empty": _no(
        "{position} holds no part.",
        "Bind it first.",
        "{position} پر کوئی پرزہ نہیں۔",
        "پہلے پرزہ جوڑیں۔",
    ),
    "duplicate_identifier": _duplicate(
        "{identifier} is already in use.",
        "Take another label.",
        "{identifier} پہلے سے استعمال میں ہے۔",
        "دوسرا لیبل لیں۔",
    ),
    "invalid_identifier": _no(
        "{identifier} is not a valid code.",
        "Scan the label again.",
        "{identifier} درست کوڈ نہیں۔",
        "لیبل دوبارہ سکین کریں۔",
        422,
    ),
    "order_state": _no(
        "Order {order} is {state}.",
        "Ask the planner.",
        "آرڈر {order} کی حالت {state} ہے۔",
        "پلانر سے پوچھیں۔",
    ),
    "order_full": _no(
        "All {quantity} of order {order} are started.",
        "Ask the planner for the next order.",
        "آرڈر {order} کے تمام {quantity} شروع ہو چکے۔",
        "پلانر سے اگلا آرڈر لیں۔",
    ),
    "order_open": _no(
        "Order {order} still has {units} units on the line.",
        "Finish or scrap them first.",
        "آرڈر {order} کے {units} یونٹ لائن پر ہیں۔",
        "پہلے انہیں مکمل یا سکریپ کریں۔",
    ),
    "kit_short": _no(
        "No kit issued to order {order} is left.",
        "Ask the store to issue kits.",
        "آرڈر {order} کی کوئی کٹ باقی نہیں۔",
        "سٹور سے کٹس منگوائیں۔",
    ),
    "stock_short": _no(
        "{lot} has {left} sets, {wanted} were asked.",
        "Ask for {left} or fewer.",
        "{lot} میں {left} سیٹ ہیں، {wanted} مانگے گئے۔",
        "{left} یا کم مانگیں۔",
    ),
    "over_received": _no(
        "{lot} lists {listed} sets, {received} would be received.",
        "Count again, then tell the store lead.",
        "{lot} میں {listed} سیٹ درج ہیں، {received} ہو جائیں گے۔",
        "دوبارہ گنیں، پھر سٹور لیڈ کو بتائیں۔",
    ),
    "already_listed": _duplicate(
        "{no} already has its packing list.",
        "Open the consignment.",
        "{no} کی پیکنگ لسٹ پہلے سے موجود ہے۔",
        "کنسائنمنٹ کھولیں۔",
    ),
    "bad_file": _no(
        "The file has {errors} faults, the first in line {line}.",
        "Mend the lines named and send again.",
        "فائل میں {errors} غلطیاں ہیں، پہلی سطر {line} میں۔",
        "سطریں درست کر کے دوبارہ بھیجیں۔",
        422,
    ),
    "exists": _duplicate(
        "{no} exists already.",
        "Use another number.",
        "{no} پہلے سے موجود ہے۔",
        "دوسرا نمبر دیں۔",
    ),
    # --- packing ------------------------------------------------------------------------------
    "carton_full": _no(
        "Carton {no} is full.",
        "Close the carton.",
        "کارٹن {no} بھر گیا ہے۔",
        "کارٹن بند کریں۔",
    ),
    "carton_closed": _no(
        "Carton {no} is closed.",
        "Open a new carton.",
        "کارٹن {no} بند ہے۔",
        "نیا کارٹن کھولیں۔",
    ),
    "carton_open": _duplicate(
        "Carton {no} is still open here.",
        "Close it before opening another.",
        "کارٹن {no} ابھی یہاں کھلا ہے۔",
        "نیا کھولنے سے پہلے اسے بند کریں۔",
    ),
    "carton_partial": _no(
        "Carton {no} holds {count} of {capacity}.",
        "Fill it, or give a reason.",
        "کارٹن {no} میں {capacity} میں سے {count} ہیں۔",
        "بھریں یا وجہ لکھیں۔",
    ),
    "carton_empty": _no(
        "Carton {no} is empty.",
        "Scan a box first.",
        "کارٹن {no} خالی ہے۔",
        "پہلے ایک ڈبہ سکین کریں۔",
    ),
    "mixed_carton": _no(
        "Carton {no} is for {wanted}, this is {found}.",
        "Put it in a carton of {found}.",
        "کارٹن {no} {wanted} کا ہے، یہ {found} ہے۔",
        "اسے {found} کے کارٹن میں رکھیں۔",
    ),
    "already_boxed": _duplicate(
        "This unit is already in {no}.",
        "Take the next unit.",
        "یہ یونٹ پہلے ہی {no} میں ہے۔",
        "اگلا یونٹ لیں۔",
    ),
    # --- IMEI ---------------------------------------------------------------------------------
    "read_back_mismatch": _hold(
        "Phone, label and ledger do not agree on {slot}.",
        "Put the phone aside, call QA.",
        "{slot} پر فون، لیبل اور ریکارڈ نہیں ملتے۔",
        "فون الگ رکھیں، QA کو بلائیں۔",
    ),
    "imei_exhausted": _no(
        "No free IMEI is left for {model}.",
        "Ask the planner to load a range.",
        "{model} کے لیے کوئی IMEI باقی نہیں۔",
        "پلانر سے نئی رینج لوڈ کروائیں۔",
    ),
    "imei_locked": _no(
        "IMEI issuing is locked: {reason}.",
        "Call the administrator.",
        "IMEI جاری کرنا بند ہے: {reason}۔",
        "ایڈمنسٹریٹر کو بلائیں۔",
        423,
    ),
    "imei_state": _no(
        "The IMEIs of this unit are {state}.",
        "Take the unit to {step}.",
        "اس یونٹ کے IMEI کی حالت {state} ہے۔",
        "یونٹ {step} پر لے جائیں۔",
    ),
    "imei_none": _no(
        "{model} carries no IMEI.",
        "Scan it at its next station.",
        "{model} میں IMEI نہیں ہوتا۔",
        "اسے اگلے سٹیشن پر سکین کریں۔",
    ),
    "same_station": _no(
        "The IMEI was written at this station.",
        "Confirm it at another station.",
        "IMEI اسی سٹیشن پر لکھا گیا تھا۔",
        "تصدیق دوسرے سٹیشن پر کریں۔",
    ),
    "range_overlap": _no(
        "These numbers overlap a loaded range.",
        "Check the first and last number.",
        "یہ نمبر پہلے سے لوڈ شدہ رینج میں ہیں۔",
        "پہلا اور آخری نمبر دیکھیں۔",
    ),
    "test_tac": _no(
        "{tac} is a test TAC.",
        "Use a TAC allocated by GSMA.",
        "{tac} ٹیسٹ TAC ہے۔",
        "GSMA کا جاری کردہ TAC استعمال کریں۔",
        422,
    ),
    # --- people and devices -------------------------------------------------------------------
    "sign_in_needed": _no(
        "Nobody is signed in.",
        "Scan your badge.",
        "کوئی سائن اِن نہیں۔",
        "اپنا بیج سکین کریں۔",
        401,
    ),
    "not_allowed": _no(
        "Your role may not do this.",
        "Ask {who}.",
        "آپ کے کردار کو اس کی اجازت نہیں۔",
        "{who} سے کہیں۔",
        403,
    ),
    "token_scope": _no(
        "This device may not speak for {station}.",
        "Use the device of that station.",
        "یہ ڈیوائس {station} کے لیے نہیں۔",
        "اس سٹیشن کی ڈیوائس استعمال کریں۔",
        403,
    ),
    "wrong_pin": _no(
        "Wrong badge or PIN.",
        "Try again, {left} tries left.",
        "بیج یا پن غلط ہے۔",
        "دوبارہ کوشش کریں، {left} باقی۔",
        403,
    ),
    "pin_locked": _no(
        "Too many wrong PINs.",
        "Wait {seconds} seconds or call the supervisor.",
        "بہت سے غلط پن۔",
        "{seconds} سیکنڈ رکیں یا سپروائزر کو بلائیں۔",
        429,
    ),
    "second_needed": _no(
        "A second person must agree.",
        "Scan a second badge and PIN.",
        "دوسرے شخص کی منظوری چاہیے۔",
        "دوسرا بیج اور پن دیں۔",
        403,
    ),
    "reason_needed": _no(
        "This needs a reason.",
        "Say why in a few words.",
        "اس کے لیے وجہ چاہیے۔",
        "چند الفاظ میں وجہ لکھیں۔",
        422,
    ),
    # --- the request itself -------------------------------------------------------------------
    "event_id_reused": _no(
        "This event id came before with another body.",
        "Send it with a new event id.",
        "یہ ایونٹ آئی ڈی پہلے کسی اور پیغام کے ساتھ آئی تھی۔",
        "نئی ایونٹ آئی ڈی کے ساتھ بھیجیں۔",
    ),
    "malformed": _no(
        "{fault}.",
        "Correct the request and send it again.",
        "پیغام درست نہیں: {fault}۔",
        "درست کر کے دوبارہ بھیجیں۔",
        422,
    ),
    "too_large": _no(
        "The request is larger than {limit}.",
        "Send it in smaller parts.",
        "پیغام {limit} سے بڑا ہے۔",
        "چھوٹے حصوں میں بھیجیں۔",
        413,
    ),
    "frozen": _no(
        "{what} is released and no longer changes.",
        "Make a new version.",
        "{what} جاری ہو چکا، اب نہیں بدلتا۔",
        "نیا ورژن بنائیں۔",
    ),
    "wrong_state": _no(
        "{what} is {state}.",
        "Look at it again.",
        "{what} کی حالت {state} ہے۔",
        "دوبارہ دیکھیں۔",
    ),
    "same_person": _no(
        "The same person may not do both.",
        "Ask a second person.",
        "ایک ہی شخص دونوں کام نہیں کر سکتا۔",
        "دوسرے شخص سے کہیں۔",
    ),
    # --- answers that are not refusals --------------------------------------------------------
    "ok": Sentence(201, "ok", "Done.", "Take it to {step}.", "ہو گیا۔", "اسے {step} پر لے جائیں۔"),
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
