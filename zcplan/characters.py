"""The one table of characters that mean the same in a figure, whatever program, font or keyboard they came from."""

from __future__ import annotations

WIDTHS = str.maketrans("０１２３４５６７８９．％－＋〜～﹪٪﹣﹢﹒−‐‑﹐", "0123456789.%-+~~%%-+.---,")
"""Characters that stand for another one, one for one, so that offsets hold."""
SUPERSCRIPT = dict(zip("0123456789+-()[]", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾⁽⁾", strict=True))
"""What raised characters are kept as: the same number of characters, none of which is a digit of the figure before."""
