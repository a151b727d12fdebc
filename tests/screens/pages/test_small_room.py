"""What there is little room for is still whole: labels, the names of pages, the reason why something must wait."""

from __future__ import annotations

from pathlib import Path

from screens.pages.begin import BeginScreen
from screens.widgets.act import Acts
from tests.rehearsing import apply_all, small
from tests.screens.faces import LARGE, in_sight, rest, screen_text, sign_in_beforehand, until, wizard, words


async def test_a_longer_label_gets_the_room_it_needs(tmp_path: Path) -> None:
    async with wizard(tmp_path, small()) as (app, pilot):
        app.go_to("start")
        await pilot.pause()
        await pilot.press("end")
        await rest(pilot)
        assert "Open a file →" in screen_text(app)


async def test_review_says_why_it_cannot_be_approved_yet(tmp_path: Path) -> None:
    async with wizard(tmp_path, small()) as (app, pilot):
        app.go_to("sign-in")
        await until(pilot, lambda: app.screen.focused is not None and app.screen.focused.id == "sources")
        await pilot.press("enter")
        await until(pilot, lambda: app.onboarding is not None and app.onboarding.identity is not None)
        app.go_to("review")
        await until(pilot, lambda: app.plan is not None)
        await pilot.pause()
        assert "confirm the account on Sign in" in words(app, "#summary")


async def test_after_a_run_apply_says_who_is_waited_for_and_has_the_message(tmp_path: Path) -> None:
    async with wizard(tmp_path, small()) as (app, pilot):
        assert app.onboarding is not None
        app.go_to("apply")
        await pilot.pause()
        assert "Nothing has been approved yet" in words(app, "#says")
        sign_in_beforehand(app)
        apply_all(app.onboarding)
        app.go_to("apply")
        await pilot.pause()
        assert "Waiting for the owner of 444455556666" in words(app, "#says")
        assert "Until 2026" in words(app, "#says")
        assert app.screen.query_one("#message").display


async def test_the_accounts_of_a_new_setup_are_named_at_once_in_a_large_terminal(tmp_path: Path) -> None:
    async with wizard(tmp_path, small(), size=LARGE) as (app, pilot):
        app.push_screen(BeginScreen("fresh"))
        await pilot.pause()
        await pilot.press("down", "down", "ctrl+n", "ctrl+n")
        await rest(pilot)
        assert "data-bunker" in words(app, "#preview")
        assert "audit logs, backups" in words(app, "#preview")


async def test_the_button_that_goes_on_is_whole_whatever_else_can_be_pressed(tmp_path: Path) -> None:
    async with wizard(tmp_path, size=(60, 20)) as (app, pilot):
        app.go_to("apply")
        await pilot.pause()
        acts = app.screen.query(Acts).first()
        acts.offer(
            **{
                act.id.replace("-", "_"): act.id not in ("next", "sign-in-again")
                for act in (*acts.plain, *acts.main)
                if act.id
            }
        )
        await pilot.pause()
        await pilot.pause()

        last = acts.main[-2]
        assert last.id == "retry"
        assert last.region.right <= 60
        assert last.region.width == len(last.words) + 2
        assert [act.id for act in acts.plain if act.region.width][:1] == ["stop"]


async def test_the_tree_keeps_its_lines_below_a_field_that_is_in_error(tmp_path: Path) -> None:
    async with wizard(tmp_path, small(), size=(60, 20)) as (app, pilot):
        app.go_to("structure")
        await pilot.pause()
        app.screen.query_one("#home_region Input").focus()
        await pilot.press("end", *["backspace"] * 30, *"eu-west-ninety", "tab")
        await rest(pilot)
        assert "is not an AWS" in screen_text(app)
        assert app.screen.query_one("#tree").content_size.height >= 3


async def test_where_the_pages_lose_their_room_the_keys_go_to_the_page(tmp_path: Path) -> None:
    async with wizard(tmp_path, small(), size=LARGE) as (app, pilot):
        app.go_to("structure")
        await pilot.pause()
        app.screen.query_one("#side").focus()
        await pilot.pause()
        await pilot.resize_terminal(89, 55)
        await rest(pilot)
        assert app.screen.focused is app.screen.query_one("#tree")


async def test_what_is_longer_than_its_field_is_cut_with_a_sign_and_whole_for_whoever_moves_along_it(
    tmp_path: Path,
) -> None:
    async with wizard(tmp_path, small()) as (app, pilot):
        app.push_screen(BeginScreen("fresh"))
        await pilot.pause()
        await pilot.press("down", "down", "ctrl+n", "ctrl+n")
        await rest(pilot)
        assert app.screen.focused is not app.screen.query_one("#email_pattern Input")
        assert in_sight(app, "#email_pattern").endswith("…")
        app.screen.query_one("#email_pattern Input").focus()
        await pilot.press("end")
        await rest(pilot)
        assert in_sight(app, "#email_pattern").endswith("example")
