"""Pictures for the guides, kept from what the tests see: set CONVENOR_PICTURES to the folder that they go to.

The guides say which tests renew their pictures.
"""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image

FOLDER = os.environ.get("CONVENOR_PICTURES")


def keep(name: str, png: bytes) -> None:
    """Write a picture to the folder, in few colours; nothing, if none is wanted."""
    if FOLDER:
        colours = Image.open(BytesIO(png)).convert("RGB").quantize(128)
        colours.save(Path(FOLDER) / f"{name}.png", optimize=True)
