"""Karkhana MES: the project. Wiring above the apps, a kernel below them."""
