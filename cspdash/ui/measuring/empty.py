"""The floor: a page with one picker and one line of text."""

import streamlit as st

st.selectbox("Area", ["a", "b"])
st.write("empty")
