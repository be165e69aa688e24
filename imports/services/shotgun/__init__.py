"""Rows of ShotGrid, taken in under their ShotGrid ids (notes on imports, section 4)."""
