"""What a reader touches: access to store and content, pickers, panels. Streamlit lives here and in pages only."""
