from files.management.repairs import MeasureCommand
from files.services.preview_repairs import PICTURE


class Command(MeasureCommand):
    help = "Measure the pictures of open productions again: width, height, size of the file."
    extension = PICTURE
