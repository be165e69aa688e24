"""Rows of another server of this API, taken in under their own ids (notes on imports, section 5)."""
