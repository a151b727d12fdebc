"""Time passes when told to."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

from wizard.simulated.clock import START, SimulatedClock


def test_a_day_of_sleep_takes_no_time() -> None:
    clock = SimulatedClock()
    begun = time.monotonic()

    clock.sleep(86400)

    assert clock.now() == START + timedelta(days=1)
    assert time.monotonic() - begun < 1


def test_with_a_speed_sleep_takes_its_share_of_real_time() -> None:
    clock = SimulatedClock(speed=1000)
    begun = time.monotonic()

    clock.sleep(50)

    assert clock.now() == START + timedelta(seconds=50)
    assert time.monotonic() - begun >= 0.05


def test_stopping_ends_a_sleep_at_once_and_only_the_time_that_passed_has_passed() -> None:
    clock = SimulatedClock(speed=1)
    threading.Timer(0.05, clock.stopping.set).start()

    clock.sleep(3600)

    assert START < clock.now() < START + timedelta(seconds=60)


def test_sleepers_side_by_side_share_the_time() -> None:
    clock = SimulatedClock(speed=1000)
    sleepers = [threading.Thread(target=clock.sleep, args=(100,)) for _ in range(4)]
    for sleeper in sleepers:
        sleeper.start()
    for sleeper in sleepers:
        sleeper.join()

    assert clock.now() < START + timedelta(seconds=200)


def test_advancing_needs_no_sleep() -> None:
    clock = SimulatedClock(speed=0.001)

    clock.advance(60)

    assert clock.now() == START + timedelta(minutes=1)
