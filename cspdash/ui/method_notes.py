"""How each number is made, in the words of the statistics' own docstrings."""

import inspect
from types import ModuleType

import streamlit as st

from cspdash.stats import (
    aoristic,
    change,
    clustering,
    concentration,
    control,
    gap,
    intervention,
    prediction,
    ranking,
    rates,
    sample,
    trend,
)
from cspdash.ui.folding import folded

METHODS: dict[str, ModuleType] = {
    "Rates and shares": rates,
    "Change between two periods": change,
    "Control limits": control,
    "Trend over years": trend,
    "Survey waves": gap,
    "How many to ask": sample,
    "Did an intervention work": intervention,
    "Hot spots": clustering,
    "How a map of hot spots is graded": prediction,
    "Concentration in few places": concentration,
    "Hours of the week": aoristic,
    "Ranks and weights": ranking,
}


def method_notes() -> None:
    """Draw each method's note, closed."""
    for title, module in METHODS.items():
        with folded(title, f"method-{title}") as drawn:
            if drawn:
                st.text(inspect.cleandoc(module.__doc__ or ""))
