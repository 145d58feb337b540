"""The board pack: the dashboard's own findings as slides, a PDF for screen readers, or one HTML file."""

from cspdash.pack.collecting import collect
from cspdash.pack.pages import Drawing, Pack, Page
from cspdash.pack.writing import KINDS, PackProblem, bytes_of, write

__all__ = ["KINDS", "Drawing", "Pack", "PackProblem", "Page", "bytes_of", "collect", "write"]
