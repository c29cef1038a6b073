/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files of statistics packages: what they say of their variables, and columns that are
 * filled with their values. ReadStat finds the first; of SAV the rows are read here. */
#ifndef WB_LIB_IO_STATFILE_H
#define WB_LIB_IO_STATFILE_H

#include "base/text.h"
#include "frame/frame.h"

#include <werkbaar/io.h>

#include <readstat.h>

enum { WB_STAT_CHUNK_ROWS = 16384, WB_STAT_MAX_VARIABLES = 65536 };

/* ---- the dictionary ---- */

typedef struct wb_stat_label {
    double code; /* as the file has it; NaN when there is a tag or a text */
    int32_t tag; /* 1 .. 27; 0: none */
    char *text;  /* the value of a text variable; NULL: a number */
    char *label;
} wb_stat_label;

typedef struct wb_stat_set {
    char *name;
    wb_stat_label *labels;
    size_t n, capacity;
} wb_stat_set;

/* What a number of the file is, when it is a day or a moment. */
typedef struct wb_stat_clock {
    double per_day;      /* units a day; 0: no clock */
    int32_t origin_days; /* its zero, in days since 1970 */
} wb_stat_clock;

typedef struct wb_stat_variable {
    char *name, *label, *format;
    char *set; /* the name of its value labels; NULL: none */
    int32_t type;
    wb_stat_clock clock;
    int32_t measure;
    int32_t index;   /* ReadStat's number of it */
    size_t width;    /* bytes of a text */
    size_t n_ranges; /* declared missing, as the file has them */
    double range[3][2];
    size_t n_texts; /* declared missing in a text variable */
    char *texts[3];
    int64_t column; /* where its values go; -1: nowhere */
} wb_stat_variable;

typedef struct wb_stat_dictionary {
    wb_stat_variable *variables;
    size_t n, capacity;
    wb_stat_set *sets;
    size_t n_sets, sets_capacity;
    int32_t format; /* a wb_statfile */
    int32_t version;
    int64_t n_rows; /* -1: the file does not say */
    bool tags;      /* values can be tagged missings */
    char *label, *encoding, *weight;
} wb_stat_dictionary; /* starts as {0} */

void wb_stat_dictionary_free(wb_stat_dictionary *dictionary);
/* The set of value labels of that name, or NULL. */
const wb_stat_set *wb_stat_find_set(const wb_stat_dictionary *dictionary,
                                    const char *name);
/* Which wanted variable goes to which column, in the order wanted. */
wb_status wb_stat_choose(wb_stat_dictionary *dictionary, const char *const *names,
                         size_t n_names, size_t *n_columns, wb_error *err);
/* The columns without rows, with all labels; by_column[i] is the variable of column i. */
wb_status wb_stat_template(const wb_stat_dictionary *dictionary,
                           wb_stat_variable *const *by_column, size_t n_columns,
                           wb_frame **out, wb_error *err);
/* Type and clock of a variable by its package's format. */
void wb_stat_type(wb_stat_variable *variable, readstat_type_t type, int32_t file);
/* The code of tagged missing `tag` in a column of this type. */
double wb_stat_tag_code(int32_t type, int32_t tag);
/* The number of a tag's letter, or 0. */
int32_t wb_stat_tag(char letter);
/* A number of the file as days or microseconds; false when it does not fit. */
bool wb_stat_moment(const wb_stat_variable *variable, double value, int64_t *moment);

/* Cut off the start of a character that a text ends with; false when it is not UTF-8. */
bool wb_stat_cut_utf8(const char *text, size_t *length);

/* ---- values ---- */

typedef struct wb_stat_column {
    const wb_stat_variable *variable;
    void *values;     /* double, int32 or int64; text: the bytes */
    int32_t *offsets; /* text: where each ends, after a first 0 */
    int64_t n, capacity;
    size_t text_capacity;
} wb_stat_column;

wb_status wb_stat_column_reserve(wb_stat_column *column, int64_t n_rows, wb_error *err);
/* Append to a column that has room. `row` is for the message. NaN is missing. */
wb_status wb_stat_column_number(wb_stat_column *column, double value, int64_t row,
                                wb_error *err);
void wb_stat_column_missing(wb_stat_column *column);
void wb_stat_column_tagged(wb_stat_column *column, int32_t tag);
wb_status wb_stat_column_text(wb_stat_column *column, const char *text, size_t length,
                              int64_t row, wb_error *err);
/* Hand the values over to a frame of as many rows. */
wb_status wb_stat_column_finish(wb_stat_column *column, wb_frame *frame,
                                const wb_frame *labels, size_t index, int64_t first_row,
                                wb_error *err);
void wb_stat_column_drop(wb_stat_column *column);

/* ---- ReadStat ---- */

/* Where ReadStat reads: the reader, or bytes in memory. */
typedef struct wb_stat_bytes {
    wb_reader *reader;          /* NULL: memory */
    const unsigned char *bytes; /* memory */
    int64_t at, size;
    bool cut; /* a read got some bytes, but fewer than it asked for */
    wb_status failed;
    wb_error failure; /* of the reader */
} wb_stat_bytes;

/* What one run of ReadStat is to do. Callbacks set `failed` and stop it. */
typedef struct wb_stat_parse {
    wb_stat_bytes from;
    int32_t format;
    const char *encoding;
    bool no_tags;
    wb_stat_dictionary *dictionary; /* to be filled; NULL: it is there */
    wb_stat_column *columns;        /* to be filled; NULL: no values */
    size_t n_columns;
    wb_stat_dictionary *known; /* with columns: the variables */
    int64_t first_row, n_rows; /* which rows; n_rows 0: all */
    char place[64];            /* the variable that was read last */
    int64_t row;               /* and its row; -1: before the rows */
    wb_status failed;
    wb_error failure;
} wb_stat_parse;

wb_status wb_stat_run(wb_stat_parse *parse, const char *name, wb_error *err);

/* For wb_stat_run(): where the bytes come from, and what went wrong in ReadStat. */
void wb_stat_read_from(readstat_parser_t *parser, wb_stat_bytes *from);
wb_status wb_stat_explain(const wb_stat_parse *parse, readstat_error_t error,
                          const char *name, wb_error *err);

/* ---- opening ---- */

/* Which file it is and what it says of its variables. The reader stands anywhere after
 * it, but behind the dictionary of a SAV file. */
struct wb_sav_head;
wb_status wb_stat_open(wb_reader *reader, const wb_statfile_options *options,
                       wb_stat_dictionary *dictionary, struct wb_sav_head *head,
                       wb_error *err);
wb_status wb_stat_check_options(wb_statfile_options *ours,
                                const wb_statfile_options *options, wb_error *err);
const char *wb_statfile_name(int32_t format);

#endif
