"""The site takes the figures' Chinese font along, with its licence, for readers who have none."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

FONTS = Path(__file__).parents[2] / "experiments" / "fonts"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the font and its licence to what is copied."""
    for name in ("ShanhaiSansSC-Regular.otf", "OFL.txt"):
        files.append(File.generated(config, f"fonts/{name}", abs_src_path=str(FONTS / name)))
    return files
