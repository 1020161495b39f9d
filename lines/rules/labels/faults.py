"""What may be wrong with a label's drawing or with what shall stand on it."""

from dataclasses import dataclass

SAID: dict[str, tuple[str, str]] = {
    "shape": ("it is not written as a layout", "یہ لے آؤٹ کی شکل میں نہیں"),
    "size": ("the label's size is not 10 to 210 mm", "لیبل کا سائز 10 سے 210 ملی میٹر نہیں"),
    "kind": ("there is no such kind of field", "ایسی کوئی فیلڈ نہیں"),
    "number": ("a measure is missing or no number of mm", "پیمائش موجود نہیں یا ملی میٹر میں نہیں"),
    "outside": ("it does not lie on the label", "یہ لیبل کے اندر نہیں"),
    "overlap": ("two symbols lie on each other", "دو کوڈ ایک دوسرے پر ہیں"),
    "small": ("bars are narrower than 0.25 mm", "لکیریں 0.25 ملی میٹر سے باریک ہیں"),
    "placeholder": ("this label knows no such value", "اس لیبل میں ایسی کوئی قدر نہیں"),
    "missing": ("a value that the symbol needs is missing", "کوڈ کی ایک قدر موجود نہیں"),
    "characters": ("the symbol cannot hold these characters", "کوڈ میں یہ حروف نہیں آ سکتے"),
    "long": ("it is too long for the symbol", "یہ کوڈ کے لیے بہت لمبا ہے"),
    "gs1": ("it is no list of (AI)value", "یہ (AI)قدر کی فہرست نہیں"),
    "gs1_ai": ("this application identifier is not known", "یہ شناخت کنندہ معلوم نہیں"),
    "gs1_value": (
        "length, characters or check digit are wrong",
        "لمبائی، حروف یا چیک ہندسہ غلط ہے",
    ),
    "gs1_needs": ("another element must stand beside it", "اس کے ساتھ ایک اور عنصر ضروری ہے"),
    "font": ("the Urdu font is not installed here", "اردو فونٹ یہاں موجود نہیں"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`field` counts from 1 in the layout's list; 0 is the layout itself."""

    code: str
    what: str = ""
    field: int = 0

    @property
    def said(self) -> str:
        return f"{SAID[self.code][0]}: {self.what}" if self.what else SAID[self.code][0]

    @property
    def said_ur(self) -> str:
        return f"{SAID[self.code][1]}: {self.what}" if self.what else SAID[self.code][1]


class BadLayout(Exception):
    """Every fault that was found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].said)
        self.faults = faults
