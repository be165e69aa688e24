"""Cells that a spreadsheet would run as formulas: defused on the way out, restored on the way in.

A leading apostrophe is the spreadsheets' own mark of text. What is made of digits and signs alone
(negative numbers, telephone numbers) runs nothing and stays as it is.
"""

import re

MARK = "'"
STARTS = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
HARMLESS = re.compile(r"[+-](?=\D*\d)[\d\s.,()/-]+")


def defused(value):
    """A value as it goes into a spreadsheet."""
    if isinstance(value, str) and value and value[0] in STARTS and not HARMLESS.fullmatch(value):
        return MARK + value
    return value


def restored(value: str) -> str:
    """A cell as it was before it was defused."""
    if len(value) > 1 and value[0] == MARK and value[1] in STARTS and defused(value[1:]) == value:
        return value[1:]
    return value
