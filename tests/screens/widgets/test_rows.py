"""Rows, text and lists: nothing is cut without a sign, and what has the highlight is in sight."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content

from screens.widgets.listing import Line, Listing
from screens.widgets.prose import Prose, item, labelled
from screens.widgets.row import Cell, Row, bar


def plain(row: Row, width: int) -> str:
    return row.lines(width)[0].plain


def test_a_row_has_the_width_there_is_and_says_where_it_was_cut() -> None:
    row = Row(Cell("a name that is long"), Cell("7", 3, right=True))

    assert plain(row, 30) == "a name that is long          7"
    assert plain(row, 12) == "a name t…  7"
    assert [len(plain(row, width)) for width in range(40)] == list(range(40))


def test_two_rows_are_the_same_only_with_the_same_colours() -> None:
    assert Row(Content.styled("done", "$good")).same(Row(Content.styled("done", "$good")))
    assert not Row(Content.styled("done", "$good")).same(Row(Content.styled("done", "$bad")))
    assert not Row("done").same(Row("done", below=["now"]))


def test_a_bar_is_full_only_when_everything_is_done_and_never_empty_when_something_is() -> None:
    shown = [bar(done, 1000, 10, ("#", "-")).plain for done in (0, 1, 999, 1000)]

    assert shown == ["----------", "#---------", "#########-", "##########"]


def test_text_wraps_below_its_own_beginning() -> None:
    prose = Prose([labelled("Costs", "nothing by itself", 8), item("!", "", "one two three")])

    assert [line.plain.rstrip() for line in prose.lines(18)] == [
        "Costs   nothing by",
        "        itself",
        "! one two three",
    ]


def test_a_value_of_one_long_word_stands_below_its_label_uncut() -> None:
    prose = Prose([labelled("Email", "aws+data-bunker@acme.example", 8)])

    assert [line.plain.rstrip() for line in prose.lines(32)] == ["Email", "  aws+data-bunker@acme.example"]


class ListApp(App[None]):
    """A list alone."""

    def compose(self) -> ComposeResult:
        yield Listing("Rows", id="rows")


async def test_the_filter_is_typed_in_the_list_and_escape_shows_everything_again() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        listing = app.query_one(Listing)
        listing.show_lines(
            [Line("h", Row("Heading"), heading=True), *(Line(str(n), Row(f"row {n}")) for n in range(60))]
        )
        listing.focus()
        await pilot.press("slash", *"row 57")
        assert [option.id for option in listing.options] == ["h", "57"]
        await pilot.press("x")
        assert "Nothing has these words" in str(listing.options[0].prompt)
        await pilot.press("backspace", "enter", "j")
        assert listing.chosen == "57"
        await pilot.press("escape")
        assert listing.option_count == 61
        assert listing.chosen == "57"


async def test_the_highlight_is_in_sight_after_every_key_and_change_of_size() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        listing = app.query_one(Listing)
        listing.show_lines(Line(str(n), Row(f"row {n}")) for n in range(60))
        listing.focus()
        for key in ("end", "home", "pagedown", "pagedown", "up", "k", "j", "pageup", "end"):
            await pilot.press(key)
            await pilot.pause()
            assert_in_sight(listing)
        for size in ((40, 6), (20, 24), (40, 5)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert_in_sight(listing)
        listing.show_lines(Line(str(n), Row(f"row {n}")) for n in range(0, 60, 7))
        await pilot.pause()
        assert_in_sight(listing)


def assert_in_sight(listing: Listing) -> None:
    assert listing.highlighted is not None
    top = listing.scroll_offset.y
    assert top <= listing.highlighted < top + listing.scrollable_content_region.height


async def test_rows_that_look_the_same_are_not_drawn_again() -> None:
    app = ListApp()
    async with app.run_test(size=(40, 10)) as pilot:
        listing = app.query_one(Listing)
        listing.show_lines(Line(str(n), Row(f"row {n}")) for n in range(5))
        await pilot.pause()
        before = [option.prompt for option in listing.options]
        listing.show_lines(Line(str(n), Row("changed" if n == 3 else f"row {n}")) for n in range(5))
        kept = [one is two for one, two in zip(before, (o.prompt for o in listing.options), strict=True)]

    assert kept == [True, True, True, False, True]
