"""Elasticsearch's users in files, as `elasticsearch-users` writes them, but without a JVM for each."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class User:
    password: str
    roles: tuple[str, ...] = ("superuser",)


def write_users(config: Path, users: Mapping[str, User], roles: Mapping[str, Any]) -> None:
    """`roles` are those of `roles.yml`, beside the ones that come with Elasticsearch."""
    passwords = [f"{name}:{_hash(user.password)}" for name, user in users.items()]
    names = sorted({role for user in users.values() for role in user.roles})
    members = [f"{role}:{','.join(_members(users, role))}" for role in names]
    (config / "users").write_text("\n".join(passwords), "utf-8")
    (config / "users_roles").write_text("\n".join(members), "utf-8")
    # Each role at the beginning of a line, for Elasticsearch cuts the file there; JSON is YAML.
    (config / "roles.yml").write_text(
        "".join(f"{name}: {json.dumps(one)}\n" for name, one in roles.items()), "utf-8"
    )


def _members(users: Mapping[str, User], role: str) -> list[str]:
    return [name for name, user in users.items() if role in user.roles]


def _hash(password: str) -> str:
    """As with `password_hashing.algorithm: pbkdf2`."""
    salt = secrets.token_bytes(32)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 10_000, dklen=32)
    return "{PBKDF2}10000$" + "$".join(base64.b64encode(part).decode() for part in (salt, digest))
