"""How often a quiet year cries wolf, and how soon a planted spike is found, beside the rule that dashboards usually offer.

    python benchmarks/alerts.py [--years 40]

Each year has negative voices by the hour: a working day's rhythm, weekends at half, and days that differ by a gamma factor
(variance 0.1, or 0.3 for a moody community). Looked at every hour; an alert is followed by 72 hours of cooldown. Naive: more
than three standard deviations over the mean of the last 28 days. Planted: from nine in the morning on, three or six times as many for a day.
"""

from __future__ import annotations

import argparse

import numpy as np

from voxpop.analysis.estimates.alerts import spike

HOURS, LOOK, COOLDOWN = 24 * 7 * 52, 28, 72
RHYTHM = 1 + 0.8 * np.sin((np.arange(24) - 8) / 24 * 2 * np.pi)


def year(rng, mean, moody):
    days = np.arange(HOURS // 24)
    level = mean / 24 * np.where(days % 7 >= 5, 0.5, 1.0) * rng.gamma(1 / moody, moody, len(days))
    return np.repeat(level, 24) * np.tile(RHYTHM, len(days))


def alerts(counts, judge, start=24 * 7 * 5):
    """The hours at which an alert goes out."""
    sums = np.convolve(counts, np.ones(24, int))[: len(counts)]
    found, quiet_until = [], 0
    for hour in range(start, len(counts)):
        if hour < quiet_until:
            continue
        kind = (hour // 24) % 7 >= 5
        earlier = [hour - 24 * n for n in range(1, LOOK + 1)]
        alike = np.array([((h // 24) % 7 >= 5) == kind for h in earlier])
        if judge(int(sums[hour]), sums[earlier], alike):
            found.append(hour)
            quiet_until = hour + COOLDOWN
    return found


def ours(now, every, alike):
    return spike(now, every[alike].tolist(), every[~alike].tolist()) is not None


def three_sigma(now, every, _):
    return now > every.mean() + 3 * every.std()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--years", type=int, default=40)
    years = parser.parse_args().years
    print(
        f"{'voices a day':>12} {'moody':>6} {'false alarms a year':>20} {'three sigma':>12} {'factor':>7} {'found %':>8} {'after hours':>12} {'three sigma %':>14}"
    )
    for mean, moody in ((10, 0.1), (40, 0.1), (40, 0.3), (200, 0.1), (200, 0.3)):
        rng = np.random.default_rng([mean, round(100 * moody)])
        quiet = [rng.poisson(year(rng, mean, moody)) for _ in range(years)]
        false = [sum(len(alerts(counts, judge)) for counts in quiet) / years for judge in (ours, three_sigma)]
        for factor in (3, 6):
            delays = {ours: [], three_sigma: []}
            for _ in range(5 * years):
                at = 24 * 7 * 20 + 24 * int(rng.integers(0, 7)) + 9
                level = year(rng, mean, moody)
                level[at : at + 24] *= factor
                planted = rng.poisson(level)[: at + 48]
                for judge, hours in delays.items():
                    hours.extend([h - at + 1 for h in alerts(planted, judge, at - 1) if h >= at][:1])
            share = {judge: 100 * len(found) / (5 * years) for judge, found in delays.items()}
            print(
                f"{mean:12} {moody:6} {false[0]:20.2f} {false[1]:12.2f} {factor:7} {share[ours]:8.0f} {np.median(delays[ours] or [np.nan]):12.0f} {share[three_sigma]:14.0f}"
            )


if __name__ == "__main__":
    main()
