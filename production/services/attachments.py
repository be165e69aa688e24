"""Files joined to comments, replies and chat messages (notes on tasks, section 2)."""

import mimetypes
from pathlib import PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from kitsu_site import storage
from kitsu_site.exceptions import Invalid
from kitsu_site.media import pictures
from production.models import AttachmentFile

PREFIX = "attachments"
UNKNOWN_TYPE = "application/octet-stream"
EXTENSION_LENGTH = AttachmentFile._meta.get_field("extension").max_length
NAME_LENGTH = AttachmentFile._meta.get_field("name").max_length


def place(attachment_id) -> storage.Stored:
    """Where the content of an attachment is stored."""
    return storage.Stored(storage.FILES, PREFIX, attachment_id)


def thumbnail_place(attachment_id) -> storage.Stored:
    return storage.Stored(storage.PICTURES, "thumbnails", attachment_id)


def add(
    files: list[UploadedFile], stored: list, *, comment=None, reply_id=None, chat_message=None
) -> list[AttachmentFile]:
    """Store the files; what is stored is noted in `stored` (see `storage.taken_back`).

    Raises `Invalid` for a file larger than the setting ATTACHMENT_MAX_SIZE.
    """
    rows = []
    for file in files:
        check_size(file)
        row = AttachmentFile(
            name=name_of(file)[:NAME_LENGTH],
            size=file.size,
            extension=extension_of(file),
            mimetype=type_of(file),
            comment=comment,
            reply_id=reply_id,
            chat_message=chat_message,
        )
        stored.append(place(row.pk))
        storage.save(stored[-1], file)
        rows.append(row)
    AttachmentFile.objects.bulk_create(rows)
    return rows


def remove(rows) -> None:
    """Delete attachments (a queryset), their stored files on commit."""
    ids = list(rows.values_list("pk", flat=True))
    AttachmentFile.objects.filter(pk__in=ids).delete()
    forget(ids)


def forget(ids: list) -> None:
    """Delete the stored files of attachments on commit, with the thumbnails that chats make."""
    storage.remove_on_commit([where(pk) for pk in ids for where in (place, thumbnail_place)])


def check_size(file: UploadedFile) -> None:
    if file.size > settings.ATTACHMENT_MAX_SIZE:
        raise Invalid(
            f"{name_of(file)} is larger than {settings.ATTACHMENT_MAX_SIZE} bytes"
            " (setting ATTACHMENT_MAX_SIZE).",
            field=getattr(file, "field_name", None) or "file",
        )


def name_of(file: UploadedFile) -> str:
    """The name of an upload, without folders and control characters."""
    name = PurePath((file.name or "").replace("\\", "/")).name
    return "".join(c for c in name if c.isprintable()) or "file"


def extension_of(file: UploadedFile) -> str:
    return PurePath(name_of(file)).suffix.removeprefix(".").lower()[:EXTENSION_LENGTH]


def type_of(file: UploadedFile) -> str:
    """The media type: that of a picture by its content, of anything else by its name."""
    picture = pictures.kind_of(file)
    if picture:
        return picture
    guessed = mimetypes.guess_type(name_of(file))[0] or UNKNOWN_TYPE
    # What is called a picture and is none must not be shown as one.
    return UNKNOWN_TYPE if guessed in pictures.INLINE.values() else guessed
