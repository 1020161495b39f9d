"""Picks, whole sets and what a unit uses up: values in, values out."""
