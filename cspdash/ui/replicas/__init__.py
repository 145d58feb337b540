"""Several servers as one: `python -m cspdash.ui.replicas` runs N of them behind Caddy, and keeps them running.

All read one release folder; each looks at its pointer for every page, so a new release is shown by all at the next
click. `proxy` starts deploy/Caddyfile before them, `kept` starts a process again that ended, `readiness` asks each how
it is, `supervisor` puts them together.
"""
