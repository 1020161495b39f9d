"""Barcodes as dark and light modules: Code 128, GS1-128, Data Matrix, GS1 Data Matrix, QR.

Both writers draw these very modules, so what is previewed is what is printed.
"""

from dataclasses import dataclass

from pystrich.code128 import FNC1 as BAR_FNC1
from pystrich.code128 import Code128Data, Code128Encoder
from pystrich.datamatrix import FNC1 as MATRIX_FNC1
from pystrich.datamatrix import DataMatrixData, DataMatrixEncoder
from pystrich.exceptions import PyStrichError
from pystrich.qrcode import QRCodeEncoder

from lines.rules.labels.faults import BadLayout, Fault
from lines.rules.labels.gs1 import check_elements, elements_of, spelled
from lines.rules.labels.spec import LINEAR

Rows = tuple[tuple[bool, ...], ...]
MOST_BARRED = 48
"""Characters of a linear symbol, FNC1 included (GS1 General Specifications 5.4.4.3)."""
QUIET = {"code128": 10, "gs1_128": 10, "datamatrix": 2, "gs1_datamatrix": 2, "qr": 4}
"""Modules that stay light around a symbol (ISO/IEC 15417, 16022 asks for 1, 18004)."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """Rows of modules, true for dark; a linear one has one row, to be drawn as high as wanted."""

    kind: str
    rows: Rows

    @property
    def columns(self) -> int:
        return len(self.rows[0])

    @property
    def linear(self) -> bool:
        return self.kind in LINEAR


def symbol_of(kind: str, data: str) -> Symbol:
    """The symbol that says `data`. Raises BadLayout for what it cannot hold."""
    try:
        return Symbol(kind, _MAKERS[kind](data))
    except (PyStrichError, UnicodeError) as error:
        code = "characters" if isinstance(error, UnicodeError) else "long"
        raise BadLayout([Fault(code, data[:40])]) from error


def _code128(data: str) -> Rows:
    if len(data) > MOST_BARRED:
        raise BadLayout([Fault("long", data[:40])])
    return _bars(Code128Data(_ascii(data), encoding="ascii"))


def _gs1_128(data: str) -> Rows:
    pieces = _pieces(data)
    if sum(len(piece) + 1 for piece in pieces) > MOST_BARRED + 1:
        raise BadLayout([Fault("long", data[:40])])
    parts = [part for piece in pieces for part in (BAR_FNC1, piece)]
    return _bars(Code128Data(*parts, encoding="ascii"))


def _bars(data: Code128Data) -> Rows:
    return (tuple(bar == "1" for bar in Code128Encoder(data).bars),)


def _datamatrix(data: str) -> Rows:
    return _matrix(DataMatrixData(_ascii(data), encoding="ascii"))


def _gs1_datamatrix(data: str) -> Rows:
    parts = [part for piece in _pieces(data) for part in (MATRIX_FNC1, piece)]
    return _matrix(DataMatrixData(*parts, encoding="ascii"))


def _matrix(data: DataMatrixData) -> Rows:
    encoder = DataMatrixEncoder(data, quiet_zone=0)
    rows = encoder.init_renderer().matrix
    return tuple(tuple(bool(cell) for cell in row) for row in rows)


def _qr(data: str) -> Rows:
    return tuple(tuple(bool(cell) for cell in row) for row in QRCodeEncoder(data).matrix)


def _pieces(data: str) -> list[str]:
    elements = elements_of(data)
    check_elements(elements)
    return spelled(elements)


def _ascii(data: str) -> str:
    if not data.isascii() or any(ord(c) < 32 and c != "\n" for c in data):
        raise BadLayout([Fault("characters", data[:40])])
    return data


_MAKERS = {
    "code128": _code128,
    "gs1_128": _gs1_128,
    "datamatrix": _datamatrix,
    "gs1_datamatrix": _gs1_datamatrix,
    "qr": _qr,
}
