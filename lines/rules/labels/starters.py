"""A first layout of each kind, to begin a plant's own from. Measures in mm."""

from typing import Any

Spec = dict[str, Any]


def _text(x: float, y: float, size: float, text: str, **more: object) -> Spec:
    return {"kind": "text", "x": x, "y": y, "size": size, "text": text, **more}


def _bars(x: float, y: float, data: str, height: float = 7, **more: object) -> Spec:
    return {
        "kind": "code128", "x": x, "y": y, "module": 0.25, "height": height, "data": data, **more,
    }  # fmt: skip


def _matrix(kind: str, x: float, y: float, module: float, data: str, **more: object) -> Spec:
    return {"kind": kind, "x": x, "y": y, "module": module, "data": data, **more}


_PHONE = "(01){gtin}(21){serial}(8040){imei1}(8041){imei2}"
_ONE_IMEI = {"optional": True}

STARTERS: dict[str, Spec] = {
    "board": {
        "width": 32,
        "height": 12,
        "fields": [
            _matrix("datamatrix", 1.5, 1.5, 0.4, "{board_sn}"),
            _text(12, 2, 2.5, "{board_sn}"),
            _text(12, 6, 2, "{model_code} {copy}"),
        ],
    },
    "device": {
        "width": 60,
        "height": 32,
        "fields": [
            _text(3, 1.5, 3, "{brand} {model}", bold=True),
            _text(34, 1.5, 3, "{made_in_ur}", width=24),
            _text(3, 5.5, 2.2, "IMEI 1 {imei1_grouped}"),
            _bars(3, 8, "{imei1}", 5, **_ONE_IMEI),
            _text(3, 14.5, 2.2, "IMEI 2 {imei2_grouped}"),
            _bars(3, 17, "{imei2}", 5, **_ONE_IMEI),
            _text(3, 24, 2.2, "SN {serial}"),
            _text(3, 27.5, 2.2, "{made_in} {copy}"),
            _matrix("datamatrix", 44, 9, 0.6, "{serial}"),
        ],
    },
    "box": {
        "width": 100,
        "height": 60,
        "fields": [
            _text(3, 2, 4.5, "{brand} {model}", bold=True),
            _text(3, 7.5, 3, "{colour} · {sku} · {firmware}"),
            _text(60, 2, 4.5, "{made_in_ur}", width=37),
            _text(60, 7.5, 3, "{made_in}"),
            _text(3, 13, 2.5, "SN {serial}"),
            _bars(3, 16, "{serial}"),
            _text(3, 25.5, 2.5, "IMEI 1 {imei1_grouped}"),
            _bars(3, 28.5, "{imei1}", **_ONE_IMEI),
            _text(3, 38, 2.5, "IMEI 2 {imei2_grouped}"),
            _bars(3, 41, "{imei2}", **_ONE_IMEI),
            _text(3, 51.5, 2.5, "{plant_name}, {date} · {order} · {copy}"),
            _matrix("gs1_datamatrix", 72, 16, 0.6, _PHONE, **_ONE_IMEI),
            _matrix("gs1_datamatrix", 72, 41, 0.5, "(01){gtin}(21){serial}", **_ONE_IMEI),
        ],
    },
    "carton": {
        "width": 100,
        "height": 120,
        "fields": [
            _text(4, 3, 6, "{carton_no}", bold=True),
            _text(4, 10, 3.5, "{brand} {model}, {colour}"),
            _text(4, 15, 3.5, "{sku} · {market} · {firmware}"),
            _text(64, 3, 6, "{quantity} / {capacity}", bold=True),
            _text(64, 10, 3.5, "{weight} kg {copy}"),
            _text(64, 15, 4, "{made_in_ur}", width=32),
            {
                "kind": "gs1_128", "x": 5, "y": 21, "module": 0.25, "height": 12,
                "data": "(01){gtin}(10){lot}(37){quantity}", "optional": True,
            },
            _bars(5, 37, "{carton_no}", 8),
            _matrix(
                "gs1_datamatrix", 50, 38, 0.6, "(01){gtin}(10){lot}(21){carton_no}(37){quantity}",
                **_ONE_IMEI,
            ),
            _matrix("qr", 5, 62, 0.35, "{serials}"),
            {
                "kind": "rows", "x": 45, "y": 62, "size": 2.2, "pitch": 2.7, "most": 20,
                "text": "{n} {serial} {imei1}",
            },
        ],
    },
    "pallet": {
        "width": 100,
        "height": 150,
        "fields": [
            _text(5, 4, 8, "{pallet_no}", bold=True),
            _text(5, 14, 4, "{brand} {model}"),
            _text(5, 20, 4, "{customer} · {market}"),
            _text(5, 26, 4, "{cartons} cartons, {quantity} pcs {copy}"),
            _text(5, 32, 5, "{made_in_ur}", width=90),
            _bars(5, 42, "{pallet_no}", 14),
            _text(5, 60, 3.5, "SSCC {sscc}"),
            {
                "kind": "gs1_128", "x": 6, "y": 65, "module": 0.5, "height": 32,
                "data": "(00){sscc}", "optional": True,
            },
            _matrix(
                "gs1_datamatrix", 6, 104, 0.8, "(00){sscc}(02){gtin}(37){quantity}", **_ONE_IMEI
            ),
            {
                "kind": "rows", "x": 45, "y": 104, "size": 2.5, "pitch": 3, "most": 14,
                "text": "{n} {carton} {quantity}",
            },
        ],
    },
}  # fmt: skip
