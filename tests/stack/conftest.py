"""One office for all histories of this folder, on 127.0.0.1 and nowhere else."""

import pytest

from tests.server.conftest import postgresql
from tests.stack.real_office import company

__all__ = ["postgresql"]


def pytest_collection_modifyitems(items):
    for item in items:
        if "stack" in item.path.parts:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture(scope="session")
def real_company(postgresql):
    """The company of the simulation, running."""
    with company(postgresql) as made:
        yield made
