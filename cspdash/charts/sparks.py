"""A spark: a very small line, as an SVG text made of numbers alone. A gap is a gap."""

from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 120, 34, 3


def spark(values: Sequence[float | None], colour: str) -> str:
    """Return the SVG of a small line from zero up; None breaks the line and single points are dots."""
    held = [value for value in values if value is not None]
    if not held:
        return ""
    top = max(held) or 1
    step = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((EDGE + index * step, HEIGHT - EDGE - value / top * (HEIGHT - 2 * EDGE)))
    parts = [_line(run) for run in runs if run]
    last = next(run for run in reversed(runs) if run)[-1]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'fill="none" stroke="{colour}" stroke-width="2">{"".join(parts)}'
        f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2.5" fill="{colour}" stroke="none"/></svg>'
    )


def _line(run: list[tuple[float, float]]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    if len(run) == 1:
        return f'<circle cx="{run[0][0]:.1f}" cy="{run[0][1]:.1f}" r="1.5"/>'
    return f'<polyline points="{points}"/>'
