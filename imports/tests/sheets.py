"""Sheets as tests send them."""

from django.core.files.uploadedfile import SimpleUploadedFile


def sheet(*lines: str, encoding: str = "utf-8") -> dict:
    """A form with a file of these lines."""
    return {"file": SimpleUploadedFile("sheet.csv", "\n".join(lines).encode(encoding))}


def content(answer) -> str:
    return answer.getvalue().decode()
