"""Laptops and offices of these tests meet on 127.0.0.1 and nowhere else."""

import pytest


def pytest_collection_modifyitems(items):
    for item in items:
        if "sync_laptop" in item.path.parts:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))
