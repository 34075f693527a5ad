"""The engine of pages on Ray, and the codec that it asks, without a cluster."""

import asyncio
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from latent_explorer.app.cli.commands import app
from latent_explorer.app.errors import Overloaded, Problem
from latent_explorer.app.inference import jobs as work
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.registry import LoadedSet, Model, Registry
from tests.bench.servers import free_port, wait_for
from tests.helpers.on_ray import needs_ray
from tests.helpers.serving import serving

pytestmark = [needs_ray, pytest.mark.anyio, pytest.mark.ray]
Z = np.zeros((2, 2), np.float32)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Handle:
    """Answers asks with what it was given, in order; an exception of Ray's is raised."""

    def __init__(self, *answers: object) -> None:
        self.answers, self.asked = list(answers), list[Any]()

    def __getattr__(self, line: str) -> "Handle":
        return self

    async def remote(self, ask: Any) -> object:
        self.asked.append(ask)
        answer = self.answers.pop(0)
        if isinstance(answer, asyncio.Future):
            return await answer
        if isinstance(answer, Exception) and type(answer).__module__.startswith("ray"):
            raise answer
        return answer


async def asked(vae: Model, *answers: object) -> tuple[list[Any], Handle]:
    from latent_explorer.app.cluster.replicas import Replicas

    handle = Handle(*answers)
    engine = Replicas(cast(Any, handle))
    return await engine.begin("decode", work.decode, vae, [Z]), handle


async def test_an_ask_names_its_model_and_revision(vae: Model) -> None:
    found, handle = await asked(vae, ["images"])
    (ask,) = handle.asked
    assert found == ["images"] and ask.of == ("vae-2d", vae.checkpoint.revision)


async def test_an_ask_for_an_image_set_names_it(vae: Model) -> None:
    from latent_explorer.app.cluster.replicas import Replicas

    handle = Handle(["facts"])
    found = await Replicas(cast(Any, handle)).begin("describe", work.describe, vae.image_set, [Z])
    assert found == ["facts"] and handle.asked[0].of == "mnist"


async def test_when_a_codec_dies_another_is_asked(vae: Model) -> None:
    from ray.exceptions import ActorDiedError, ActorUnavailableError

    found, handle = await asked(vae, ActorDiedError(), ActorUnavailableError("", None), ["images"])
    assert found == ["images"] and len(handle.asked) == 3


async def test_when_a_codec_hangs_another_is_asked_and_it_keeps_what_it_was_asked(
    vae: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Called off there, it would seem to have nothing to do, and be asked again and again."""
    from latent_explorer.app.cluster import replicas

    monkeypatch.setattr(replicas, "HUNG_S", 0.01)
    hung = asyncio.get_running_loop().create_future()
    found, handle = await asyncio.wait_for(asked(vae, hung, ["images"]), 5)
    assert found == ["images"] and len(handle.asked) == 2 and not hung.cancelled()


async def test_one_that_is_slow_may_answer_still(vae: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    from latent_explorer.app.cluster import replicas

    monkeypatch.setattr(replicas, "HUNG_S", 0.01)
    loop = asyncio.get_running_loop()
    slow, hung = loop.create_future(), [loop.create_future() for _ in range(1000)]
    loop.call_later(0.1, slow.set_result, ["images"])
    found, _ = await asyncio.wait_for(asked(vae, slow, *hung), 5)
    assert found == ["images"]


async def test_where_no_codec_is_left_too_much_waits(vae: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    from ray.exceptions import ActorDiedError

    from latent_explorer.app.cluster import replicas

    monkeypatch.setattr(replicas, "PATIENCE_S", 0.0)
    with pytest.raises(Overloaded):
        await asked(vae, ActorDiedError())


async def test_where_codecs_take_no_more_too_much_waits(vae: Model) -> None:
    from ray.serve.exceptions import BackPressureError

    with pytest.raises(Overloaded):
        await asked(vae, BackPressureError(num_queued_requests=1, max_queued_requests=1))


async def test_what_the_work_raised_is_raised_here(vae: Model) -> None:
    with pytest.raises(Problem, match="bad_drawing"):
        await asked(vae, Problem("bad_drawing", limit=3))


def test_a_problem_travels_with_all_that_it_says() -> None:
    import pickle

    problem = Problem("bad_drawing", limit=3)
    problem.details = {"steps": [1]}
    again = pickle.loads(pickle.dumps(problem))
    assert (again.code, again.values, again.details) == ("bad_drawing", {"limit": 3}, {"steps": [1]})


class Threads:
    """Works at once, and counts what met."""

    def __init__(self) -> None:
        self.batches = list[int]()

    async def begin(self, line: str, work: Callable[..., Any], of: object, jobs: list[Any]) -> Any:
        self.batches.append(len(jobs))
        return work(of, jobs)


@pytest.fixture
def codec(vae: Model, ae: Model, judge: JudgeCodec) -> Any:
    from latent_explorer.app.cluster.codec import Codec

    made = object.__new__(cast(Any, Codec).func_or_class)
    made._registry, made._threads = (
        Registry({"vae-2d": vae, "ae-2d": ae}, {"mnist": LoadedSet(judge.sample, judge)}, {}),
        Threads(),
    )
    return made


def ask(model: Model, *jobs: Any, work: Callable[..., Any] = work.decode, revision: str = "") -> Any:
    from latent_explorer.app.cluster.codec import Ask

    return Ask(work, (model.checkpoint.id, revision or model.checkpoint.revision), list(jobs))


async def test_asks_for_one_model_are_one_batch_and_each_has_its_own(codec: Any, vae: Model, ae: Model) -> None:
    here, there = Z, Z + 1
    found = await codec._meet("decode", [ask(vae, here, there), ask(ae, there), ask(vae, there)])
    assert codec._threads.batches == [3, 1]
    wanted = [(vae, [here, there]), (ae, [there]), (vae, [there])]
    for images, (model, codes) in zip(found, wanted, strict=True):
        np.testing.assert_array_equal(images, [model.codec.decode_bytes(z) for z in codes])


async def test_an_ask_of_a_set_is_met_with_the_codec_s_own_judge(codec: Any, sample: ImageData) -> None:
    from latent_explorer.app.cluster.codec import Ask

    asks = [Ask(work.describe, "mnist", [sample.pixels()[i : i + 1]]) for i in range(3)]
    found = await codec._meet("describe", asks)
    assert codec._threads.batches == [3]
    assert [int(facts.judged.probabilities.argmax()) for (facts,) in found] == sample.known_labels[:3].tolist()


async def test_a_failure_is_its_asker_s_alone(codec: Any, vae: Model) -> None:
    wide = np.zeros((1, 3), np.float32)
    good, bad, other = await codec._meet("decode", [ask(vae, Z), ask(vae, wide), ask(vae, Z)])
    assert isinstance(bad, RuntimeError) and len(good) == len(other) == 1


async def test_a_model_of_another_revision_is_not_taken_for_it(codec: Any, vae: Model) -> None:
    (found,) = await codec._meet("decode", [ask(vae, Z, revision="another")])
    assert isinstance(found, RuntimeError) and "another" in str(found)


def test_nothing_but_the_cluster_imports_ray() -> None:
    code = (
        "import sys; from latent_explorer.app import main; from latent_explorer.app.cli import commands; "
        "from latent_explorer.app.cluster import local; from latent_explorer.app.server import run; "
        "print([m for m in sys.modules if m == 'ray'])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_where_ray_is_not_installed_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from latent_explorer.app.cluster import local

    monkeypatch.setattr(local, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"pip install '.\[ray\]'"):
        local.run(local.FILE, None, None)


def test_the_command_prints_the_file_that_it_would_deploy() -> None:
    from latent_explorer.app.cluster.local import FILE

    assert CliRunner().invoke(app, ["cluster", "--print"]).output == FILE.read_text()


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be deployed; nothing is."""
    from latent_explorer.app.cluster import local

    wanted = list[Any]()
    monkeypatch.setattr(local, "_serve", wanted.append)
    monkeypatch.setattr(local, "_tell", lambda address: None)
    for name in (*local.ENVIRONMENT, *local.STATISTICS, "LATENT_HOST", "LATENT_PORT"):
        monkeypatch.setenv(name, "before")  # so that it is put back
        monkeypatch.delenv(name)
    return wanted


def test_host_and_port_may_be_given_in_place_of_the_file_s(
    deployed: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LATENT_PORT", str(port := free_port()))
    assert CliRunner().invoke(app, ["cluster", "--host", "127.0.0.1"]).exit_code == 0
    ((wanted,),) = [deployed]
    assert (wanted["http_options"]["host"], wanted["http_options"]["port"]) == ("127.0.0.1", port)
    assert [one["name"] for one in wanted["applications"][0]["deployments"]] == ["Pages", "Codec"]


def test_a_port_that_is_in_use_is_said_before_anything_starts(deployed: list[Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        result = CliRunner().invoke(app, ["cluster", "--port", str(port)])
    assert f"can't listen on 127.0.0.1:{port}" in str(result.exception.args if result.exception else "") + result.output
    assert result.exit_code == 1 and not deployed


@pytest.mark.parametrize("text", ["a: 1", "a: [", "applications: 3", "[1]", ""])
def test_a_file_that_can_t_be_deployed_is_refused(deployed: list[Any], tmp_path: Path, text: str) -> None:
    file = tmp_path / "serve.yaml"
    file.write_text(text)
    result = CliRunner().invoke(app, ["cluster", str(file), "--port", str(free_port())])
    assert f"{file} can't be deployed" in str(result.exception.args if result.exception else "") + result.output
    assert result.exit_code == 1 and not deployed


def test_pages_stand_under_the_path_that_a_proxy_takes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    from latent_explorer.app.cluster.explorer import application

    monkeypatch.setenv("LATENT_ROOT_PATH", "/explorer/")
    with TestClient(application(cast(Any, Handle()))) as client:
        cloud = client.get("/api/models/vae-2d/codes").json()
        (style, *_) = re.findall(r'href="(static/[^"]+[.]css)"', client.get("/").text)
        assert client.get(f"/{style}").headers["content-type"].startswith("text/css")
    assert cloud["thumbnails"]["url"] == "../../sample.png"


def test_it_is_said_once_when_the_page_can_be_used(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from latent_explorer.app.cluster import local

    answers = [False, False, True]
    monkeypatch.setattr(local, "PAUSE_S", 0)
    monkeypatch.setattr(local, "_ready", lambda address: answers.pop(0))
    local._tell("http://127.0.0.1:81")
    assert not answers and capsys.readouterr().err == "Latent Explorer is ready: http://127.0.0.1:81\n"


def test_a_page_that_can_be_used_is_ready_and_one_that_is_not_there_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    from latent_explorer.app.cluster import local

    assert not local._ready(f"http://127.0.0.1:{free_port()}")
    with serving() as port:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")  # which leads elsewhere
        monkeypatch.setattr(urllib.request, "_opener", None)  # it keeps what the environment said at first
        assert local._ready(f"http://127.0.0.1:{port}")
