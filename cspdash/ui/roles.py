"""Roles: what a reader may see. Without sign-in whoever reaches the server is an analyst, as before."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

BOARD, ANALYST = "board", "analyst"
Rule = Callable[[Mapping[str, Any]], str | None]


class _Settings:
    """How claims become a role; set once by the server when it starts with sign-in."""

    rule: Rule | None = None


def require_sign_in(rule: Rule | None) -> None:
    """Take roles from the signed-in reader's claims from now on; None takes everybody for an analyst again."""
    _Settings.rule = rule


def is_required() -> bool:
    """Tell whether readers must sign in."""
    return _Settings.rule is not None


def role() -> str | None:
    """Return the role of whoever reads now, judged anew at every run: analyst, board, or None for nobody."""
    if _Settings.rule is None:
        return ANALYST
    claims = st.user.to_dict()
    return _Settings.rule(claims) if claims.get("is_logged_in") is True else None


def sees_rows() -> bool:
    """Tell whether whoever reads now may see and take away rows: analysts may, the board may not."""
    return role() == ANALYST
