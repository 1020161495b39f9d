"""Every code the product answers with: its status, verdict and sentences. Meanings never change."""

from mes.kernel.sentences import (
    accepted,
    imei,
    line_side,
    material,
    packing,
    people,
    permission,
    plant,
    request,
    route,
    shipping,
    things,
)
from mes.kernel.sentences.form import Sentence

PARTS = (  # in the order of docs/codes.md
    things,
    route,
    permission,
    material,
    line_side,
    packing,
    shipping,
    imei,
    people,
    plant,
    request,
    accepted,
)
SENTENCES: dict[str, Sentence] = {
    code: said for part in PARTS for code, said in part.SENTENCES.items()
}

__all__ = ["PARTS", "SENTENCES", "Sentence"]
