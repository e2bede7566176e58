"""What can go wrong, what is seen of it, and the test that makes it go wrong: `docs/faults.md` is made of this.

python -m tests.faults > docs/faults.md
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import msgspec

TESTS = Path(__file__).parent


class Fault(msgspec.Struct, frozen=True):
    """A fault; what readers and operators see of it; the test, as file::name, that injects it."""

    what: str
    reader: str
    operator: str
    test: str
    lost: str = "nothing"


_SAME = "the last good figures"
_REFRESH, _HTTP = "etl/ingest/test_refresh.py", "etl/sources/test_http.py"
_STORE, _BROKEN = "etl/store/test_store.py", "etl/store/test_store_faults.py"
_SERVING, _WEB = "dashboard/test_serving.py", "dashboard/test_web_faults.py"
_CACHE, _FRONT, _FLEET = "dashboard/test_release_cache.py", "fleet/test_front.py", "fleet/test_fleet.py"
_CONDITIONS = "dashboard/test_conditions.py"
_SCHEDULE, _LOGS = "etl/store/test_schedule.py", "dashboard/test_logs.py"

FAULTS = {
    "NATO's site": (
        Fault("It answers with errors, slowly, in part or not at all", _SAME, "exit 1; what was asked and what came",
              "etl/ingest/test_refresh_rejected.py::test_a_server_that_fails_changes_nothing"),
        Fault("A body drips, never ends, or unpacks to too much", _SAME, "exit 1 at the limit",
              f"{_HTTP}::test_a_body_that_unpacks_to_too_much_is_cut_at_the_limit"),
        Fault("A link or redirect leads elsewhere, or to a private address", _SAME, "exit 1; not asked",
              f"{_HTTP}::test_a_redirect_is_checked_against_the_hosts_too"),
        Fault("A later version of a file is away for a moment", _SAME, "exit 1; no older version takes its place",
              "etl/ingest/test_refresh_versions.py::test_a_later_version_that_is_away_for_a_moment_gives_way_to_no_earlier_one"),
        Fault("The page lists nothing", _SAME, "exit 1: a failure, not \"nothing new\"",
              "etl/ingest/test_refresh_rejected.py::test_a_page_that_lists_nothing_is_a_failure_and_not_nothing_new"),
        Fault("The page lists thousands of editions, or is megabytes long", _SAME, "exit 1: what is too much",
              "etl/ingest/test_refresh_page.py::test_a_page_with_too_much_is_none_of_natos"),
        Fault("The page is made to take for ever to read", _SAME, "nothing: time grows with length",
              "etl/sources/nato/test_topic.py::test_no_page_takes_longer_than_its_length"),
    ),
    "What NATO publishes": (
        Fault("A workbook that is not understood or breaks a check", _SAME, "exit 1: file, sheet, cell, expected, found",
              "etl/ingest/test_refresh_rejected.py::test_what_is_not_certain_is_rejected_and_the_last_good_release_stays"),
        Fault("A workbook is made to take for ever or all memory", _SAME, "exit 1: what is too much",
              "etl/test_read_files.py::test_a_file_that_is_no_workbook"),
        Fault("GDP and spending per head are off together: another unit, another population", _SAME, "exit 1: cell, expected, found",
              "etl/test_slips.py::test_a_table_per_head_that_is_off_as_a_whole"),
        Fault("A file is changed in place", "the new figures, as a revision", "what changed",
              "etl/ingest/test_refresh_revisions.py::test_an_edition_changed_in_place_is_a_new_revision_beside_the_old"),
        Fault("An ally is new, or has left", f"{_SAME} until a row says it", "exit 1: which row of allies.csv",
              "etl/ingest/test_refresh_rejected.py::test_an_ally_that_leaves_is_said_in_its_row_and_the_edition_without_it_is_read"),
    ),
    "The machine of a refresh": (
        Fault("It is killed at any moment", _SAME, "the next run does the rest",
              "etl/ingest/test_refresh_killed.py::test_a_refresh_killed_at_any_moment_loses_nothing"),
        Fault("It is asked to stop, or its terminal closes", _SAME, "a record that says so; exit 1",
              f"{_REFRESH}::test_a_refresh_that_is_stopped_says_so_and_leaves_a_record"),
        Fault("Its clock was ahead", "figures as dated anew", "which files were dated anew",
              "etl/ingest/test_refresh_dates.py::test_an_edition_that_a_clock_which_was_ahead_dated_is_dated_anew"),
        Fault("Its clock was ahead while a schedule ran", _SAME, "the schedule goes on",
              f"{_SCHEDULE}::test_a_run_dated_in_the_future_by_a_clock_that_was_ahead_stops_no_schedule"),
        Fault("It has run by a clock that was ahead", "when NATO was last asked", "its run is not the last one on `/status`",
              f"{_STORE}::test_a_run_of_a_clock_that_was_ahead_is_not_the_last_one"),
        Fault("A run hangs, dies or leaves no record", _SAME, "a record is made for it",
              f"{_SCHEDULE}::test_a_run_that_leaves_no_record_is_recorded_for_it"),
        Fault("Many schedules of one store", _SAME, "one runs what is due",
              f"{_SCHEDULE}::test_of_many_schedules_one_runs_what_is_due_and_it_is_recorded_once"),
    ),
    "The store": (
        Fault("The disk is full", _SAME, "exit 1: which file; nothing was changed",
              f"{_BROKEN}::test_a_full_disk_changes_nothing_and_leaves_nothing"),
        Fault("A publisher is killed", _SAME, "what it left is removed by the next",
              f"{_BROKEN}::test_a_publisher_that_is_killed_leaves_a_whole_release_and_nothing_for_long"),
        Fault("Several publish at once", "the newest of all", "they wait for one another",
              f"{_BROKEN}::test_processes_that_publish_at_once_do_not_lose_one_anothers_editions"),
        Fault("A publisher sleeps, and wakes after another has published", "the newer release", "exit 1",
              f"{_STORE}::test_a_publisher_that_was_stopped_after_its_last_look_overwrites_no_newer_release"),
        Fault("The answer to the last write is lost", "the new release", "looked up, no failure",
              f"{_STORE}::test_a_pointer_that_was_written_though_its_answer_was_lost_is_no_failure"),
        Fault("Any byte of any file rots", f"{_SAME}, if it is not theirs", "`etl check STORE` names the file",
              f"{_STORE}::test_a_check_reads_every_byte"),
        Fault("Its pointer or a list names what cannot be", _SAME, "`etl check STORE` names it",
              f"{_STORE}::test_a_check_names_what_is_missing_and_what_is_not_listed"),
        Fault("A publisher is stopped and not dead", _SAME, "others say that they wait, 15 minutes at most",
              f"{_STORE}::test_the_lock_may_be_taken_again_inside_and_by_one_at_a_time"),
        Fault("It cannot be reached while it is served from", _SAME, "`/readyz`: unreachable; one log line",
              f"{_CACHE}::test_a_store_out_of_reach_is_no_reason_to_stop"),
        Fault("It never answers, as a disk of another machine that hangs", _SAME,
              "after a minute: `/readyz`: unreachable; one log line",
              f"{_CACHE}::test_a_store_that_never_answers_is_trouble_and_the_last_good_release_stays"),
        Fault("Its release is damaged or missing", _SAME, "the same",
              f"{_CACHE}::test_what_cannot_be_read_leaves_the_last_good_release"),
        Fault("A stored download is damaged", "503 for it until the next refresh or build", "a log line; made again, and said so",
              "etl/ingest/test_refresh.py::test_a_download_that_is_damaged_is_reported_and_made_again"),
        Fault("It hangs while many ask for files of it", "pages as ever; 503 for files, after 2 seconds",
              "a log line each",
              "dashboard/test_releases.py::test_a_store_that_hangs_holds_few_threads"),
        Fault("Something else answers in its place, with a status of 200", f"{_SAME}; 503 for files", "a log line each",
              "dashboard/test_releases.py::test_a_store_that_lists_nothing_is_out_of_reach_and_nothing_is_said_to_be_gone"),
        Fault("Its bucket is not there", "503 until it is", "one sentence; exit 1",
              f"{_STORE}::test_a_bucket_that_is_not_there_is_said_to_be_none"),
    ),
    "What is asked of a dashboard": (
        Fault("1,500 connections that say nothing, 40 that read nothing", "pages as ever", "closed in time",
              f"{_SERVING}::test_connections_that_say_nothing_or_read_nothing_keep_nobody_out"),
        Fault("Texts sent as forms that never come", "pages as ever, and texts of others; 429 for more of one client, or of four",
              "closed by nginx in 10 seconds",
              "dashboard/test_bodies.py::test_bodies_that_do_not_come_hold_few_threads_and_of_one_client_fewer"),
        Fault("A text sent as a form is cut off on its way", "400: no part of it is judged", "counted",
              "dashboard/test_bodies.py::test_a_body_that_ends_before_its_length_is_taken_for_no_text"),
        Fault("A text with characters that no document may hold", "the text with spaces for them", "nothing",
              f"{_CONDITIONS}::test_what_no_document_may_hold_is_read_as_a_space"),
        Fault("`get` for GET, as a proxy in front would not take it", "405", "counted",
              f"{_CONDITIONS}::test_a_method_in_small_letters_is_no_method"),
        Fault("A range that is none, of no bytes, or one of several", "the whole file", "nothing",
              f"{_CONDITIONS}::test_a_range_that_is_none_and_several_get_the_whole"),
        Fault("A condition on another state", "412 without figures", "nothing",
              f"{_CONDITIONS}::test_a_condition_of_another_state_is_answered_without_the_figures"),
        Fault("What is no request at all", "400, 414, 501 or 505, with the headers of security", "nothing",
              f"{_FRONT}::test_every_answer_has_the_headers_nginxs_own_too"),
        Fault("More pictures at once than it draws", "pages as ever; 503 for pictures beyond the queue", "a log line each",
              f"{_WEB}::test_while_pictures_are_drawn_pages_are_answered_and_more_pictures_sent_away"),
        Fault("A picture's process dies or hangs", "503, then the picture", "a log line",
              f"{_WEB}::test_a_picture_whose_process_fails_dies_or_hangs_is_503_and_the_next_is_drawn"),
        Fault("The same answer is asked for by many at once", "the answer", "made once",
              f"{_WEB}::test_an_answer_that_many_ask_for_at_once_is_made_once"),
        Fault("An address of thousands of parameters", "400", "counted",
              f"{_WEB}::test_an_address_has_so_many_parameters_and_no_more"),
        Fault("`Host` is nonsense", "400", "counted", f"{_WEB}::test_a_host_that_is_nonsense_is_400_with_headers"),
        Fault("A path tries to forge a log line", "404 or 500", "one line, escaped",
              f"{_LOGS}::test_a_line_is_one_json_object_and_nobody_can_forge_another"),
        Fault("One client asks without end", "others as ever; 429 for that one", "429 in nginx's log",
              f"{_FRONT}::test_one_client_cannot_have_all_the_work"),
    ),
    "The processes of a fleet": (
        Fault("SIGTERM at any moment of the start", "other dashboards answer", "it ends",
              f"{_SERVING}::test_sigterm_ends_it_at_whatever_moment_of_its_start"),
        Fault("The port is taken", "the other one's pages", "one sentence, exit 1",
              f"{_SERVING}::test_a_port_that_is_taken_is_an_error_in_one_sentence"),
        Fault("A dashboard with older data restarts on a shared store", "what was published", "nothing is built",
              f"{_SERVING}::test_a_shared_store_is_filled_where_it_is_empty_and_else_left_alone"),
        Fault("Published, killed, rolled, rolled back by hand, under load", "whole pages of one release", "nothing",
              f"{_FLEET}::test_nothing_that_happens_to_a_fleet_is_seen_by_a_reader"),
        Fault("The site stands below a path of a host that has other things", "every page, file and link",
              "`/metrics` and `/readyz` stay hidden",
              "fleet/test_sub_path.py::test_every_address_that_a_page_names_is_below_the_path_and_answers"),
        Fault("Every dashboard is down", "what the cache has, for a week", "502 for what it has not",
              f"{_FRONT}::test_while_every_dashboard_is_down_it_serves_what_it_has"),
        Fault("A setting is not understood", "nothing is served", "one sentence that names it",
              f"{_WEB}::test_a_setting_that_is_not_understood_is_rejected_by_name"),
    ),
}  # fmt: skip


def missing() -> list[str]:
    """The tests of the table that are not there."""
    found = set()
    for name in {fault.test.partition("::")[0] for faults in FAULTS.values() for fault in faults}:
        tree = ast.parse((TESTS / name).read_text("utf-8"))
        found |= {f"{name}::{n.name}" for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    return [f.test for faults in FAULTS.values() for f in faults if f.test not in found]


def page() -> str:
    """The table as Markdown."""
    lines = [
        "# What can go wrong",
        "",
        "Each row is a fault that a test injects; the page is made from the tests' own list by",
        "`python -m tests.faults > docs/faults.md`.",
    ]
    for part, faults in FAULTS.items():
        lines += [
            "",
            f"## {part}",
            "",
            "| fault | readers see | operators see | lost | test |",
            "|---|---|---|---|---|",
        ]
        lines += [f"| {f.what} | {f.reader} | {f.operator} | {f.lost} | `{f.test}` |" for f in faults]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
