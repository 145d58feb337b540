"""The floor: a page with one picker and one line of text, which tells what was chosen."""

import streamlit as st

chosen = st.selectbox("Area", ["a", "b"])
st.write(f"empty {chosen}")
