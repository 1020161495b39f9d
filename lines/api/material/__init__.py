"""The store over HTTP: receiving, lots, stock, claims, parts and bills of material."""
