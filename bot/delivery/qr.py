"""A link as a picture that phones read."""

from __future__ import annotations

from io import BytesIO

#: Pixels for each square, and squares of white around: what phones read from a screen and from paper.
_SCALE, _BORDER = 12, 4


def qr_picture(link: str) -> bytes:
    """The QR code of a link, as a PNG."""
    # Imported when the first is drawn: most installations start far more often than they draw one.
    import segno

    out = BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="png", scale=_SCALE, border=_BORDER)
    return out.getvalue()
