"""Checks that everything the plant promised about its data still holds."""
