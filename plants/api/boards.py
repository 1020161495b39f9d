"""A wall screen's key: the device token, given once in the address and then kept in a cookie."""

from collections.abc import Mapping

from plants.queries.tokens import token_facts

BOARD_COOKIE = "mes_board"
YEARS = 5 * 365 * 86_400


def board_plant(cookies: Mapping[str, str]) -> int | None:
    """The plant whose boards the cookie opens; None without a cookie or with a dead token.

    Any live token of a plant may read its boards. The pages and the live socket both ask here.
    """
    token = token_facts(cookies.get(BOARD_COOKIE, ""))
    return token.plant_id if token is not None else None
