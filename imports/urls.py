"""The routes of imports and exports."""

from imports.api import csv_exports, csv_imports, kitsu, shotgun, timeline_imports


def register(router):
    csv_imports.register(router)
    csv_exports.register(router)
    timeline_imports.register(router)
    kitsu.register(router)
    shotgun.register(router)
