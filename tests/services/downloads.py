"""The servers' programs, from Maven, kept in a cache outside the checkout."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from services.java import Java
from services.missing import MissingError

_SECONDS = 900
_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1"
_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kaigong.tests</groupId><artifactId>jars</artifactId><version>1</version>
  <dependencies>{dependencies}</dependencies>
</project>
"""
_DEPENDENCY = """
    <dependency>
      <groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version>
    </dependency>"""
_KAFKA_LOGGING = "org.apache.logging.log4j:log4j-slf4j-impl:2.24.3"
_ELASTICSEARCH_ZIP = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:{version}:zip"
# Not every registry has a checksum beside these files; for a version that is not listed Maven asks for one.
ELASTICSEARCH_SHA256 = {"9.5.3": "bec49f3b8d00e75c8d1cec85c35298635ec9fbd3ae80ef5aeb6bc05abdb3db2d"}


def kafka_jars(version: str, java: Java) -> Path:
    return maven_jars(f"kafka-{version}", (f"org.apache.kafka:kafka_2.13:{version}", _KAFKA_LOGGING), java)


def maven_jars(name: str, artifacts: Iterable[str], java: Java) -> Path:
    """A folder with these artifacts (group:artifact:version) and what they need."""

    def fill(folder: Path) -> None:
        dependencies = "".join(_DEPENDENCY.format(*artifact.split(":")) for artifact in artifacts)
        (folder / "pom.xml").write_text(_POM.format(dependencies=dependencies), "utf-8")
        _maven(folder, java, "copy-dependencies", "-DoutputDirectory=.", "-DincludeScope=runtime")

    return cached(name, fill)


def elasticsearch_home(version: str, java: Java) -> Path:
    """The official server with a small set of modules and without a Java of its own."""

    def fill(folder: Path) -> None:
        artifact = _ELASTICSEARCH_ZIP.format(version=version)
        sha256 = ELASTICSEARCH_SHA256.get(version)
        options = (f"-Dartifact={artifact}", "-DoutputDirectory=.")
        _maven(folder, java, "copy", *options, asks_for_checksums=sha256 is None)
        archive = folder / f"elasticsearch-{version}.zip"
        if sha256 is not None:
            _check(archive, sha256)
        _unpack(archive, folder)
        archive.unlink()

    return cached(f"elasticsearch-{version}", fill) / f"elasticsearch-{version}"


def cache_folder() -> Path:
    return Path(os.environ.get("KAIGONG_TEST_CACHE", "~/.cache/kaigong-tests")).expanduser().absolute()


def cached(name: str, fill: Callable[[Path], None]) -> Path:
    """A folder that is there whole or not at all, also when two processes ask for it at once."""
    cache = cache_folder()
    ready = cache / name
    if ready.is_dir():
        return ready
    cache.mkdir(parents=True, exist_ok=True)
    with _locked(cache / f"{name}.lock"):
        if not ready.is_dir():
            part = cache / f"{name}.part"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            fill(part)
            part.rename(ready)
    return ready


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _maven(folder: Path, java: Java, goal: str, *options: str, asks_for_checksums: bool = True) -> None:
    program = shutil.which("mvn")
    if program is None:
        raise MissingError("downloading the test servers needs Maven (`mvn`), once.")
    quiet = ("-q", "-B", "-Dstyle.color=never")
    checksums = "--strict-checksums" if asks_for_checksums else "--lax-checksums"
    command = [program, *quiet, checksums, f"{_PLUGIN}:{goal}", *options]
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "JAVA_HOME": str(java.home)},
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=_SECONDS,
            check=False,
        )
        output.seek(0)
        told = output.read()
    if done.returncode:
        error = next((line for line in told.splitlines() if line.startswith("[ERROR]")), told[-300:])
        raise MissingError(f"Maven could not download {folder.stem}: {error.removeprefix('[ERROR] ')}")


def _check(archive: Path, sha256: str) -> None:
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise MissingError(
            f"{archive.name} has the SHA-256 {found} and should have {sha256}: "
            "remove it from Maven's repository (~/.m2) and try again."
        )


def _unpack(archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as file:
        for info in file.infolist():
            path = Path(file.extract(info, folder))
            # zipfile forgets modes: bin/ must stay executable.
            if path.is_file():
                path.chmod((info.external_attr >> 16 & 0o777) | 0o644)
