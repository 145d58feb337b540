"""A page as one is usually written: `streamlit run scripts/peers/naive_page.py -- MONTHS OUTLINES`.

The CSVs once into a cached DataFrame, everything grouped at each run, plotly express, the outlines inside the figure:
three charts, a map and a table of a force's localities, as our page of localities has.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.express as px
import streamlit as st

COLUMNS = ["Month", "Longitude", "Latitude", "LSOA code", "LSOA name", "Crime type", "Last outcome category"]


@st.cache_data
def rows(folder: str) -> pd.DataFrame:
    """Return every row of the months."""
    files = sorted(Path(folder).rglob("*-street.csv"))
    return pd.concat([pd.read_csv(file, usecols=COLUMNS) for file in files], ignore_index=True)


@st.cache_data
def outlines(path: str) -> dict[str, Any]:
    """Return the localities' outlines."""
    return dict(json.loads(Path(path).read_text(encoding="utf-8")))


frame, areas = rows(sys.argv[1]), outlines(sys.argv[2])
st.title("Crime by locality")
chosen = st.selectbox("Category", sorted(frame["Crime type"].unique()))
own = frame[frame["Crime type"] == chosen]
monthly = frame.groupby(["Month", "Crime type"]).size().reset_index(name="n")
st.plotly_chart(px.line(monthly, x="Month", y="n", color="Crime type"))
st.plotly_chart(px.bar(own.groupby("Month").size().reset_index(name="n"), x="Month", y="n"))
counted = own.groupby(["LSOA code", "LSOA name"]).size().reset_index(name="n")
every = pd.DataFrame({"LSOA code": [area["properties"]["area_code"] for area in areas["features"]]})
counted = every.merge(counted, how="left", on="LSOA code").fillna({"n": 0})
figure = px.choropleth(
    counted,
    geojson=areas,
    locations="LSOA code",
    featureidkey="properties.area_code",
    color="n",
    hover_name="LSOA name",
)
# The base map is an empty file, so that the page draws without the internet too.
local = {"topojsonURL": "/app/static/"}
st.plotly_chart(figure.update_geos(fitbounds="locations", visible=False), config=local)
outcomes = own.groupby("Last outcome category").size().reset_index(name="n")
st.plotly_chart(px.bar(outcomes, x="n", y="Last outcome category"))
st.dataframe(counted.sort_values("n", ascending=False))
