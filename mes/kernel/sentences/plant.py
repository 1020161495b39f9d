"""Master data: routes, targets, calendars."""

from mes.kernel.sentences.form import Sentence, no

SENTENCES: dict[str, Sentence] = {
    "bad_route": no(
        "This route cannot be walked: {fault}.",
        "Mend the steps, then release it.",
        "اس روٹ پر چلا نہیں جا سکتا: {fault}۔",
        "مراحل درست کریں، پھر جاری کریں۔",
        422,
    ),
    "months_differ": no(
        "The months add up to {sum}, the year is {units}.",
        "Change the months or the year.",
        "مہینوں کا مجموعہ {sum} ہے، سال کا ہدف {units}۔",
        "مہینے یا سال کا ہدف درست کریں۔",
        422,
    ),
}
