"""The route: where a unit may go next, and why not."""

from mes.kernel.sentences.form import Sentence, duplicate, hold, no

SENTENCES: dict[str, Sentence] = {
    "out_of_sequence": no(
        "{step} is still to do before {here}.",
        "Take the unit to {step}.",
        "{here} سے پہلے {step} باقی ہے۔",
        "یونٹ {step} پر لے جائیں۔",
    ),
    "already_passed": duplicate(
        "This unit has already passed {here}.",
        "Take the unit to {step}.",
        "یہ یونٹ {here} سے گزر چکا ہے۔",
        "یونٹ {step} پر لے جائیں۔",
    ),
    "route_finished": duplicate(
        "This unit has finished its route.",
        "Put it with the packed goods.",
        "یہ یونٹ اپنا راستہ مکمل کر چکا ہے۔",
        "اسے پیک شدہ مال میں رکھیں۔",
    ),
    "not_on_route": no(
        "{here} is not on this unit's route.",
        "Take the unit to {step}.",
        "{here} اس یونٹ کے راستے میں نہیں۔",
        "یونٹ {step} پر لے جائیں۔",
    ),
    "retest_limit": no(
        "This unit has failed {here} {runs} times.",
        "Take the unit to repair.",
        "یہ یونٹ {here} پر {runs} بار فیل ہوا۔",
        "یونٹ ریپیئر پر لے جائیں۔",
    ),
    "repair_limit": no(
        "This unit has been repaired {repairs} times.",
        "Ask the supervisor to decide.",
        "یہ یونٹ {repairs} بار ریپیئر ہو چکا ہے۔",
        "سپروائزر سے فیصلہ لیں۔",
    ),
    "in_repair": no(
        "This unit is in repair.",
        "Take the unit to the repair bench.",
        "یہ یونٹ ریپیئر میں ہے۔",
        "یونٹ ریپیئر بینچ پر لے جائیں۔",
    ),
    "not_in_repair": no(
        "This unit is not in repair.",
        "Scan it at its next station.",
        "یہ یونٹ ریپیئر میں نہیں۔",
        "اسے اگلے سٹیشن پر سکین کریں۔",
    ),
    "on_hold": hold(
        "On hold: {reason}.",
        "Put the unit on the hold shelf.",
        "ہولڈ پر ہے: {reason}۔",
        "یونٹ ہولڈ شیلف پر رکھیں۔",
    ),
    "scrapped": no(
        "This unit was scrapped.",
        "Put it in the scrap cage.",
        "یہ یونٹ سکریپ ہو چکا ہے۔",
        "اسے سکریپ کیج میں رکھیں۔",
    ),
    "shipped": no(
        "This unit has been shipped.",
        "Call the supervisor.",
        "یہ یونٹ روانہ ہو چکا ہے۔",
        "سپروائزر کو بلائیں۔",
    ),
    "gate_missing": no(
        "{gate} is missing before {here}.",
        "Take the unit to {step}.",
        "{here} سے پہلے {gate} نہیں ہوا۔",
        "یونٹ {step} پر لے جائیں۔",
    ),
    "wrong_model": no(
        "This is a {found}, the order is for {wanted}.",
        "Put it with its own order.",
        "یہ {found} ہے، آرڈر {wanted} کا ہے۔",
        "اسے اپنے آرڈر کے ساتھ رکھیں۔",
    ),
    "wrong_order": no(
        "This unit belongs to order {found}.",
        "Put it with order {found}.",
        "یہ یونٹ آرڈر {found} کا ہے۔",
        "اسے آرڈر {found} کے ساتھ رکھیں۔",
    ),
    "wrong_line": no(
        "This unit belongs to line {found}.",
        "Take it to line {found}.",
        "یہ یونٹ لائن {found} کا ہے۔",
        "اسے لائن {found} پر لے جائیں۔",
    ),
    "wrong_program": no(
        "The program is {found}, the plan wants {wanted}.",
        "Load the program of the plan.",
        "پروگرام {found} ہے، پلان میں {wanted} ہے۔",
        "پلان والا پروگرام لوڈ کریں۔",
    ),
    "wrong_call": no(
        "{here} is not done by this call.",
        "Use the screen of this station.",
        "{here} اس طرح نہیں ہوتا۔",
        "اس سٹیشن کی سکرین استعمال کریں۔",
    ),
    "record_needed": no(
        "{here} needs a test result.",
        "Enter the test, PASS or FAIL.",
        "{here} پر ٹیسٹ کا نتیجہ چاہیے۔",
        "ٹیسٹ درج کریں، پاس یا فیل۔",
    ),
    "no_plan": no(
        "No released test plan for {here}.",
        "Call the QA lead.",
        "{here} کا کوئی جاری ٹیسٹ پلان نہیں۔",
        "QA لیڈ کو بلائیں۔",
    ),
    "part_missing": no(
        "{position} is not bound yet.",
        "Scan the {position}.",
        "{position} ابھی نہیں جوڑا گیا۔",
        "{position} سکین کریں۔",
    ),
    "conflict": no(
        "Another station changed this unit just now.",
        "Scan it again.",
        "ابھی کسی اور سٹیشن نے یہ یونٹ بدلا۔",
        "دوبارہ سکین کریں۔",
    ),
}
