"""https: text for the public is read whatever the certificate; the address guard holds all the same."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawling import Crawler, source_of
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sites.loopback_site import Site, article, listing

Serve = Callable[..., Site]


def _certificate(folder: Path) -> Path:
    """A self-signed certificate for another name, expired yesterday."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "other.example.cn")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now - timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "site.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_a_bad_certificate_is_no_obstacle_but_the_guard_is(
    serve: Serve, crawler: Crawler, tmp_path: Path
) -> None:
    site = serve({"/list/": listing("/a/10001.html"), "/a/10001.html": article("加密的一篇")})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path))
    site.secure(context)
    refused = crawler.once(source_of(site, source_id="test-refused"), crawl_allow_networks=[])
    crawl = crawler.once(source_of(site))

    assert "KAIGONG_CRAWL_ALLOW_NETWORKS" in refused.report["test-refused"]["errors"][0]
    assert crawl.dispositions() == {"published": 1}
    assert crawler.articles()[0]["url"].startswith("https://")
