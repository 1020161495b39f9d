"""Pallets, shipments and what comes back."""

from mes.kernel.sentences.form import Sentence, duplicate, no

SENTENCES: dict[str, Sentence] = {
    "pallet_full": no(
        "Pallet {no} is full.",
        "Close the pallet.",
        "پیلیٹ {no} بھر گیا ہے۔",
        "پیلیٹ بند کریں۔",
    ),
    "pallet_closed": no(
        "Pallet {no} is closed.",
        "Open a new pallet.",
        "پیلیٹ {no} بند ہے۔",
        "نیا پیلیٹ کھولیں۔",
    ),
    "pallet_empty": no(
        "Pallet {no} is empty.",
        "Scan a carton first.",
        "پیلیٹ {no} خالی ہے۔",
        "پہلے ایک کارٹن سکین کریں۔",
    ),
    "mixed_pallet": no(
        "Pallet {no} is for {wanted}, this is {found}.",
        "Put it on a pallet of {found}.",
        "پیلیٹ {no} {wanted} کا ہے، یہ {found} ہے۔",
        "اسے {found} کے پیلیٹ پر رکھیں۔",
    ),
    "on_pallet": duplicate(
        "Carton {no} is already on pallet {pallet}.",
        "Take the next carton.",
        "کارٹن {no} پہلے ہی پیلیٹ {pallet} پر ہے۔",
        "اگلا کارٹن لیں۔",
    ),
    "pallet_picked": no(
        "Pallet {no} is picked for shipment {shipment}.",
        "Put it back from the shipment first.",
        "پیلیٹ {no} شپمنٹ {shipment} کے لیے چنا گیا ہے۔",
        "پہلے اسے شپمنٹ سے واپس رکھیں۔",
    ),
    "pallet_open": no(
        "Pallet {no} is still open.",
        "Close the pallet.",
        "پیلیٹ {no} ابھی کھلا ہے۔",
        "پیلیٹ بند کریں۔",
    ),
    "carton_still_open": no(
        "Carton {no} is not closed.",
        "Close the carton at its station.",
        "کارٹن {no} بند نہیں ہے۔",
        "کارٹن کو اس کے سٹیشن پر بند کریں۔",
    ),
    "sscc_exhausted": no(
        "All pallet numbers of the GS1 prefix {prefix} are used.",
        "Ask the administrator for another extension digit.",
        "GS1 پریفکس {prefix} کے تمام پیلیٹ نمبر استعمال ہو چکے ہیں۔",
        "ایڈمنسٹریٹر سے نیا ایکسٹینشن ہندسہ لیں۔",
    ),
    "shipment_state": no(
        "Shipment {no} is {state}.",
        "Look at the shipment.",
        "شپمنٹ {no} کی حالت {state} ہے۔",
        "شپمنٹ دیکھیں۔",
    ),
    "shipment_empty": no(
        "Nothing is picked for shipment {no}.",
        "Scan a pallet first.",
        "شپمنٹ {no} کے لیے کچھ نہیں چنا گیا۔",
        "پہلے ایک پیلیٹ سکین کریں۔",
    ),
    "shipment_faults": no(
        "{count} faults stop shipment {no}.",
        "Work the list of faults to its end.",
        "شپمنٹ {no} کو {count} خرابیاں روکتی ہیں۔",
        "خرابیوں کی فہرست مکمل کریں۔",
    ),
    "not_packed": no(
        "{unit} is {state}, not packed.",
        "Take its carton off the pallet.",
        "{unit} کی حالت {state} ہے، پیک نہیں۔",
        "اس کا کارٹن پیلیٹ سے اتاریں۔",
    ),
    "imei_missing": no(
        "{unit} has no confirmed IMEI {slot}.",
        "Take its carton off the pallet.",
        "{unit} کا IMEI {slot} تصدیق شدہ نہیں۔",
        "اس کا کارٹن پیلیٹ سے اتاریں۔",
    ),
    "wrong_country": no(
        "{unit} was made for {found}, the shipment goes to {wanted}.",
        "Take its carton off the pallet.",
        "{unit} {found} کے لیے بنا ہے، شپمنٹ {wanted} جا رہی ہے۔",
        "اس کا کارٹن پیلیٹ سے اتاریں۔",
    ),
    "wrong_quantity": no(
        "{found} units are picked, {wanted} are wanted.",
        "Pick what is missing, or put back what is too much.",
        "{found} یونٹ چنے گئے، {wanted} چاہییں۔",
        "کمی پوری کریں یا زیادہ واپس رکھیں۔",
    ),
    "wrong_customer": no(
        "{unit} was made for {found}, the shipment goes to {wanted}.",
        "Put the pallet back.",
        "{unit} {found} کے لیے بنا ہے، شپمنٹ {wanted} کو جا رہی ہے۔",
        "پیلیٹ واپس رکھیں۔",
    ),
    "not_cleared": no(
        "{unit} is not cleared: {gate}.",
        "Ask quality to clear carton {carton}.",
        "{unit} کلیئر نہیں: {gate}۔",
        "کوالٹی سے کارٹن {carton} کلیئر کرائیں۔",
    ),
    "papers_missing": no(
        "The paper is missing: {paper}.",
        "Enter it on the shipment.",
        "کاغذ نہیں ملا: {paper}۔",
        "اسے شپمنٹ میں درج کریں۔",
    ),
    "not_shipped": no(
        "{identifier} has not been shipped.",
        "Scan a phone that came back.",
        "{identifier} روانہ نہیں ہوا تھا۔",
        "واپس آیا ہوا فون سکین کریں۔",
    ),
}
