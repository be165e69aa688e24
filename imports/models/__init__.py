from .import_error import DataImportError

__all__ = [
    "DataImportError",
]
