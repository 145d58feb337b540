"""What a reader may see."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cspdash.ui import access, roles


@pytest.fixture
def rule() -> Iterator[None]:
    """Sign-in that believes the claim "is"; taken away afterwards."""

    def by_claim(claims: Mapping[str, Any]) -> str | None:
        return claims.get("is")

    roles.require_sign_in(by_claim)
    yield
    roles.require_sign_in(None)


def test_without_sign_in_everybody_is_an_analyst() -> None:
    assert not roles.is_required()
    assert (roles.role(), roles.sees_rows()) == (roles.ANALYST, True)


def page() -> None:
    """Say who reads."""
    import streamlit as st

    from cspdash.ui import roles

    st.text(f"{roles.role()} {roles.sees_rows()}")


def test_with_sign_in_who_has_not_signed_in_is_nobody(rule: None) -> None:
    assert roles.is_required()
    app = AppTest.from_function(page).run()
    assert not app.exception
    assert app.text[0].value == "None False"


def test_an_answer_for_one_role_is_not_given_to_another(
    store_folder: Any, monkeypatch: pytest.MonkeyPatch, rule: None
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_folder))
    who = [roles.ANALYST]
    roles.require_sign_in(lambda claims: who[0])
    told = {"is_logged_in": True}
    monkeypatch.setattr("streamlit.user_info._get_user_info", lambda: told)

    @access.answered
    def secret(number: int) -> str:
        return f"for the {roles.role()}"

    assert secret(1) == secret(1) == "for the analyst"
    who[0] = roles.BOARD
    assert secret(1) == "for the board"
    who[0] = roles.ANALYST
    assert secret(1) == "for the analyst"
