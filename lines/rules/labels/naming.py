"""What a label is called, and how its values are written."""

from datetime import date

MADE_IN = "Manufactured in Pakistan"
MADE_IN_UR = "پاکستان میں تیار کردہ"


def label_no(kind: str, subject: str, copy: int) -> str:
    """
    >>> label_no("box", "BX-A1", 0), label_no("box", "BX-A1", 2)
    ('box-BX-A1', 'box-BX-A1-R2')
    """
    return f"{kind}-{subject}{f'-R{copy}' if copy else ''}"


def grouped(imei: str) -> str:
    """As on screens, 2-6-6-1.

    >>> grouped("490154203237518")
    '49-015420-323751-8'
    """
    if len(imei) != 15:
        return imei
    return f"{imei[:2]}-{imei[2:8]}-{imei[8:14]}-{imei[14]}"


def gtin14(gtin: str) -> str:
    """A GTIN-8, -12 or -13 with leading zeros; empty stays empty."""
    return gtin.zfill(14) if gtin else ""


def dated(day: date) -> dict[str, str]:
    """
    >>> dated(date(2026, 3, 2))
    {'date': '2026-03-02', 'date_gs1': '260302'}
    """
    return {"date": day.isoformat(), "date_gs1": f"{day:%y%m%d}"}


def kilograms(grams: float) -> str:
    """
    >>> kilograms(412.5)
    '0.412'
    """
    return f"{grams / 1000:.3f}"
