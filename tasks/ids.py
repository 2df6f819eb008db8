"""Stable ids: the same parts give the same id on every machine and in every run."""

from __future__ import annotations

import hashlib


def stable_id(*parts: str | int | None) -> str:
    """32 hex characters of BLAKE2b over the parts; None and "" differ."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        token = b"\x00" if part is None else b"\x01" + str(part).encode("utf-8", "surrogatepass")
        digest.update(len(token).to_bytes(4, "little") + token)
    return digest.hexdigest()
