"""A soak as a table and as a plot, and which of its promises were broken."""

import statistics
from dataclasses import dataclass

from tests.soak.ledger import Ledger, Minute
from tests.soak.server import Gauge

GROWTH = 0.05  # of memory, from the minute that it is compared with to the last
SPARE_FILES = 3  # what a server may open once and keep
SHOWN = ("live", "draw", "compare live", "tile", "layer", "upload", "sample", "compare", "page")
COLOURS = ("#0064a6", "#b34700", "#1b7f3b")


@dataclass(frozen=True)
class Soak:
    """All that a soak brought: what the crowd saw, the server each second, before and after, and its complaints."""

    ledger: Ledger
    gauges: list[Gauge]
    before: Gauge
    after: Gauge
    complaints: list[str]
    warm: int  # the minute whose memory the last one's is compared with, from 0

    @property
    def minutes(self) -> list[list[Gauge]]:
        """The gauges of each whole minute."""
        whole = len(self.gauges) // 60
        return [self.gauges[60 * i : 60 * (i + 1)] for i in range(whole)]

    @property
    def memory(self) -> tuple[float, float]:
        """Resident MB in the minute that is compared with, or the last before it, and in the last: medians."""
        early, late = self.minutes[min(self.warm, len(self.minutes) - 1)], self.minutes[-1]
        return statistics.median(gauge.mb for gauge in early), statistics.median(gauge.mb for gauge in late)

    @property
    def grew(self) -> bool:
        """Whether memory went on growing; not said of a soak so short that all of it is a warm-up."""
        early, late = self.memory
        return len(self.minutes) > 2 * self.warm and late > (1 + GROWTH) * early


def broken(soak: Soak) -> list[str]:
    """The promises that were broken, in words."""
    whole = soak.ledger.total()
    early, late = soak.memory
    found = {
        f"{whole.unanswered} last frames unanswered": whole.unanswered > 0,
        f"{whole.unexpected.total()} unexpected: {dict(whole.unexpected)}": whole.unexpected.total() > 0,
        f"{len(soak.complaints)} complaints in the server's log": bool(soak.complaints),
        f"memory from {early:.0f} to {late:.0f} MB": soak.grew,
        f"open files from {soak.before.files} to {soak.after.files}": soak.after.files
        > soak.before.files + SPARE_FILES,
    }
    return [words for words, is_so in found.items() if is_so]


def table(soak: Soak) -> str:
    """Markdown: a row a minute, p50 and p95 in ms of each kind of request, and the totals below it."""
    head = ["minute", "cores", "MB", "files", "threads", *SHOWN, "refused", "unexpected", "last frames unanswered"]
    rows = [_row(i, gauges, soak.ledger.minutes[i]) for i, gauges in enumerate(soak.minutes)]
    whole = soak.ledger.total()
    rows.append(["all", "", "", "", "", *_waits(whole), *_counts(whole)])
    lines = "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---:"] * len(head), *rows])
    asked = ", ".join(f"{kind} {len(waits):,}" for kind, waits in sorted(whole.waits.items()))
    refused = ", ".join(f"{what}: {count}" for what, count in sorted(whole.refusals.items()))
    return (
        f"{lines}\n\nAnswered: {asked}.\n\nRefused, and acts of the rude: {refused}.\n\n"
        f"Open files before, and after all had left: {soak.before.files}, {soak.after.files}; "
        f"threads: {soak.before.threads}, {soak.after.threads}; resident memory in minute "
        f"{min(soak.warm + 1, len(soak.minutes))} and in the last: {soak.memory[0]:.0f}, {soak.memory[1]:.0f} MB."
    )


def _row(minute: int, gauges: list[Gauge], seen: Minute) -> list[str]:
    cores = (gauges[-1].cpu_s - gauges[0].cpu_s) / (len(gauges) - 1)
    mb = statistics.median(gauge.mb for gauge in gauges)
    files, threads = (max(values) for values in zip(*((g.files, g.threads) for g in gauges), strict=True))
    return [f"{minute + 1}", f"{cores:.2f}", f"{mb:.0f}", f"{files}", f"{threads}", *_waits(seen), *_counts(seen)]


def _waits(seen: Minute) -> list[str]:
    waits = (seen.wait_ms(kind) for kind in SHOWN)
    return ["–" if one is None else f"{one[0]:.0f}, {one[1]:.0f}" for one in waits]


def _counts(seen: Minute) -> list[str]:
    refused = sum(count for what, count in seen.refusals.items() if not what.startswith("act "))
    return [f"{refused}", f"{seen.unexpected.total()}", f"{seen.unanswered} of {seen.bursts}"]


def plot(soak: Soak, caption: str) -> str:
    """SVG: memory, open files and live p95, each against its own largest value, by second or minute."""
    p95 = [(soak.ledger.minutes[i].wait_ms("live") or (0.0, 0.0))[1] for i in range(len(soak.minutes))]
    series = {
        "resident MB": [gauge.mb for gauge in soak.gauges],
        "open files": [float(gauge.files) for gauge in soak.gauges],
        "live p95, ms": p95,
    }
    drawn = "".join(_line(i, name, values) for i, (name, values) in enumerate(series.items()))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 300" role="img" font-family="sans-serif" '
        f'font-size="12" fill="#333"><title>{caption}</title><rect width="760" height="300" fill="#fff"/>'
        f'<text x="20" y="20">{caption}</text><path d="M20,270H580" stroke="#ddd"/>{drawn}</svg>\n'
    )


def _line(which: int, name: str, values: list[float]) -> str:
    most = max(values) or 1.0
    points = [(20 + 560 * i / max(len(values) - 1, 1), 270 - 220 * value / most) for i, value in enumerate(values)]
    path, colour = "L".join(f"{x:.1f},{y:.1f}" for x, y in points), COLOURS[which]
    said = f'<text x="590" y="{60 + 20 * which}" fill="{colour}">{name}, at most {most:.0f}</text>'
    return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>{said}'
