"""The quality gates: stations stopped, nonconformances and the material review board."""

from mes.kernel.sentences.form import Sentence, no

SENTENCES: dict[str, Sentence] = {
    "ncr_opened": Sentence(
        201,
        "ok",
        "{no} is open, owner {owner}, due {due}.",
        "Contain it, then find the cause.",
        "{no} کھل گیا، ذمہ دار {owner}، تاریخ {due}۔",
        "پہلے روکیں، پھر وجہ ڈھونڈیں۔",
    ),
    "ncr_kept": Sentence(
        200, "ok", "{no} is kept.", "Carry on.", "{no} محفوظ ہو گیا۔", "کام جاری رکھیں۔"
    ),
    "ncr_decided": Sentence(
        200,
        "ok",
        "{no}: {disposition}, decided by two people.",
        "Do it, then close {no}.",
        "{no}: {disposition}، دو افراد کا فیصلہ۔",
        "عمل کریں، پھر {no} بند کریں۔",
    ),
    "ncr_carried": Sentence(
        200,
        "ok",
        "{no} is carried out: {disposition}.",
        "Write the cause, then close {no}.",
        "{no} پر عمل ہو گیا: {disposition}۔",
        "وجہ لکھیں، پھر {no} بند کریں۔",
    ),
    "ncr_by_hand": no(
        "What {no} is about is scrapped or sent back by hand.",
        "Do it there, then add an action.",
        "{no} کی چیز ہاتھ سے سکریپ یا واپس ہوتی ہے۔",
        "جہاں پڑی ہے وہیں کریں اور کارروائی میں لکھیں۔",
    ),
    "ncr_not_carried": no(
        "What the board decided in {no} is not done yet.",
        "Carry it out, then close.",
        "{no} میں بورڈ کے فیصلے پر ابھی عمل نہیں ہوا۔",
        "پہلے عمل کریں، پھر بند کریں۔",
    ),
    "ncr_needs_cause": no(
        "{no} has no root cause yet.",
        "Write the cause first.",
        "{no} کی اصل وجہ ابھی نہیں لکھی گئی۔",
        "پہلے وجہ لکھیں۔",
    ),
    "ncr_actions_open": no(
        "{no} has {open} actions that are not done.",
        "Finish them, then close.",
        "{no} کے {open} کام باقی ہیں۔",
        "پہلے انہیں مکمل کریں، پھر بند کریں۔",
    ),
    "merge_needs_another": no(
        "{no} cannot be merged into {into}.",
        "Name another code that is in use.",
        "{no} کو {into} میں ملایا نہیں جا سکتا۔",
        "استعمال میں کوئی دوسرا کوڈ بتائیں۔",
    ),
    "location_limit": no(
        "{location} of this unit was repaired {repairs} times.",
        "Open a nonconformance: MRB decides.",
        "اس یونٹ کا حصہ {location} {repairs} بار مرمت ہو چکا۔",
        "عدم مطابقت کھولیں: بورڈ فیصلہ کرے گا۔",
    ),
    "other_station_needed": no(
        "Two runs failed at this station of {here}.",
        "Try once at another station of {here}.",
        "{here} کے اس سٹیشن پر دو بار فیل۔",
        "{here} کے دوسرے سٹیشن پر ایک بار آزمائیں۔",
    ),
}
