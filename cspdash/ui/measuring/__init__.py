"""What a page costs, measured through the server as a browser meets it: `python -m cspdash bench pages`."""
