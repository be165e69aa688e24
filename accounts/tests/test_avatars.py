"""Pictures of people: what is taken, what is kept of it, when it goes (notes on accounts, section 3.4)."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Person
from kitsu_site import avatars, storage

SECRET = "taken at home"


def picture(kind: str = "PNG", size=(64, 32), **options) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "red").save(content, kind, **options)
    return content.getvalue()


def with_metadata() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET
    return picture("JPEG", exif=exif, comment=SECRET.encode())


def upload(caller, person: Person, content: bytes, name: str = "me.png", kind: str = "image/png"):
    form = {"file": SimpleUploadedFile(name, content, kind)}
    return caller.post(f"/pictures/thumbnails/persons/{person.pk}", form=form)


def shown(caller, person: Person) -> bytes:
    return b"".join(caller.get(f"/pictures/thumbnails/persons/{person.pk}.png").streaming_content)


def test_one_gives_oneself_a_picture(studio, api, events):
    answer = upload(api("animator"), studio.animator, picture())
    name = f"pictures/thumbnails/persons/{studio.animator.pk}.png"
    assert (answer.status_code, answer.json()) == (201, {"thumbnail_path": name})
    assert Image.open(io.BytesIO(shown(api("client"), studio.animator))).size == (400, 400)
    payload = {"person_id": str(studio.animator.pk)}
    assert events() == [("person:update", payload), ("person:set-thumbnail", payload)]


def test_a_picture_of_another_kind_becomes_a_png(studio, api):
    upload(api("animator"), studio.animator, picture("JPEG"), "me.jpg", "image/jpeg")
    assert Image.open(io.BytesIO(shown(api("animator"), studio.animator))).format == "PNG"


def test_nothing_is_kept_of_what_a_camera_wrote(studio, api):
    content = with_metadata()
    assert SECRET.encode() in content
    upload(api("animator"), studio.animator, content, "me.jpg", "image/jpeg")
    stored = shown(api("animator"), studio.animator)
    assert SECRET.encode() not in stored
    assert dict(Image.open(io.BytesIO(stored)).getexif()) == {}


HOSTILE = {
    "text": b"#!/bin/sh\n",
    "page": b"<html><script>alert(1)</script></html>",
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "cut": picture()[:40],
    "empty": b"",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_picture_is_refused_whatever_its_name(studio, api, events, content):
    answer = upload(api("animator"), studio.animator, content)
    assert answer.status_code == 400
    assert Person.objects.get(pk=studio.animator.pk).has_avatar is False
    assert events() == []


def test_a_picture_of_too_many_pixels_is_refused(studio, api, settings):
    settings.PICTURE_MAX_PIXELS = 100 * 100
    assert upload(api("animator"), studio.animator, picture(size=(101, 100))).status_code == 400
    assert upload(api("animator"), studio.animator, picture(size=(100, 100))).status_code == 201


@pytest.mark.parametrize(("remove", "kept"), [(False, True), (True, False)])
def test_the_file_of_a_cleared_picture_goes_where_the_studio_wants_it(
    studio, api, settings, django_capture_on_commit_callbacks, remove, kept
):
    settings.REMOVE_FILES = remove
    upload(api("animator"), studio.animator, picture())
    with django_capture_on_commit_callbacks(execute=True):
        api("animator").delete("/actions/user/clear-avatar")
    assert storage.exists(avatars.place(studio.animator.pk)) is kept
    answer = api("animator").get(f"/pictures/thumbnails/persons/{studio.animator.pk}")
    assert answer.status_code == 404


def test_the_picture_of_who_is_removed_goes_along(studio, api, django_capture_on_commit_callbacks):
    person = Person.objects.create(first_name="Short", last_name="Stay", email="short@example.com")
    upload(api("admin"), person, picture())
    with django_capture_on_commit_callbacks(execute=True):
        assert api("admin").delete(f"/data/persons/{person.pk}").status_code == 204
    assert not storage.exists(avatars.place(person.pk))
