"""Start a content folder for another partnership from the commented template that ships."""

import shutil
from pathlib import Path

TEMPLATE = Path(__file__).resolve().parent.parent / "content" / "template"


def write_new_partnership(folder: Path) -> tuple[Path, ...]:
    """Write a commented content folder that loads as it stands, and return the files written, sorted.

    The folder is made where it does not exist. Raises FileExistsError when it holds anything at all, and
    NotADirectoryError when the path is a file: nothing is ever overwritten.
    """
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file; name a folder that is empty or does not exist yet")
    if folder.is_dir() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; name a folder that is empty or does not exist yet")
    for source in sorted(TEMPLATE.rglob("*.*")):
        target = folder / source.relative_to(TEMPLATE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    return tuple(sorted(file for file in folder.rglob("*.*") if file.is_file()))
