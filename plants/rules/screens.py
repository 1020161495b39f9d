"""What the sign-in page and every page's header show, as plain values."""

from dataclasses import dataclass


def initials(name: str) -> str:
    """The first letters of the first and the last word: Ayesha Siddiqui is AS."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@dataclass(frozen=True)
class Face:
    """A person as a page shows them; ``name`` and ``role`` are in the reader's language.

    ``beside`` who else is signed in at the station, ``admin`` whether master data is open to them,
    ``roles`` what they are in the plant that is shown.
    """

    name: str
    role: str
    username: str = ""
    signed_in: bool = False
    beside: tuple[str, ...] = ()
    admin: bool = False
    roles: frozenset[str] = frozenset()

    @property
    def initials(self) -> str:
        return initials(self.name)


@dataclass(frozen=True)
class Place:
    """The station a tablet stands at; all empty on a desk without one."""

    station: str = ""
    operation: str = ""
    line: str = ""
    model: str = ""
    order: str = ""
    kit: str = ""
