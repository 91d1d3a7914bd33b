"""Processor time of the suite by file, child processes included: `pytest --processor-time` shows it at the end."""

import os
from collections import Counter

import pytest


def spent():
    """Seconds of processor time that this process and its ended children have used."""
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


class ProcessorTime:
    """Notes in each report what was used since the last one, and adds up the reports of all processes.

    Imports at collection and children that nobody waited for are not in it.
    """

    def __init__(self):
        self.last = spent()

    def pytest_runtest_logstart(self):
        self.last = spent()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self):
        report = yield
        before, self.last = self.last, spent()
        report.user_properties.append(("processor time", self.last - before))
        return report

    def pytest_terminal_summary(self, terminalreporter):
        files = Counter()
        for reports in terminalreporter.stats.values():
            for report in reports:
                files[report.nodeid.partition("::")[0]] += dict(getattr(report, "user_properties", ())).get(
                    "processor time", 0
                )
        folders = Counter()
        for file, seconds in files.items():
            folders[file.rpartition("/")[0]] += seconds
        terminalreporter.section("processor time")
        for name, seconds in [*files.most_common(), *folders.most_common()]:
            terminalreporter.write_line(f"{seconds:8.1f} s  {name}")
        terminalreporter.write_line(f"{files.total():8.1f} s  in all")
