"""What a change means, by the indicator's polarity and nothing else."""


def meaning(verdict: str, polarity: str) -> str:
    """Return improvement, concern, that more (or fewer) people came forward, or nothing.

    Where a rise can mean that more people report, neither direction is good or bad.
    """
    if verdict not in {"up", "down"}:
        return ""
    if polarity == "more_reports":
        return "more people came forward" if verdict == "up" else "fewer people came forward"
    if polarity not in {"lower", "higher"}:
        return ""
    good = (verdict == "down") == (polarity == "lower")
    return "improvement" if good else "concern"
