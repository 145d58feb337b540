"""The front door: the catalogue becomes the navigation, nothing else."""

from cspdash.ui import front

front.open_door()
