/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which golden files there are. What is added to this list is written by scripts/golden,
 * and named with its checksum in tests/golden/manifest.csv. */
#include "goldens.h"

const golden goldens[] = {
    {.file = "module.json", .again = again_catalogue},
    {.file = "sector.json", .again = again_catalogue},
    {.file = "measures.json", .again = again_catalogue},
    {.file = "recipe.json", .again = again_recipe, .gives = "questionnaire.json"},
    {.file = "questionnaire.json", .again = again_questionnaire},
    {.file = "organisation.json", .again = again_organisation},
    {.file = "scan.json", .again = again_scan, .make = make_scan},
    {.file = "ledger.json", .again = again_ledger, .make = make_ledger},
    {.file = "pool.json", .again = again_pool, .gives = "", .make = make_pool},
    {.file = "instrument.json", .again = again_instrument},
    {.file = "monitor.json", .again = again_monitor},
    {.file = "weighting.json", .again = again_weighting},
    {.file = "support.json", .again = again_support},
    {.file = "plan.json", .again = again_plan},
    {.file = "changes.json", .again = again_changes},
    {.file = "plan_changed.json", .again = again_plan, .make = make_plan},
    {.file = "model.json", .again = again_model},
    {"pass_first.bin", again_pass, NULL, make_first_pass, "model.json"},
    {"pass_next.bin", again_pass, NULL, make_next_pass, "model.json"},
    {.file = "spec_plain.json", .again = again_spec},
    {.file = "spec_open.json", .again = again_spec},
    {.file = "spec_second.json", .again = again_spec},
    {.file = "spec_ordered.json", .again = again_spec},
    {.file = "spec_replicates.json", .again = again_spec},
    {.file = "spec_calibrated.json", .again = again_spec},
    {"tally_plain.bin", again_tally, NULL, make_tally, "spec_plain.json"},
    {"tally_open.bin", again_tally, NULL, make_tally, "spec_open.json"},
    {"tally_values.bin", again_tally, NULL, make_tally, "spec_second.json"},
    {"tally_second.bin", again_tally, NULL, make_second, "spec_second.json"},
    {"tally_ordered.bin", again_tally, NULL, make_tally, "spec_ordered.json"},
    {"tally_replicates.bin", again_tally, NULL, make_tally, "spec_replicates.json"},
    {"tally_calibrated.bin", again_tally, NULL, make_tally, "spec_calibrated.json"},
    {.file = "frame.csv", .make = make_csv},
    {.file = "frame.json", .make = make_json},
    {.file = "labels.json", .make = make_labels},
};
const size_t n_goldens = sizeof goldens / sizeof *goldens;

const char *const golden_versions[] = {WB_TEST_SOURCE_DIR "/tests/golden/0.9"};
const size_t n_golden_versions = sizeof golden_versions / sizeof *golden_versions;
static const char *folder;

void golden_use(const char *another)
{
    folder = another;
}

const char *golden_path(const char *file)
{
    static char path[512];

    snprintf(path, sizeof path, "%s/%s",
             folder != NULL ? folder : golden_versions[n_golden_versions - 1], file);
    return path;
}

wb_reader *golden_reader(const char *file)
{
    wb_reader *reader = NULL;
    wb_error err = {0};

    if (wb_reader_open(golden_path(file), &reader, &err) != WB_OK)
        fail_msg("%s: %s", file, err.message);
    return reader;
}

wb_writer *golden_bytes(const char *file)
{
    wb_reader *reader = golden_reader(file);
    wb_writer *writer = NULL;
    char room[4096];
    size_t n = 1;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    while (n > 0) {
        assert_ok(wb_reader_read(reader, room, sizeof room, &n, NULL));
        assert_ok(wb_writer_write(writer, room, n, NULL));
    }
    wb_reader_free(reader);
    return writer;
}

wb_frame *golden_frame(const char *file)
{
    return frame_of_reader(golden_reader(file));
}

wb_writer *golden_memory(void)
{
    wb_writer *writer = NULL;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    return writer;
}

int golden_same(const wb_writer *written, const char *file)
{
    wb_writer *wanted = golden_bytes(file);
    size_t n = 0, n_wanted = 0;
    const char *bytes = wb_writer_bytes(written, &n);
    const char *expected = wb_writer_bytes(wanted, &n_wanted);
    size_t i = 0;

    while (i < n && i < n_wanted && bytes[i] == expected[i])
        i++;
    if (i < n || i < n_wanted)
        print_error("%s: %zu bytes where %zu are golden, other ones from byte %zu on\n",
                    file, n, n_wanted, i);
    wb_writer_free(wanted);
    return i == n && i == n_wanted;
}
