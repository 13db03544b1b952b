"""A bucket is as good as a folder: a study on a local S3 server."""

import contextlib
import logging
from collections.abc import Iterator

import pytest
from grid_samples import study

from autarky.studies.export import read_study
from autarky.studies.manifest import find_study
from autarky.studies.running import run_study
from autarky.studies.status import status_of
from autarky.studies.store import Store
from autarky.world import World

moto = pytest.importorskip("moto.server")
pytest.importorskip("s3fs")
pytestmark = pytest.mark.slow
GRID = '[grid]\n"acts.1.leakage" = [0.2, 0.5]\npairs = ["BLR", "RUS", "KAZ"]\n'


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of an empty bucket; the client finds the server through the usual environment variables."""
    import boto3

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patched:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            patched.delenv(name, raising=False)
            patched.delenv(name.upper(), raising=False)
        patched.setenv("AWS_ACCESS_KEY_ID", "test")
        patched.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patched.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patched.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        client = boto3.client("s3")
        client.create_bucket(Bucket="studies")
        client.close()
        yield "s3://studies/here"
        _close_clients()
    server.stop()


def _close_clients() -> None:
    import fsspec

    for fs in list(fsspec.get_filesystem_class("s3")._cache.values()):
        with contextlib.suppress(RuntimeError):
            fs.close_session(fs.loop, fs.s3)
    fsspec.get_filesystem_class("s3").clear_instance_cache()


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # of the client's connections, when it is dropped
def test_a_study_in_a_bucket(world: World, bucket: str) -> None:
    rows = run_study(study(GRID), store=bucket, worlds={"w.nc": world})
    assert rows.num_rows == 30
    parts, manifest = find_study(Store(bucket), "s")
    status = status_of(parts, manifest)
    assert (status.solved, status.state) == (6, "complete") and status.where.startswith(
        "s3://studies/here/s-"
    )
    told: list[int] = []
    again = run_study(study(GRID), store=bucket, worlds={"w.nc": world}, tell=lambda c: told.append(c.known))
    assert told == [6] and again.equals(rows)
    store = Store(bucket)
    name = parts.names()[0]
    data = store.read(parts.name, "parts", name) or b""
    store.write(data[:-10], parts.name, "parts", name)
    assert read_study(parts).num_rows < 30
    mended = run_study(study(GRID), store=bucket, worlds={"w.nc": world})
    assert mended.num_rows == 30 and status_of(parts, manifest).damaged == [name]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_bucket_that_does_not_exist(world: World, bucket: str) -> None:
    from autarky.studies.store import StoreError

    with pytest.raises(StoreError, match="cannot write nowhere"):
        run_study(study(GRID), store=bucket.replace("studies", "nowhere"), worlds={"w.nc": world})
