"""Uploads: the one file of a form."""

from django.core.files.uploadedfile import UploadedFile
from rest_framework.parsers import MultiPartParser

from kitsu_site.exceptions import Invalid

from .parsers import FormParser, JSONParser

PARSERS = [MultiPartParser, FormParser, JSONParser]  # without a file, the answer says so


def uploaded(request) -> UploadedFile:
    """The file in the form's field `file`; raises `Invalid`."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("file: a form with a file in the field `file` expected.", field="file")
    return file
