"""Bodies that make entities (notes on entities, section 3)."""

from rest_framework import serializers

from kitsu_site.api.serializers import Id, JsonObject, StrictText

LONGEST_NAME = 160


class WholeNumber(serializers.IntegerField):
    """A whole number that a column holds; neither text nor 1.5."""

    def __init__(self, **options):
        super().__init__(min_value=-(2**31), max_value=2**31 - 1, **options)

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, (int, str)):
            raise serializers.ValidationError("A whole number expected.")
        return super().to_internal_value(data)


class EntityInput(serializers.Serializer):
    name = StrictText(allow_blank=False, max_length=LONGEST_NAME)


class AssetInput(EntityInput):
    description = StrictText(default="", allow_null=True)
    data = JsonObject(default=dict, allow_null=True)
    is_shared = serializers.BooleanField(default=False)
    episode_id = Id(default=None, allow_null=True)


class ShotInput(EntityInput):
    sequence_id = Id(default=None, allow_null=True)
    data = JsonObject(default=None, allow_null=True)
    nb_frames = WholeNumber(default=None, allow_null=True)
    description = StrictText(default=None, allow_null=True)


class SequenceInput(EntityInput):
    episode_id = Id(default=None, allow_null=True)
    description = StrictText(default="", allow_null=True)
    data = JsonObject(default=dict, allow_null=True)


class EpisodeInput(EntityInput):
    status = StrictText(default="running", allow_null=True)
    description = StrictText(default="", allow_null=True)
    data = JsonObject(default=dict, allow_null=True)


class SceneInput(EntityInput):
    sequence_id = Id(default=None, allow_null=True)


class EditInput(EntityInput):
    episode_id = Id(default=None, allow_null=True)
    description = StrictText(default="", allow_null=True)
    data = JsonObject(default=None, allow_null=True)


class LinkedInput(serializers.Serializer):
    id = Id()


class ConceptInput(EntityInput):
    description = StrictText(default=None, allow_null=True)
    data = JsonObject(default=None, allow_null=True)
    entity_concept_links = LinkedInput(many=True, default=list)
