"""The benchmark's arithmetic, and the shape of what it writes. Nothing here is timed."""

import json
import socket
import threading
from xml.etree import ElementTree as ET

import pytest

from bench import curves, imports
from bench.__main__ import PARTS, about, arguments
from bench.figures import Figure, Findings, table, write
from bench.load import LoadFault, Order, Sample, Slice, Target, drive, is_whole, percentile, ratios, summed_up
from bench.reading import compared
from bench.timed import SIGNED_IN, Timed, figures, tabulated
from bench.writing import ballots
from consult.feedback.models import Stance
from tests.support.ports import free_port

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
FORTY = Slice(requests=40, seconds=2.0, p50_ms=5, p99_ms=9, bytes_a_request=100, cpu_ms=4)
HUNDRED = Slice(requests=100, seconds=2.0, p50_ms=2, p99_ms=4, bytes_a_request=100, cpu_ms=1)


@pytest.fixture
def answers():
    """A server that gives the same answer to every connection; the test sets it."""
    said = [ANSWER]
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer():
            while True:
                try:
                    line, _from = listening.accept()
                except OSError:
                    return
                with line:
                    line.recv(4096)
                    line.sendall(said[0])

        threading.Thread(target=answer, daemon=True).start()
        yield listening.getsockname()[1], said
        listening.shutdown(socket.SHUT_RDWR)


def ask_three(port):
    target = Target(port, [b"GET / HTTP/1.1\r\n\r\n"])
    return drive(target, target.share(0), Order("page", requests=3))


def test_a_connection_asks_as_often_as_it_is_told(answers):
    sample = ask_three(answers[0])
    assert (len(sample.waits), sample.received, sample.fault) == (3, 3 * len(ANSWER), "")


@pytest.mark.parametrize("answer", [ANSWER.replace(b"200 OK", b"303 SEE OTHER"), ANSWER[:-1], b""])
def test_any_other_answer_is_a_fault_and_no_figure(answers, answer):
    port, said = answers
    said[0] = answer
    sample = ask_three(port)
    assert sample.fault.startswith("page: b'GET / HTTP/1.1'")
    with pytest.raises(LoadFault):
        summed_up([sample], 0.0)


def test_a_server_that_is_gone_is_a_fault():
    assert "refused" in ask_three(free_port()).fault


def test_connections_share_the_messages_and_start_again():
    target = Target(80, [b"%d" % number for number in range(8)])
    shares = [target.share(place) for place in range(4)]
    assert [[next(share) for _turn in range(3)] for share in shares] == [
        [b"0", b"1", b"0"],
        [b"2", b"3", b"2"],
        [b"4", b"5", b"4"],
        [b"6", b"7", b"6"],
    ]


def test_a_slice_lasts_from_the_first_start_to_the_last_answer():
    samples = [Sample(10.0, 12.0, [0.5, 1.5], 100), Sample(10.5, 14.0, [0.25, 0.25], 300)]
    seen = summed_up(samples, cpu_seconds=2.0)
    assert (seen.requests, seen.seconds, seen.rate) == (4, 4.0, 1.0)
    assert (seen.p50_ms, seen.p99_ms, seen.bytes_a_request, seen.cpu_ms) == (250, 1500, 100, 500)


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.001, 1)])
def test_a_percentile_is_one_of_the_values(share, value):
    assert percentile(range(100, 0, -1), share) == value


def test_an_answer_without_a_length_is_taken_as_it_comes():
    assert is_whole(b"HTTP/1.1 200 OK\r\n\r\nhi")


def test_ratios_are_of_the_same_round():
    assert ratios([FORTY, HUNDRED], [HUNDRED, HUNDRED]) == [0.4, 1.0]


def test_a_comparison_has_a_target_by_rate_and_none_by_processor_time():
    by_rate, by_cpu = compared("reading", "a page", ("site", [FORTY] * 3), ("fast", [HUNDRED] * 3), at_least=0.5)
    assert (by_rate.value, by_rate.met, by_rate.of) == (0.4, False, "requests a second, site / fast")
    assert (by_cpu.value, by_cpu.met, by_cpu.name) == (0.25, None, "a page, by processor time")


@pytest.mark.parametrize(
    ("target", "met", "sign"),
    [({"at_least": 2.0}, True, ">= 2"), ({"at_least": 2.1}, False, ">= 2.1"), ({"at_most": 1.0}, False, "<= 1"), ({}, None, "")],
)
def test_a_target_is_met_at_its_bound(target, met, sign):
    figure = Figure("part", "name", 2.0, **target)
    assert (figure.met, figure.target) == (met, sign)


def test_everybody_votes_changes_that_answer_and_goes_on():
    cast = ballots(3, [7, 8, 9], 4)
    assert len(set(cast)) == len(cast) == 3 * 4
    for first, second in zip(cast[::2], cast[1::2], strict=True):
        assert first[:2] == second[:2]
        assert {first[2], second[2]} < set(Stance)


def grown(size, name=None, *, ms, selects=4, shown=20):
    one = Timed(name=name or str(size), size=size)
    for page in ("thread", SIGNED_IN):
        one.seconds[page], one.selects[page], one.shown[page] = [ms / 1000], selects, shown
    return one


def test_growth_compares_the_largest_with_the_smallest_that_is_as_full():
    sites = [grown(100, ms=1, selects=3, shown=2), grown(1_000, ms=10), grown(10_000, ms=12)]
    found = {figure.name: figure for figure in figures("sqlite", sites, grown(1_000, "1000, stale statistics", ms=15))}
    assert (round(found["thread"].value, 3), found["thread"].of) == (1.2, "p50 at 10000 comments / at 1000")
    assert round(found["stale statistics, worst: thread"].value, 3) == 1.5
    assert found["SELECTs for a visitor"].value == 4
    assert found["pages that ask more or less at another size"].value == 0


def test_a_page_that_asks_more_when_it_is_large_is_seen():
    sites = [grown(100, ms=1), grown(1_000, ms=1), grown(10_000, ms=1, selects=5)]
    found = {figure.name: figure for figure in figures("sqlite", sites, grown(1_000, "stale", ms=1))}
    assert found["pages that ask more or less at another size"].met is False


def test_the_results_file_can_be_read_again(tmp_path):
    findings = Findings([Figure("reading", "a page", 0.123456, of="a / b", at_least=0.5)], skipped={"memory": "not here"})
    findings.growth["sqlite"] = tabulated([grown(100, ms=1), grown(1_000, ms=2)])
    write(findings.results(**about(0.5, 0.0), whole=True), tmp_path / "results.json")
    kept = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert kept["figures"] == [
        {"part": "reading", "name": "a page", "value": 0.123, "unit": "ratio", "of": "a / b", "at_least": 0.5, "met": False}
    ]
    assert kept["growth"]["sqlite"]["pages"]["thread"] == {"p50_ms": [1.0, 2.0], "selects": [4, 4], "comments": [20, 20]}
    assert set(kept) == {
        "schema",
        "measured_at",
        "minutes",
        "code_version",
        "machine",
        "versions",
        "whole",
        "figures",
        "load",
        "growth",
        "skipped",
    }
    assert socket.gethostname() not in json.dumps(kept["machine"])


def test_the_table_says_what_was_not_met_and_what_was_left_out():
    lines = table([Figure("reading", "a page", 0.4, at_least=0.5)], {"memory": "not here"}).splitlines()
    assert lines[1].split() == ["reading", "a", "page", "0.40", "ratio", ">=", "0.5", "NOT", "MET"]
    assert lines[2] == "left out: memory: not here"


def test_the_curves_are_one_drawing_with_its_words():
    growth = {"sqlite": tabulated([grown(100, ms=10), grown(1_000, ms=12), grown(1_000, "1000, stale statistics", ms=99)])}
    drawing = ET.fromstring(curves.drawn(growth))  # noqa: S314 - our own
    lines = drawing.findall("{*}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [2, 2]
    assert "sqlite, thread: 10.0 ms at 100, 12.0 ms at 1,000." in str(drawing.findtext("{*}desc"))
    assert any("thread ×1.20" in str(text.text) for text in drawing.findall("{*}text"))


def test_only_a_whole_run_is_kept():
    assert arguments([]).whole
    assert not any(arguments(words.split()).whole for words in ("--quick", "--parts reading", "--sizes 100,1000", "--databases sqlite"))
    assert arguments([]).parts == list(PARTS)


def test_an_import_names_its_consultation():
    assert imports.consultation_in("5095 comments\nconsultation 12\n") == "12"
    with pytest.raises(imports.CommandFault):
        imports.consultation_in("nothing")
