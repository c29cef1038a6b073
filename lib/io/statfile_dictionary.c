/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a file says of its variables, and the columns that become of them. */
#include "io/statfile.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

void wb_stat_dictionary_free(wb_stat_dictionary *dictionary)
{
    for (size_t i = 0; i < dictionary->n; i++) {
        wb_stat_variable *variable = &dictionary->variables[i];
        wb_release(variable->name);
        wb_release(variable->label);
        wb_release(variable->format);
        wb_release(variable->set);
        for (size_t k = 0; k < 3; k++)
            wb_release(variable->texts[k]);
    }
    for (size_t i = 0; i < dictionary->n_sets; i++) {
        wb_stat_set *set = &dictionary->sets[i];
        for (size_t k = 0; k < set->n; k++) {
            wb_release(set->labels[k].text);
            wb_release(set->labels[k].label);
        }
        wb_release(set->labels);
        wb_release(set->name);
    }
    wb_release(dictionary->variables);
    wb_release(dictionary->sets);
    wb_release(dictionary->label);
    wb_release(dictionary->encoding);
    wb_release(dictionary->weight);
    *dictionary = (wb_stat_dictionary){0};
}

const wb_stat_set *wb_stat_find_set(const wb_stat_dictionary *dictionary,
                                    const char *name)
{
    for (size_t i = 0; name != NULL && i < dictionary->n_sets; i++)
        if (strcmp(dictionary->sets[i].name, name) == 0)
            return &dictionary->sets[i];
    return NULL;
}

bool wb_stat_cut_utf8(const char *text, size_t *length)
{
    size_t good = wb_utf8_valid(text, *length);
    bool started = *length - good <= 3;

    /* a character that was cut: its first byte, and what follows it are no other */
    for (size_t i = good; started && i < *length; i++)
        started = ((unsigned char)text[i] & 0xC0) == (i == good ? 0xC0 : 0x80);
    if (started)
        *length = good;
    return started;
}

/* ---- types ---- */

/* The letters a format begins with, without what marks Stata's. */
static size_t format_word(const char *format, const char **word)
{
    size_t length = 0;

    while (*format == '%' || *format == '-' || *format == '~')
        format++;
    *word = format;
    while (isalpha((unsigned char)format[length]) || format[length] == '_')
        length++;
    return length;
}

static bool is_one_of(const char *word, size_t length, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strlen(*words) == length && strncmp(word, *words, length) == 0)
            return true;
    return false;
}

enum { SPSS_DAY_0 = -141428, STATA_DAY_0 = -3653 };

static void set_clock(wb_stat_variable *variable, int32_t type, double per_day,
                      int32_t origin_days)
{
    variable->type = type;
    variable->clock = (wb_stat_clock){per_day, origin_days};
}

static void spss_clock(wb_stat_variable *variable, const char *word, size_t length)
{
    static const char *const days[] = {"DATE", "ADATE", "EDATE", "SDATE", "JDATE",
                                       "QYR",  "MOYR",  "WKYR",  NULL};
    static const char *const moments[] = {"DATETIME", "YMDHMS", NULL};

    if (is_one_of(word, length, days))
        set_clock(variable, WB_TYPE_DATE32, 86400, SPSS_DAY_0);
    else if (is_one_of(word, length, moments))
        set_clock(variable, WB_TYPE_TIMESTAMP, 86400, SPSS_DAY_0);
}

static void stata_clock(wb_stat_variable *variable, const char *word)
{
    if (word[0] == 'd' || strncmp(word, "td", 2) == 0)
        set_clock(variable, WB_TYPE_DATE32, 1, STATA_DAY_0);
    else if (strncmp(word, "tc", 2) == 0)
        set_clock(variable, WB_TYPE_TIMESTAMP, 86400e3, STATA_DAY_0);
}

static void sas_clock(wb_stat_variable *variable, const char *word, size_t length)
{
    static const char *const days[] = {
        "DATE",    "DAY",     "DDMMYY",   "DDMMYYB",  "DDMMYYC", "DDMMYYD",  "DDMMYYN",
        "DDMMYYP", "DDMMYYS", "DOWNAME",  "JULDAY",   "JULIAN",  "MMDDYY",   "MMDDYYB",
        "MMDDYYC", "MMDDYYD", "MMDDYYN",  "MMDDYYP",  "MMDDYYS", "MMYY",     "MMYYC",
        "MMYYD",   "MMYYN",   "MMYYP",    "MMYYS",    "MONNAME", "MONTH",    "MONYY",
        "QTR",     "QTRR",    "WEEKDATE", "WEEKDATX", "WEEKDAY", "WORDDATE", "WORDDATX",
        "YEAR",    "YYMM",    "YYMMC",    "YYMMD",    "YYMMN",   "YYMMP",    "YYMMS",
        "YYMMDD",  "YYMMDDB", "YYMMDDC",  "YYMMDDD",  "YYMMDDN", "YYMMDDP",  "YYMMDDS",
        "YYMON",   "YYQ",     "YYQC",     "YYQD",     "YYQN",    "YYQP",     "YYQS",
        "E8601DA", "B8601DA", "E",        NULL};
    static const char *const moments[] = {"DATETIME", "DATEAMPM", "MDYAMPM", NULL};

    if (length == 1 && strncmp(word, "E8601DA", 7) != 0 &&
        strncmp(word, "E8601DT", 7) != 0)
        return;
    if (strncmp(word, "E8601DT", 7) == 0 || strncmp(word, "B8601DT", 7) == 0 ||
        is_one_of(word, length, moments))
        set_clock(variable, WB_TYPE_TIMESTAMP, 86400, STATA_DAY_0);
    else if (strncmp(word, "B8601DA", 7) == 0 || is_one_of(word, length, days))
        set_clock(variable, WB_TYPE_DATE32, 1, STATA_DAY_0);
}

void wb_stat_type(wb_stat_variable *variable, readstat_type_t type, int32_t file)
{
    const char *word = "";
    size_t length = variable->format != NULL ? format_word(variable->format, &word) : 0;

    if (type == READSTAT_TYPE_STRING || type == READSTAT_TYPE_STRING_REF) {
        variable->type = WB_TYPE_UTF8;
        return;
    }
    variable->type = type == READSTAT_TYPE_FLOAT || type == READSTAT_TYPE_DOUBLE
                         ? WB_TYPE_FLOAT64
                         : WB_TYPE_INT32;
    if (length == 0)
        return;
    if (file == WB_STATFILE_DTA)
        stata_clock(variable, word);
    else if (file == WB_STATFILE_XPT || file == WB_STATFILE_SAS7BDAT)
        sas_clock(variable, word, length);
    else
        spss_clock(variable, word, length);
}

int32_t wb_stat_tag(char letter)
{
    if (letter >= 'a' && letter <= 'z')
        return letter - 'a' + 1;
    if (letter >= 'A' && letter <= 'Z')
        return letter - 'A' + 1;
    return letter == '_' ? 27 : 0;
}

/* ---- columns ---- */

static wb_status fail_choice(const char *name, const char *what, wb_error *err)
{
    return wb_fail_at(err, WB_E_DATA, -1, name, "the variable '%s' %s", name, what);
}

static wb_status choose_one(wb_stat_dictionary *dictionary, const char *name,
                            int64_t column, wb_error *err)
{
    if (name == NULL)
        return wb_fail(err, WB_E_ARG, "wanted variable %lld is NULL", (long long)column);
    for (size_t i = 0; i < dictionary->n; i++) {
        wb_stat_variable *variable = &dictionary->variables[i];
        if (strcmp(variable->name, name) != 0)
            continue;
        if (variable->column >= 0)
            return wb_fail_at(err, WB_E_ARG, -1, name,
                              "the variable '%s' is wanted twice", name);
        variable->column = column;
        return WB_OK;
    }
    return fail_choice(name, "is wanted and not there", err);
}

wb_status wb_stat_choose(wb_stat_dictionary *dictionary, const char *const *names,
                         size_t n_names, size_t *n_columns, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < dictionary->n; i++)
        dictionary->variables[i].column = names == NULL ? (int64_t)i : -1;
    for (size_t i = 0; names != NULL && i < n_names && st == WB_OK; i++)
        st = choose_one(dictionary, names[i], (int64_t)i, err);
    *n_columns = names == NULL ? dictionary->n : n_names;
    return st;
}

/* A code of the file as a code of the column; NaN when it cannot be one. */
static double column_code(const wb_stat_variable *variable, double code)
{
    int64_t moment = 0;

    if (variable->clock.per_day == 0 || !isfinite(code))
        return code;
    return wb_stat_moment(variable, code, &moment) ? (double)moment : NAN;
}

static wb_status add_label(const wb_stat_dictionary *dictionary,
                           const wb_stat_variable *variable, const wb_stat_label *label,
                           wb_frame *frame, size_t column, wb_error *err)
{
    double code = label->tag != 0 ? wb_stat_tag_code(variable->type, label->tag)
                                  : column_code(variable, label->code);

    if (label->text != NULL || variable->type == WB_TYPE_UTF8 || isnan(code) ||
        (label->tag != 0 && !dictionary->tags))
        return WB_OK;
    for (size_t i = 0; i < wb_frame_value_label_count(frame, column); i++) {
        if (wb_frame_value_label_code(frame, column, i) != code)
            continue;
        const char *other = wb_frame_value_label_text(frame, column, i);
        if (strcmp(other, label->label) == 0)
            return WB_OK;
        char number[WB_NUMBER_CHARS];
        wb_format_double(number, code);
        return wb_fail_at(err, WB_E_DATA, -1, variable->name,
                          "code %s of variable '%s' has two labels: '%.40s' and '%.40s'",
                          number, variable->name, other, label->label);
    }
    return wb_frame_set_value_label(frame, column, code, label->label, err);
}

static wb_status add_ranges(const wb_stat_dictionary *dictionary,
                            const wb_stat_variable *variable, wb_frame *frame,
                            size_t column, wb_error *err)
{
    wb_status st = WB_OK;

    if (variable->type == WB_TYPE_UTF8)
        return WB_OK;
    for (size_t i = 0; i < variable->n_ranges; i++) {
        double low = column_code(variable, variable->range[i][0]);
        double high = column_code(variable, variable->range[i][1]);
        if (low <= high)
            WB_TRY(wb_frame_add_missing_range(frame, column, low, high, err));
    }
    if (dictionary->tags)
        WB_TRY(wb_frame_add_missing_range(frame, column,
                                          wb_stat_tag_code(variable->type, 1),
                                          wb_stat_tag_code(variable->type, 27), err));
done:
    return st;
}

static wb_status add_column(const wb_stat_dictionary *dictionary,
                            const wb_stat_variable *variable, wb_frame *frame,
                            wb_error *err)
{
    static const int64_t nothing[1] = {0};
    const wb_stat_set *set = wb_stat_find_set(dictionary, variable->set);
    wb_column column = WB_COLUMN_INIT;
    size_t index = wb_frame_column_count(frame);
    wb_status st = WB_OK;

    if (wb_frame_find(frame, variable->name) >= 0)
        return fail_choice(variable->name, "is there twice", err);
    column.type = variable->type;
    column.values = nothing;
    column.offsets = variable->type == WB_TYPE_UTF8 ? nothing : NULL;
    column.flags = WB_COLUMN_COPY;
    WB_TRY(wb_frame_add_column(frame, variable->name, &column, err));
    if (variable->label != NULL)
        WB_TRY(wb_frame_set_label(frame, index, variable->label, err));
    for (size_t i = 0; set != NULL && i < set->n; i++)
        WB_TRY(add_label(dictionary, variable, &set->labels[i], frame, index, err));
    WB_TRY(add_ranges(dictionary, variable, frame, index, err));
done:
    return st;
}

wb_status wb_stat_template(const wb_stat_dictionary *dictionary,
                           wb_stat_variable *const *by_column, size_t n_columns,
                           wb_frame **out, wb_error *err)
{
    wb_frame *frame = NULL;
    wb_status st = WB_OK;

    WB_TRY(wb_frame_new(0, &frame, err));
    for (size_t i = 0; i < n_columns; i++)
        WB_TRY(add_column(dictionary, by_column[i], frame, err));
    if (dictionary->label != NULL && strncmp(dictionary->label, "SYNTHETIC", 9) == 0)
        WB_TRY(wb_frame_set_metadata(frame, WB_SYNTHETIC, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    return st;
}
