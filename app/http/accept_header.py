"""Weighted lists of Accept and Accept-Language, such as `vi, en;q=0.8`. Source: RFC 9110, §12.4.2."""


def weighted(header: str) -> list[tuple[str, float]]:
    """Names in lower case with their weights 0..1, highest first."""
    return sorted((_one(part) for part in header.split(",")), key=lambda pair: -pair[1])


def _one(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip() for piece in part.lower().split(";"))
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    return name, float(quality) if quality.replace(".", "", 1).isdecimal() else 0.0
