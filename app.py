"""The front door: the catalogue becomes the navigation, nothing else."""

import streamlit as st

from cspdash.ui import access, navigation, panels

st.set_page_config(page_title="cspdash", page_icon="static/icon.png", layout="wide")
with panels.problems_shown():
    access.store()
    navigation.run(access.content())
