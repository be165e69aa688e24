"""The routes of files."""

from files.api import (
    background_files,
    comment_previews,
    entity_previews,
    file_statuses,
    file_trees,
    output_files,
    playlist_routes,
    playlist_shares,
    preview_actions,
    preview_contents,
    preview_files,
    preview_lists,
    reviews,
    shared_playlists,
    stats,
    working_files,
)


def register(router):
    router.register("stats", stats.Stats)
    router.register("data/preview-files", preview_files.PreviewFileViewSet)
    router.register("data/file-status", file_statuses.FileStatusViewSet)
    file_trees.register(router)
    working_files.register(router)
    output_files.register(router)
    comment_previews.register(router)
    entity_previews.register(router)
    reviews.register(router)
    preview_contents.register(router)
    preview_actions.register(router)
    preview_lists.register(router)
    background_files.register(router)
    playlist_routes.register(router)
    playlist_shares.register(router)
    shared_playlists.register(router)
