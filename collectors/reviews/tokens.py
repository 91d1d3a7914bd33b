"""Signed logins: a token made from a private key, good for some minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxpop.errors import CollectorError, ForbiddenError

if TYPE_CHECKING:
    from collections.abc import Mapping


def sign(source: str, claims: Mapping[str, Any], key: str, algorithm: str, key_id: str | None = None) -> str:
    """The claims as a token (RFC 7519). Needs PyJWT, which the extra 'stores' brings."""
    try:
        import jwt
    except ImportError as error:
        raise CollectorError(source, "its login needs PyJWT: pip install 'voxpop[stores]'") from error
    try:
        return jwt.encode(dict(claims), key, algorithm=algorithm, headers={"kid": key_id} if key_id else None)
    except (ValueError, TypeError, jwt.PyJWTError) as error:
        raise ForbiddenError(
            source, f"the private key cannot be used ({type(error).__name__}); set it whole, with its lines"
        ) from error
