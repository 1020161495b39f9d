"""Orders and the start of them: release, days, over-build, splitting, clearance, changeover."""

from mes.kernel.sentences.form import Sentence, no

SENTENCES: dict[str, Sentence] = {
    "plan_missing": no(
        "{model} has no released test plan at {steps}.",
        "Ask the QA lead to release one.",
        "{steps} پر {model} کا کوئی جاری ٹیسٹ پلان نہیں۔",
        "QA لیڈ سے پلان جاری کروائیں۔",
    ),
    "station_missing": no(
        "{line} has no station for {steps}.",
        "Add the stations, or take another line.",
        "{line} پر {steps} کا کوئی سٹیشن نہیں۔",
        "سٹیشن شامل کریں یا دوسری لائن لیں۔",
    ),
    "bom_missing": no(
        "{sku} has no released bill of materials.",
        "Ask the planner to release one.",
        "{sku} کی کوئی جاری پرزہ فہرست نہیں۔",
        "پلانر سے فہرست جاری کروائیں۔",
    ),
    "kits_missing": no(
        "{sets} of {quantity} sets are in the store for order {order}.",
        "Receive kits, or build what there is.",
        "آرڈر {order} کے لیے سٹور میں {quantity} میں سے {sets} سیٹ ہیں۔",
        "کٹس وصول کریں یا جتنی ہیں بنائیں۔",
    ),
    "quantity_floor": no(
        "Order {order} cannot go below {floor}: those are started or have their kit.",
        "Return unused sets first, or ask for {floor}.",
        "آرڈر {order} {floor} سے کم نہیں ہو سکتا: وہ شروع ہو چکے یا ان کی کٹ جا چکی۔",
        "پہلے بچے سیٹ واپس کریں، یا {floor} لکھیں۔",
    ),
    "over_build": no(
        "{customer} takes at most {allowed} beyond order {order}.",
        "Ask for {allowed} or fewer.",
        "{customer} آرڈر {order} سے زیادہ سے زیادہ {allowed} اضافی لیتا ہے۔",
        "{allowed} یا کم مانگیں۔",
    ),
    "split_short": no(
        "Order {order} can give away {free} places, {wanted} were asked.",
        "Return unused sets, or ask for fewer.",
        "آرڈر {order} سے {free} جگہیں الگ ہو سکتی ہیں، {wanted} مانگی گئیں۔",
        "بچے سیٹ واپس کریں یا کم مانگیں۔",
    ),
    "day_over": no(
        "Order {order} has {left} left to release, {wanted} were asked.",
        "Ask for {left} or fewer.",
        "آرڈر {order} میں {left} باقی ہیں، {wanted} مانگے گئے۔",
        "{left} یا کم مانگیں۔",
    ),
    "day_under": no(
        "{planned} are planned for {day}, {wanted} cannot be taken back.",
        "Ask for {planned} or fewer.",
        "{day} کے لیے {planned} طے ہیں، {wanted} واپس نہیں ہو سکتے۔",
        "{planned} یا کم مانگیں۔",
    ),
    "cartons_open": no(
        "Carton {carton} of order {order} is still open.",
        "Close the carton first.",
        "آرڈر {order} کا کارٹن {carton} ابھی کھلا ہے۔",
        "پہلے کارٹن بند کریں۔",
    ),
    "wip_left": no(
        "{units} units of order {order} still stand on {line}.",
        "Finish, hold or scrap them first.",
        "آرڈر {order} کے {units} یونٹ ابھی {line} پر ہیں۔",
        "پہلے انہیں مکمل، ہولڈ یا سکریپ کریں۔",
    ),
    "checklist_open": no(
        "{items} points of the checklist are not looked at.",
        "Look at the next point.",
        "چیک لسٹ کے {items} نکات باقی ہیں۔",
        "اگلا نکتہ دیکھیں۔",
    ),
    "changeover_open": no(
        "{line} is changing over to order {order}.",
        "Start order {order}, or end the changeover.",
        "{line} پر آرڈر {order} کی تبدیلی جاری ہے۔",
        "آرڈر {order} شروع کریں یا تبدیلی ختم کریں۔",
    ),
}
