/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Golden files: one of every kind that the library reads or writes, as a version that was
 * released wrote it (tests/golden/). All of them are SYNTHETIC. Every helper asserts. */
#ifndef WB_TEST_STABILITY_GOLDENS_H
#define WB_TEST_STABILITY_GOLDENS_H

#include "frames.h"

/* One file. */
typedef struct golden {
    const char *file;
    /* Read it, and write what was read; NULL: nothing of ours reads it as a whole. */
    wb_status (*again)(wb_reader *reader, wb_writer *writer, wb_error *err);
    /* The file that `again` gives: NULL this one, "" none (there is no writer). */
    const char *gives;
    /* Make it, of other golden files; NULL: people write it. */
    void (*make)(const char *from, wb_writer *writer);
    const char *from;
} golden;

extern const golden goldens[];
extern const size_t n_goldens;

/* Folders of golden files, one for each version that wrote them otherwise than the one
 * before; the last one holds what today's code writes. */
extern const char *const golden_versions[];
extern const size_t n_golden_versions;
/* Take files from this folder from here on; NULL: the last. */
void golden_use(const char *folder);

/* The path of a golden file, in memory that the next call takes. */
const char *golden_path(const char *file);
wb_reader *golden_reader(const char *file);
/* All its bytes; free with wb_writer_free(). */
wb_writer *golden_bytes(const char *file);
/* The rows of a golden file of CSV. */
wb_frame *golden_frame(const char *file);

/* A writer to memory. */
wb_writer *golden_memory(void);
/* 1 when what was written is the golden file; else 0, and where they part is printed. */
int golden_same(const wb_writer *written, const char *file);

/* What `again` of the kinds of files does: agains.c. */
wb_status again_catalogue(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_changes(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_instrument(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_ledger(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_model(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_monitor(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_organisation(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_pass(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_plan(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_pool(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_questionnaire(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_recipe(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_scan(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_spec(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_support(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_tally(wb_reader *reader, wb_writer *writer, wb_error *err);
wb_status again_weighting(wb_reader *reader, wb_writer *writer, wb_error *err);

/* What makes them: makes.c, make_frames.c. */
void make_scan(const char *from, wb_writer *writer);
void make_ledger(const char *from, wb_writer *writer);
void make_pool(const char *from, wb_writer *writer);
void make_plan(const char *from, wb_writer *writer);
void make_tally(const char *from, wb_writer *writer);
void make_second(const char *from, wb_writer *writer);
void make_first_pass(const char *from, wb_writer *writer);
void make_next_pass(const char *from, wb_writer *writer);
void make_csv(const char *from, wb_writer *writer);
void make_json(const char *from, wb_writer *writer);
void make_labels(const char *from, wb_writer *writer);

/* A frame with a column of every type that leaves, and missing values. */
wb_frame *frame_of_everything(void);
/* What Arrow carries of the labels of its columns: the JSON of each under our key. */
void labels_in_arrow(const wb_frame *frame, wb_writer *writer);

/* The store of the plan with one edit; the bytes of its file hang on the release of
 * SQLite. */
void make_store(const char *path);

#endif
