"""Certificates that sign themselves, for servers on loopback."""

import datetime as dt
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Certificate:
    certificate: Path
    key: Path
    together: Path


def make_certificate(folder: Path) -> Certificate:
    """For 127.0.0.1; clients trust it by its own file."""
    return _self_signed(
        folder,
        "kaigong test server",
        (-1, 30),
        [
            (x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False),
            (x509.BasicConstraints(ca=True, path_length=0), True),
        ],
    )


def make_bad_certificate(folder: Path) -> Certificate:
    """One that nobody should trust: for another name, expired yesterday."""
    return _self_signed(folder, "other.example.cn", (-9, -1), [])


def _self_signed(
    folder: Path,
    name: str,
    valid_days: tuple[int, int],
    extensions: Sequence[tuple[x509.ExtensionType, bool]],
) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    begins, ends = (now + dt.timedelta(days=days) for days in valid_days)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    signed = builder.sign(key, hashes.SHA256())
    certificate_pem = signed.public_bytes(serialization.Encoding.PEM)
    key_pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    made = Certificate(folder / "certificate.pem", folder / "key.pem", folder / "together.pem")
    made.certificate.write_bytes(certificate_pem)
    made.key.write_bytes(key_pem)
    made.together.write_bytes(key_pem + certificate_pem)
    return made
