"""Checking on a Dask cluster."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.cli import faults
from tests.cli.samples import DOUBLE, RIGHT, put, run


@pytest.fixture
def silent() -> Iterator[None]:
    """Nothing is logged. The scheduler lives in this process here: what it notes down would stand on our standard error, or
    fail on one that was closed when another test had it."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_it_works(tmp_path: Path, silent: None) -> None:
    distributed = pytest.importorskip("distributed", reason="needs gongkai[cluster]")
    put(tmp_path, RIGHT)
    put(tmp_path, DOUBLE)
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.4")
    with distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster:
        there = run("check", str(tmp_path), "--format", "json", "--cluster", cluster.scheduler_address)
    here = run("check", str(tmp_path), "--format", "json")
    assert (there.exit_code, here.exit_code) == (faults.FAILED, faults.FAILED), there.output
    assert json.loads(there.stdout) == json.loads(here.stdout)
    assert there.stderr == here.stderr


def test_without_dask_there_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("check", str(put(tmp_path, RIGHT)), "--cluster", "tcp://127.0.0.1:1")
    assert result.exit_code == faults.FAILED and "gongkai[cluster]" in result.stderr


def test_a_cluster_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="needs gongkai[cluster]")
    monkeypatch.setattr("gongkai.cli.cluster.PATIENCE", "1s")
    result = run("check", str(put(tmp_path, RIGHT)), "--cluster", "tcp://127.0.0.1:1")
    assert result.exit_code == faults.FAILED and "连不上集群" in result.stderr
