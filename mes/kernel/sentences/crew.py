"""People at their work: what they must know, read and have looked at."""

from mes.kernel.sentences.form import Sentence, no

SENTENCES: dict[str, Sentence] = {
    "nobody_here": no(
        "Nobody is signed in at {here}.",
        "Scan your badge here first.",
        "{here} پر کوئی سائن اِن نہیں۔",
        "پہلے یہاں اپنا بیج سکین کریں۔",
    ),
    "read_instruction": no(
        "'{title}' must be read before working at {here}.",
        "Press Instruction, read it, then scan again.",
        "{here} پر کام سے پہلے «{title}» پڑھنا ضروری ہے۔",
        "ہدایت کھولیں، پڑھیں، پھر دوبارہ سکین کریں۔",
    ),
    "second_check_needed": no(
        "A learner worked at {step}; an expert must look first.",
        "Call the expert to scan it under checks.",
        "{step} پر سیکھنے والے نے کام کیا؛ پہلے ماہر دیکھے۔",
        "ماہر کو بلائیں کہ یہ یونٹ جانچ کے صفحے پر سکین کرے۔",
    ),
    "retest_after_cut": no(
        "The power was cut: {step} must be done again.",
        "Take it back to {step}.",
        "بجلی گئی تھی: {step} دوبارہ کرنا ہے۔",
        "اسے {step} پر واپس لے جائیں۔",
    ),
    "file_not_safe": no(
        "This file is no {kinds}.",
        "Save it as PNG, JPEG or PDF first.",
        "یہ فائل {kinds} نہیں۔",
        "PNG، JPEG یا PDF میں محفوظ کر کے دوبارہ کوشش کریں۔",
        422,
    ),
    "not_read_yet": no(
        "This is not the version in force.",
        "Open it again and read the new one.",
        "یہ رائج نسخہ نہیں۔",
        "صفحہ دوبارہ کھولیں اور نیا نسخہ پڑھیں۔",
    ),
    "expert_needed": no(
        "Only an expert of {here} may check a learner's work.",
        "Ask somebody who teaches it.",
        "سیکھنے والے کا کام صرف {here} کا ماہر جانچ سکتا ہے۔",
        "اس سے کہیں جو یہ سکھاتا ہے۔",
        403,
    ),
    "nothing_due": no(
        "{what} needs nothing of the kind.",
        "Scan the next one.",
        "{what} کو اس کی ضرورت نہیں۔",
        "اگلا سکین کریں۔",
    ),
    "no_shift": no(
        "No shift runs on {line}.",
        "Ask the planner to open the calendar.",
        "{line} پر کوئی شفٹ نہیں چل رہی۔",
        "پلانر سے کیلنڈر کھلوائیں۔",
    ),
    "not_balanced": no(
        "The count does not balance by {by} units.",
        "Count again, or state the gap and go.",
        "گنتی میں {by} یونٹ کا فرق ہے۔",
        "دوبارہ گنیں، یا فرق لکھ کر حوالے کریں۔",
    ),
}
