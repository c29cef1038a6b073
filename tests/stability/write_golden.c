/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Writes golden files into a folder that has those which people write: scripts/golden. */
#include "goldens.h"

#include <unistd.h>

static void save(wb_writer *from, const char *file)
{
    wb_writer *to = NULL;
    size_t n = 0;
    const char *bytes = wb_writer_bytes(from, &n);

    assert_ok(wb_writer_open(golden_path(file), &to, NULL));
    assert_ok(wb_writer_write(to, bytes, n, NULL));
    assert_ok(wb_writer_finish(to, NULL));
    wb_writer_free(to);
}

static void write_file(const golden *g)
{
    wb_writer *writer = NULL;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    if (g->make != NULL) {
        g->make(g->from, writer);
        save(writer, g->file);
    } else if (g->gives == NULL || *g->gives != '\0') {
        wb_reader *reader = golden_reader(g->file);
        wb_error err = {0};

        if (g->again(reader, writer, &err) != WB_OK)
            fail_msg("%s: %s %s", g->file, err.where, err.message);
        wb_reader_free(reader);
        save(writer, g->gives != NULL ? g->gives : g->file);
    }
    wb_writer_free(writer);
}

/* What is said of the golden answers, to compare with later. */
static void write_estimates(void)
{
    wb_reader *reader = golden_reader("tally_plain.bin");
    wb_tally *tally = NULL;
    wb_frame *estimates = NULL;
    wb_source *source = NULL;
    wb_writer *writer = NULL;

    assert_ok(wb_tally_read(reader, &tally, NULL));
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &estimates, NULL));
    assert_ok(wb_source_from_frame(estimates, 0, &source, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_csv_write(writer, source, NULL, NULL, NULL));
    save(writer, "estimates.csv");
    wb_writer_free(writer);
    wb_source_free(source);
    wb_frame_free(estimates);
    wb_tally_free(tally);
    wb_reader_free(reader);
}

int main(int n_words, char **words)
{
    char store[512];

    if (n_words != 2) {
        fprintf(stderr, "usage: write_golden FOLDER\n");
        return 2;
    }
    golden_use(words[1]);
    for (size_t i = 0; i < n_goldens; i++)
        write_file(&goldens[i]);
    write_estimates();
    strcpy(store, golden_path("store.db"));
    (void)unlink(store);
    make_store(store);
    return 0;
}
