"""Plots with legible Chinese (the extra ``plot``): finding a font that has the characters."""

from __future__ import annotations

from policy_extract.errors import MissingExtraError, PolicyExtractError

__all__ = ["use_chinese_font"]

# In order of liking; the names are those that the fonts give themselves.
_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Hiragino Sans GB",
    "Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Noto Sans CJK JP", "Noto Serif CJK SC",
    "Arial Unicode MS", "AR PL UMing CN", "Droid Sans Fallback",
)  # fmt: skip


def use_chinese_font() -> str:
    """Makes matplotlib draw Chinese (中文) with the first fitting font of this machine, and returns its name.

    Raises MissingExtraError without matplotlib, and PolicyExtractError with the line that installs a font where none is.
    """
    try:
        import matplotlib
        from matplotlib import font_manager
    except ImportError as error:
        raise MissingExtraError("plot", "a plot") from error
    installed = {font.name for font in font_manager.fontManager.ttflist}
    if not installed.intersection(_FONTS):
        # Fonts that were installed after matplotlib wrote its list.
        for path in font_manager.findSystemFonts():
            try:
                font_manager.fontManager.addfont(path)
            except (RuntimeError, OSError):
                continue
        installed = {font.name for font in font_manager.fontManager.ttflist}
    for name in _FONTS:
        if name in installed:
            matplotlib.rcParams["font.sans-serif"] = [name, "DejaVu Sans"]
            matplotlib.rcParams["font.family"] = "sans-serif"
            matplotlib.rcParams["axes.unicode_minus"] = False
            return name
    raise PolicyExtractError(
        "no font with Chinese characters on this machine; install one, as with: apt-get install fonts-noto-cjk "
        "(Debian, Ubuntu), dnf install google-noto-sans-cjk-fonts (Fedora); macOS and Windows bring one"
    )
