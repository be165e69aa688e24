"""The sheets that people are looking at, between the preview and the confirmation."""

import hashlib
import uuid

from django.core.files.base import ContentFile
from import_export.tmp_storages import BaseStorage

from kitsu_site import storage
from kitsu_site.exceptions import Missing


class Upload(BaseStorage):
    """django-import-export's storage of a sheet, among the stored files, where every process finds it.

    There is one for each person, so that nothing piles up; the next takes its place. Its `name` says whose
    it is, and the digest of its content: no other sheet is ever imported in place of one that was looked at.
    """

    @classmethod
    def of(cls, person, content: bytes) -> "Upload":
        """Store the content of a sheet that a person uploaded."""
        upload = cls(name=cls.named(person, hashlib.sha256(content).hexdigest()))
        upload.save(content)
        return upload

    @staticmethod
    def named(person, digest: str) -> str:
        return f"{person.pk}/{digest}"

    @property
    def digest(self) -> str:
        return self.name.partition("/")[2]

    @property
    def place(self) -> storage.Stored:
        owner = uuid.UUID(self.name.partition("/")[0])
        return storage.Stored(storage.FILES, "imports", uuid.uuid5(owner, "sheet"))

    def save(self, data: bytes) -> None:
        storage.save(self.place, ContentFile(data))

    def read(self) -> bytes:
        """The content; raises `Missing` where it is not there any more."""
        with storage.opened(self.place) as file:
            content = file.read()
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise Missing("Another sheet was uploaded since.")
        return content

    def remove(self) -> None:
        storage.remove([self.place])
