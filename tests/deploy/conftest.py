from pathlib import Path

import pytest
from compose_project import Service, copy_project, new_env, services_of


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """docker-compose.yml with a fresh .env, as the first command of its comment leaves it."""
    folder = copy_project(tmp_path_factory.mktemp("project"))
    done = new_env(folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def services(project: Path) -> dict[str, Service]:
    return services_of(project)


@pytest.fixture(scope="session")
def ours(services: dict[str, Service]) -> dict[str, Service]:
    """The services that run our own image."""
    return {name: one for name, one in services.items() if one["image"].startswith("kaigong:")}
