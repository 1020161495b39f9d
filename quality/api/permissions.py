"""The table of who may write what, where the API looks for it."""

from quality.queries.permissions import ALLOWED, check_allowed, plant_where

__all__ = ["ALLOWED", "check_allowed", "plant_where"]
