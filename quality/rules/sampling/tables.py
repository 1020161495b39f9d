"""The tables of ISO 2859-1 (the values of MIL-STD-105E, tables I, II-A and II-B), arrows resolved.

Reduced inspection is left out: its ANSI and ISO versions differ.
"""

LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
LETTERS = "ABCDEFGHJKLMNPQR"
AQLS = ("0.065", "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5", "2.5")
ZERO = "0"
"""*AQL 0*: no column of the tables but a rule of trade: nothing found, or the lot is rejected."""

# Table 1: the largest lot of the row, then the code letters of the levels in their order.
_LETTER_ROWS = (
    (8, "AAAAAAB"),
    (15, "AAAAABC"),
    (25, "AABBBCD"),
    (50, "ABBCCDE"),
    (90, "BBCCCEF"),
    (150, "BBCDDFG"),
    (280, "BCDEEGH"),
    (500, "BCDEFHJ"),
    (1_200, "CCEFGJK"),
    (3_200, "CDEGHKL"),
    (10_000, "CDFGJLM"),
    (35_000, "CDFHKMN"),
    (150_000, "DEGJLNP"),
    (500_000, "DEGJMPQ"),
)
_LARGEST = "DEHKNQR"

# A row a code letter, a column an AQL: sample size and acceptance number; Re is Ac + 1.
_NORMAL = """
A  200:0  125:0  80:0   50:0    32:0    20:0    13:0    8:0    5:0
B  200:0  125:0  80:0   50:0    32:0    20:0    13:0    8:0    5:0
C  200:0  125:0  80:0   50:0    32:0    20:0    13:0    8:0    5:0
D  200:0  125:0  80:0   50:0    32:0    20:0    13:0    8:0    5:0
E  200:0  125:0  80:0   50:0    32:0    20:0    13:0    8:0    20:1
F  200:0  125:0  80:0   50:0    32:0    20:0    13:0    32:1   20:1
G  200:0  125:0  80:0   50:0    32:0    20:0    50:1    32:1   32:2
H  200:0  125:0  80:0   50:0    32:0    80:1    50:1    50:2   50:3
J  200:0  125:0  80:0   50:0    125:1   80:1    80:2    80:3   80:5
K  200:0  125:0  80:0   200:1   125:1   125:2   125:3   125:5  125:7
L  200:0  125:0  315:1  200:1   200:2   200:3   200:5   200:7  200:10
M  200:0  500:1  315:1  315:2   315:3   315:5   315:7   315:10 315:14
N  800:1  500:1  500:2  500:3   500:5   500:7   500:10  500:14 500:21
P  800:1  800:2  800:3  800:5   800:7   800:10  800:14  800:21 500:21
Q  1250:2 1250:3 1250:5 1250:7  1250:10 1250:14 1250:21 800:21 500:21
R  2000:3 2000:5 2000:7 2000:10 2000:14 2000:21 1250:21 800:21 500:21
"""
_TIGHTENED = """
A  315:0  200:0  125:0  80:0    50:0    32:0    20:0    13:0   8:0
B  315:0  200:0  125:0  80:0    50:0    32:0    20:0    13:0   8:0
C  315:0  200:0  125:0  80:0    50:0    32:0    20:0    13:0   8:0
D  315:0  200:0  125:0  80:0    50:0    32:0    20:0    13:0   8:0
E  315:0  200:0  125:0  80:0    50:0    32:0    20:0    13:0   32:1
F  315:0  200:0  125:0  80:0    50:0    32:0    20:0    50:1   32:1
G  315:0  200:0  125:0  80:0    50:0    32:0    80:1    50:1   32:1
H  315:0  200:0  125:0  80:0    50:0    125:1   80:1    50:1   50:2
J  315:0  200:0  125:0  80:0    200:1   125:1   80:1    80:2   80:3
K  315:0  200:0  125:0  315:1   200:1   125:1   125:2   125:3  125:5
L  315:0  200:0  500:1  315:1   200:1   200:2   200:3   200:5  200:8
M  315:0  800:1  500:1  315:1   315:2   315:3   315:5   315:8  315:12
N  1250:1 800:1  500:1  500:2   500:3   500:5   500:8   500:12 500:18
P  1250:1 800:1  800:2  800:3   800:5   800:8   800:12  800:18 500:18
Q  1250:1 1250:2 1250:3 1250:5  1250:8  1250:12 1250:18 800:18 500:18
R  2000:2 2000:3 2000:5 2000:8  2000:12 2000:18 1250:18 800:18 500:18
"""

Cells = dict[tuple[str, str], tuple[int, int]]


def _cells(text: str) -> Cells:
    cells: Cells = {}
    for row in text.split("\n"):
        letter, *pairs = row.split() or [""]
        for aql, pair in zip(AQLS, pairs, strict=False):
            size, number = pair.split(":")
            cells[letter, aql] = (int(size), int(number))
    return cells


NORMAL = _cells(_NORMAL)
TIGHTENED = _cells(_TIGHTENED)
"""(code letter, AQL) → (sample size, acceptance number)."""

SIZES: dict[str, int] = dict(
    zip(LETTERS, (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000), strict=True)
)
"""The sample size of a code letter itself, for plans without a column."""


def code_letter(lot_size: int, level: str) -> str:
    """The code letter of a lot of `lot_size` items at an inspection level (table 1).

    >>> code_letter(1000, "II")
    'J'
    """
    column = LEVELS.index(level)
    for largest, letters in _LETTER_ROWS:
        if lot_size <= largest:
            return letters[column]
    return _LARGEST[column]
