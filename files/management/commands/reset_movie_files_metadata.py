from files.management.repairs import MeasureCommand
from files.services.preview_repairs import MOVIE


class Command(MeasureCommand):
    help = "Measure the movies of open productions again: width, height, size of the file, duration."
    extension = MOVIE
