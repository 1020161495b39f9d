"""Every code the product answers with: its status, verdict and sentences. Meanings never change."""

from mes.kernel.sentences import (
    accepted,
    imei,
    material,
    packing,
    people,
    permission,
    request,
    route,
    things,
)
from mes.kernel.sentences.form import Sentence

PARTS = (
    things.SENTENCES,
    route.SENTENCES,
    permission.SENTENCES,
    material.SENTENCES,
    packing.SENTENCES,
    imei.SENTENCES,
    people.SENTENCES,
    request.SENTENCES,
    accepted.SENTENCES,
)
SENTENCES: dict[str, Sentence] = {code: said for part in PARTS for code, said in part.items()}

__all__ = ["PARTS", "SENTENCES", "Sentence"]
