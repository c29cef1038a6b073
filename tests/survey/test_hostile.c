/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files of tallies of every design, changed byte by byte, with checksums that are right:
 * they are refused with words that say why, or are of use. */
#include "design_support.h"

enum { HEAD = 48 };

/* What must have been said of some change. */
static const char *const sayings[] = {
    "a unit stands twice",
    "there are more fpc than units they are of",
    "a fpc is not a number of units",
    "open clusters do not ascend",
    "a closed cluster has open totals",
    "an auxiliary variable stands twice",
    "a value has no rows",
    "a value or its weight is out of range",
    "a value is not of the kind of its list",
    "a value stands twice in a list",
    "a text is longer than the section",
    "a key column is of an unknown kind",
    "another section is expected here",
    "a section is longer than the file",
    "a section has bytes left over",
};

enum { N_SAYINGS = sizeof sayings / sizeof *sayings };

static int64_t seen[N_SAYINGS], n_refused, n_taken;

/* Estimates are made of it or refused, and it is written and read again. */
static void use_tally(const wb_tally *tally)
{
    wb_tally *again = NULL;
    wb_frame *out = NULL;
    char *copy;
    size_t length;

    wb_status st = wb_tally_estimate(tally, NULL, NULL, &out, NULL);
    assert_true((st == WB_OK) == (out != NULL));
    bytes_of(tally, &copy, &length);
    assert_ok(read_bytes(copy, length, &again, NULL));
    assert_int_equal(wb_tally_row_count(again), wb_tally_row_count(tally));
    free(copy);
    wb_frame_free(out);
    wb_tally_free(again);
}

/* Refused, or a tally; each fourth is used. */
static void try_file(char *bytes, size_t n)
{
    wb_tally *tally = NULL;
    wb_error err;

    put_crc(bytes, n);
    wb_status st = read_bytes(bytes, n, &tally, &err);
    if (st == WB_OK) {
        if (n_taken++ % 4 == 0)
            use_tally(tally);
        wb_tally_free(tally);
        return;
    }
    assert_null(tally);
    assert_true(st == WB_E_DATA || st == WB_E_VERSION || st == WB_E_LIMIT);
    assert_true(err.message[0] != '\0');
    for (int i = 0; i < N_SAYINGS; i++)
        seen[i] += strstr(err.message, sayings[i]) != NULL;
    n_refused++;
}

static size_t length_at(const char *bytes)
{
    size_t length = 0;

    for (int i = 7; i >= 0; i--)
        length = length << 8 | (unsigned char)bytes[i];
    return length;
}

/* Where the sections after the specification begin, which is read as any other. */
static size_t beyond_spec(const char *bytes)
{
    assert_memory_equal(bytes + HEAD, "SPEC", 4);
    return HEAD + 12 + length_at(bytes + HEAD + 4);
}

static void change_bytes(const char *bytes, size_t n, char *room)
{
    static const int changes[] = {1, 3, 0x80};
    const size_t step = 100 / (size_t)wb_test_cases(100);

    for (size_t at = beyond_spec(bytes); at + 4 < n; at += step) {
        for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) {
            memcpy(room, bytes, n);
            room[at] = (char)(bytes[at] ^ changes[k]);
            try_file(room, n);
        }
    }
}

/* Each section ends early, at each of its bytes; the next follows. */
static void shorten_sections(const char *bytes, size_t n, char *room)
{
    const size_t step = 100 / (size_t)wb_test_cases(100);

    for (size_t at = beyond_spec(bytes); at + 12 < n;) {
        const size_t length = length_at(bytes + at + 4), after = at + 12 + length;
        for (size_t kept = 0; kept < length; kept += step) {
            memcpy(room, bytes, at + 12 + kept);
            memcpy(room + at + 12 + kept, bytes + after, n - after);
            for (int i = 0; i < 8; i++)
                room[at + 4 + (size_t)i] = (char)(unsigned char)(kept >> 8 * i);
            try_file(room, n - length + kept);
        }
        at = after;
    }
}

static wb_tally *tally_of_design(const design *of, const wb_frame *frame)
{
    wb_spec *spec = spec_of(of->text);
    wb_tally *tally = tally_of(spec, frame), *second = NULL;

    wb_spec_free(spec);
    if (!of->two_passes)
        return tally;
    assert_ok(wb_tally_second_pass(tally, &second, NULL));
    assert_ok(wb_tally_update(second, frame, NULL, NULL));
    wb_tally_free(tally);
    return second;
}

static void change_all(const wb_tally *tally)
{
    char *bytes;
    size_t n;

    bytes_of(tally, &bytes, &n);
    char *room = malloc(n + 16);
    assert_non_null(room);
    change_bytes(bytes, n, room);
    shorten_sections(bytes, n, room);
    /* one byte too many */
    memcpy(room, bytes, n - 4);
    memset(room + n - 4, 0, 5);
    int64_t before = n_refused;
    try_file(room, n + 1);
    assert_int_equal(n_refused, before + 1);
    free(room);
    free(bytes);
}

static void
test_tally_read__refuses_what_is_wrong_anywhere_or_has_use_for_it(void **state)
{
    wb_frame *half = half_of(0), *frame = NULL;

    (void)state;
    assert_ok(wb_frame_slice(half, 0, 7, &frame, NULL));
    for (int i = 0; i < N_DESIGNS; i++) {
        wb_tally *tally = tally_of_design(&designs[i], frame);
        n_refused = n_taken = 0;
        change_all(tally);
        assert_true(n_refused > 0 && n_taken > 0);
        wb_tally_free(tally);
    }
    for (int i = 0; i < N_SAYINGS; i++) {
        if (seen[i] == 0 && wb_test_cases(100) == 100)
            print_error("nobody said that %s\n", sayings[i]);
        assert_true(seen[i] > 0 || wb_test_cases(100) < 100);
    }
    wb_frame_free(frame);
    wb_frame_free(half);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_tally_read__refuses_what_is_wrong_anywhere_or_has_use_for_it),
    };
    return cmocka_run_group_tests_name("survey/hostile", tests, NULL, NULL);
}
