"""The server of both editions: what stands between a browser and Streamlit, layer by layer.

From the outside in: `headers` (every answer carries them), `door` (hosts, methods, paths, origins), `bodies`
(how much may be sent, and how slowly), `sign_in` (who may pass), `shedding` (how many at once), `files` and
`health` (answered here), and behind them all Streamlit's own application.
"""
