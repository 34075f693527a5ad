import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from latent_explorer.app.cli import train
from latent_explorer.app.cli.training_jobs import Job
from latent_explorer.model.config import ConfigError, Kind
from latent_explorer.model.store.checkpoint import HISTORY, load
from latent_explorer.model.training import distributed, fit
from latent_explorer.model.training.distributed import ALONE, Rank, together, told_once
from latent_explorer.model.training.folder_lock import lock_folder
from latent_explorer.model.training.stop_signals import one_stop
from latent_explorer.model.training.trainer import STATE, Trainer
from tests.helpers.terminal import run
from tests.helpers.together import BUDGET, RUNS, TINY, ended, made, small, small_digits, torchrun

Made = dict[str, Any]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Made, Path]:
    """What two processes made of RUNS, and the folder of a training that one began and two ended."""
    folder = tmp_path_factory.mktemp("pair")
    trainer = Trainer(*RUNS["vae"], *small_digits())
    trainer.run_epoch()
    trainer.save(folder / "alone")
    status, said = ended(torchrun(folder))
    assert status == 0, said
    first, second = (torch.load(folder / f"{number}.pt") for number in range(2))
    return first, second, folder / "alone"


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[k], other[k]) for k in one)


@pytest.mark.process
@pytest.mark.parametrize("name", ["ae", "uneven"])
def test_where_nothing_is_drawn_two_processes_take_the_steps_of_one(name: str, pair: tuple[Made, Made, Path]) -> None:
    alone = made(name)
    for key in ("weights", "average"):
        torch.testing.assert_close(pair[0][name][key], alone[key], atol=1e-5, rtol=1e-4)
    assert pair[0][name]["losses"] == [pytest.approx(losses, rel=1e-5) for losses in alone["losses"]]


@pytest.mark.process
@pytest.mark.parametrize("name", ["ae", "uneven"])
def test_each_batch_is_shared_out_whole_and_in_the_order_of_the_seed(name: str, pair: tuple[Made, Made, Path]) -> None:
    first, second = (part[name]["seen"] for part in pair[:2])
    whole = made(name)["seen"]
    assert len(first) == len(second) == len(whole) > 4
    for batch, even, odd in zip(whole, first, second, strict=True):
        assert torch.equal(batch[::2], even) and torch.equal(batch[1::2], odd)


@pytest.mark.process
@pytest.mark.parametrize("name", list(RUNS))
def test_all_processes_end_with_the_same_weights_and_losses(name: str, pair: tuple[Made, Made, Path]) -> None:
    first, second = (part[name] for part in pair[:2])
    assert same(first["weights"], second["weights"]) and same(first["average"], second["average"])
    assert first["losses"] == second["losses"]


@pytest.mark.process
def test_the_same_seed_gives_the_same_bytes_and_another_others(pair: tuple[Made, Made, Path]) -> None:
    found = pair[0]
    assert same(found["vae"]["weights"], found["again"]["weights"])
    assert same(found["judge"]["weights"], found["judge again"]["weights"])
    assert not same(found["vae"]["weights"], found["other"]["weights"])
    assert all(torch.equal(a, b) for a, b in zip(found["vae"]["seen"], found["again"]["seen"], strict=True))


class Apart(Rank):
    """One of two processes that sees every batch whole, and never meets the other."""

    def share(self, batch: Tensor) -> Tensor:
        return batch

    def averaging(self, loss: nn.Module) -> nn.Module:
        return loss

    def mean(self, value: float) -> float:
        return value


@pytest.mark.parametrize(
    ("what", "kind", "augment"), [("noise", "vae", 0), ("warps", "ae", 0.4), ("dropout", "judge", 0)]
)
def test_each_process_draws_its_own(what: str, kind: Kind, augment: float) -> None:
    model, config = replace(TINY, kind=kind), replace(BUDGET, augment=augment)
    trainers = [Trainer(model, config, *small_digits(), rank=Apart(number, 2)) for number in (0, 1, 0)]
    for trainer in trainers:
        trainer.run_epoch()
    first, second, again = (trainer.network.state_dict() for trainer in trainers)
    assert same(first, again) and not same(first, second)


@pytest.mark.process
def test_two_processes_go_on_where_one_stopped_and_one_where_two_did(pair: tuple[Made, Made, Path]) -> None:
    first, second, folder = pair
    for part in (first, second):
        assert part["resumed"]["history"] == 2
        assert same(part["resumed"]["begun"], first["resumed"]["begun"])
    assert same(first["resumed"]["average"], second["resumed"]["average"])
    trainer = Trainer(*RUNS["vae"], *small_digits())
    trainer.resume(folder)
    assert len(trainer.history) == 2
    assert same(trainer.average.state_dict(), first["resumed"]["average"])
    assert load(folder).network.state_dict().keys() == trainer.network.state_dict().keys()
    assert json.loads((folder / HISTORY).read_text())["processes"] == 2


def one_sentence(said: str) -> str:
    """The one line that is ours, where a torchrun has failed; the one traceback is its own."""
    assert said.count("Traceback (most recent call last)") == 1 and "ChildFailedError" in said, said
    lines = [line for line in said.splitlines() if line.startswith(("error:", "stopped;", "Aborted"))]
    assert len(lines) == 1, said
    return lines[0]


def command(out: Path, epochs: int = 3) -> tuple[object, ...]:
    return ("train", "--model", "mine", "--epochs", epochs, "--out", out)


@pytest.mark.process
def test_a_killed_process_ends_all_and_the_same_command_goes_on_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, said = ended(torchrun(*command(tmp_path), KILLED="1"))
    # Of what the first hears of first: that the other's end of the line is closed, or torchrun's SIGTERM.
    assert status == 1 and one_sentence(said).startswith(("error: another of the 2 processes has ended;", "stopped; "))
    assert said.count("epoch   1/3") == 1
    history = json.loads((tmp_path / "mine" / HISTORY).read_text())
    assert history["processes"] == 2 and len(history["epochs"]) == 1
    small(monkeypatch)
    result = run(*command(tmp_path))
    assert result.exit_code == 0 and "going on after epoch 1 of 3" in result.output
    history = json.loads((tmp_path / "mine" / HISTORY).read_text())
    assert history["processes"] == 1 and len(history["epochs"]) == 3


@pytest.mark.process
def test_where_the_first_can_not_begin_the_others_do_not_wait(tmp_path: Path) -> None:
    with lock_folder(tmp_path / "mine"):
        status, said = ended(torchrun(*command(tmp_path)))
    assert status == 1 and "another training is at work" in one_sentence(said)
    assert not list((tmp_path / "mine").iterdir())


@pytest.mark.process
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_torchrun_leaves_a_usable_checkpoint(number: int, tmp_path: Path) -> None:
    started = torchrun(*command(tmp_path, epochs=100))  # of more than 100, not each is saved and told of
    assert started.stdout is not None
    said = ""
    while "epoch   2/" not in said:
        said += (line := started.stdout.readline())
        assert line, said
    started.send_signal(number)
    status, rest = ended(started)
    assert status != 0
    lines = [line for line in rest.splitlines() if line.startswith(("error:", "stopped;", "Aborted"))]
    assert len(lines) == 1 and "can be used as it is" in lines[0], rest
    assert load(tmp_path / "mine").model == TINY and (tmp_path / "mine" / STATE).is_file()


@pytest.fixture
def stops() -> Iterator[Callable[[], list[object]]]:
    """How both stops are answered; afterwards as before."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield lambda: [signal.getsignal(number) for number in before]
    for number, old in before.items():
        signal.signal(number, old)


IGNORED = [signal.SIG_IGN, signal.SIG_IGN]


def test_a_stop_is_for_the_first_to_answer(stops: Callable[[], list[object]]) -> None:
    with one_stop(leads=False):
        assert stops() == IGNORED
    assert stops() == IGNORED


def test_a_second_stop_does_not_cut_short_what_the_first_leaves(stops: Callable[[], list[object]]) -> None:
    with one_stop(leads=True):
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        assert stops() == IGNORED


GLOO = "[/src/gloo/transport/tcp/pair.cc:553] Connection closed by peer [127.0.0.1]:39296. Check the logs. GLHF!"


def test_of_those_who_lost_another_one_says_so_for_its_machine() -> None:
    with (
        pytest.raises(ConnectionError, match=r"^it has ended \(Connection closed by peer \[127.0.0.1\]:39296\)$"),
        told_once(0, "it has ended"),
    ):
        raise RuntimeError(GLOO)
    with pytest.raises(SystemExit, match="1"), told_once(1, "it has ended"):
        raise RuntimeError(GLOO)
    with pytest.raises(RuntimeError, match="mat1"), told_once(1, "it has ended"):
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")


def lead(monkeypatch: pytest.MonkeyPatch, **values: object) -> None:
    told = {"RANK": 0, "WORLD_SIZE": 2, "LOCAL_RANK": 0, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": 1} | values
    for name, value in told.items():
        monkeypatch.setenv(name, str(value))


def test_processes_that_do_not_meet_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distributed, "MEETING", timedelta(milliseconds=200))
    lead(monkeypatch, RANK=1)  # nobody listens at port 1
    result = run(*command(tmp_path))
    assert result.exit_code == 1 and "error: the processes did not meet" in result.output
    lead(monkeypatch)
    monkeypatch.delenv("MASTER_ADDR")
    result = run(*command(tmp_path))
    assert result.exit_code == 1 and "MASTER_ADDR expected, but not set" in result.output
    monkeypatch.setenv("LOCAL_RANK", "1")
    result = run(*command(tmp_path))
    assert result.exit_code == 1 and not result.output  # one process of a machine has said it


def test_a_rank_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lead(monkeypatch, WORLD_SIZE="many")
    result = run("train", "--model", "mine")
    assert result.exit_code == 1 and "'many'" in result.output and "torchrun" in result.output


@pytest.mark.parametrize(("number", "count"), [(3, 2), (0, -1)])
def test_a_rank_that_can_not_be_is_named(number: int, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lead(monkeypatch, RANK=number, WORLD_SIZE=count)
    result = run("train", "--model", "mine")
    assert result.exit_code == 1 and f"no process {number} of {count}" in result.output


def test_a_process_without_a_gpu_of_its_own_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    lead(monkeypatch, RANK=1, LOCAL_RANK=1)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    with pytest.raises(ConfigError, match="1 GPUs"), together("cuda"):
        pytest.fail("began")


def test_what_the_first_was_told_holds_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers, followed = [[Job(tmp_path / "mine", *RUNS["ae"])], None], list[Trainer]()
    small(monkeypatch)
    monkeypatch.setattr(Rank, "of_first", lambda rank, make: answers.pop(0))
    monkeypatch.setattr(train, "together", lambda device: nullcontext(Apart(1, 2)))
    monkeypatch.setattr(fit, "_follow", followed.append)
    result = run(*command(tmp_path, epochs=7), "--seed", 5)
    assert result.exit_code == 0, result.output
    assert (followed[0].model, followed[0].config) == RUNS["ae"]


def test_more_processes_than_images_in_a_batch_are_refused() -> None:
    with pytest.raises(ConfigError, match="51 processes can't share batches of 50"):
        Trainer(*RUNS["vae"], *small_digits(), rank=Rank(0, 51))


def test_the_first_goes_ahead_then_the_first_of_each_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    barrier, order = threading.Barrier(4, timeout=60), list[int]()
    monkeypatch.setattr(Rank, "_wait", lambda rank: barrier.wait())

    def prepare(rank: Rank) -> None:
        with rank.in_turn():
            order.append(rank.number)

    threads = [threading.Thread(target=prepare, args=(Rank(number, 4, number % 2),)) for number in (3, 2, 1, 0)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order[:2] == [0, 2] and sorted(order[2:]) == [1, 3]


def test_alone_nothing_is_shared_nor_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RANK", "WORLD_SIZE", "LOCAL_RANK"):
        monkeypatch.delenv(name, raising=False)
    before = signal.getsignal(signal.SIGTERM)
    with together("cpu") as rank, rank.in_turn():
        assert rank is ALONE and rank.leads
    batch = torch.arange(5)
    assert torch.equal(rank.share(batch), batch)
    assert (rank.mean(0.1), rank.of_first(lambda: "x")) == (0.1, "x")
    assert signal.getsignal(signal.SIGTERM) is before
