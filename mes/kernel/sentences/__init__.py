"""Every code the product answers with: its status, verdict and sentences. Meanings never change."""

from mes.kernel.sentences import (
    accepted,
    containment,
    crew,
    gates,
    imei,
    labels,
    line_side,
    material,
    orders,
    packing,
    people,
    permission,
    plant,
    receiving,
    regulator,
    request,
    route,
    sampling,
    shipping,
    things,
)
from mes.kernel.sentences.form import Sentence

PARTS = (  # in the order of docs/codes.md
    things,
    route,
    permission,
    material,
    receiving,
    orders,
    line_side,
    packing,
    labels,
    shipping,
    sampling,
    imei,
    regulator,
    gates,
    containment,
    people,
    crew,
    plant,
    request,
    accepted,
)
SENTENCES: dict[str, Sentence] = {
    code: said for part in PARTS for code, said in part.SENTENCES.items()
}

__all__ = ["PARTS", "SENTENCES", "Sentence"]
