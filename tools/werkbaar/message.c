/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "message.h"

#include "args.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text that grows in a fixed buffer; what does not fit is cut. */
typedef struct clause {
    char text[1100];
    size_t used;
} clause;

static void clause_add(clause *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void clause_add(clause *c, const char *format, ...)
{
    va_list list;
    if (c->used > 0 && c->used + 2 < sizeof c->text) {
        memcpy(c->text + c->used, ", ", 3);
        c->used += 2;
    }
    va_start(list, format);
    int n = vsnprintf(c->text + c->used, sizeof c->text - c->used, format, list);
    va_end(list);
    c->used += n > 0 ? (size_t)n : 0;
    if (c->used >= sizeof c->text) {
        c->used = sizeof c->text - 1;
    }
}

/* Where the sentence last names a place itself, as in "row 3" or "line 3"; or NULL. */
static const char *find_number(const char *message, const char *word, int64_t number)
{
    const char *found = NULL;
    char place[40];
    size_t n = (size_t)snprintf(place, sizeof place, "%s %" PRId64, word, number);
    for (const char *at = strstr(message, place); at != NULL;
         at = strstr(at + 1, place)) {
        if (at[n] == '\0' || strchr("0123456789", at[n]) == NULL) {
            found = at;
        }
    }
    return found;
}

/* The library counts rows from 0, in its sentences too; who reads this counts from 1. */
static void sentence_read(const wb_error *err, char *sentence, size_t size)
{
    const char *said =
        err->message[0] != '\0' ? err->message : wb_status_name(err->status);
    const char *row = err->row < 0 ? NULL : find_number(said, "row", err->row);
    if (row == NULL) {
        snprintf(sentence, size, "%s", said);
        return;
    }
    const char *rest = row + strlen("row ");
    snprintf(sentence, size, "%.*srow %" PRId64 "%s", (int)(row - said), said,
             err->row + 1, rest + strspn(rest, "0123456789"));
}

int cli_failed(const wb_error *err, const char *file)
{
    clause place = {"", 0};
    char sentence[sizeof err->message + 24];
    sentence_read(err, sentence, sizeof sentence);
    const char *where = err->where[0] != '\0' ? err->where : file;
    if (where != NULL && strstr(sentence, where) == NULL) {
        clause_add(&place, "%s", where);
    }
    if (err->line > 0 && find_number(sentence, "line", err->line) == NULL) {
        clause_add(&place, "line %" PRId32, err->line);
    }
    if (err->line > 0 && err->column > 0 && err->item[0] == '\0' &&
        find_number(sentence, "column", err->column) == NULL) {
        clause_add(&place, "column %" PRId32, err->column);
    }
    if (err->row >= 0 && err->line <= 0 &&
        find_number(sentence, "row", err->row + 1) == NULL) {
        clause_add(&place, "row %" PRId64, err->row + 1);
    }
    if (err->item[0] != '\0' && strstr(sentence, err->item) == NULL) {
        clause_add(&place, "'%s'", err->item);
    }
    fprintf(stderr, "werkbaar: %s%s%s\n", place.text, place.used > 0 ? ": " : "",
            sentence);
    return CLI_FAILED;
}

int cli_refused(const cli_args *args, const wb_error *err, const char *file)
{
    return err->status == WB_E_ARG ? cli_usage_error(args->command, "%s", err->message)
                                   : cli_failed(err, file);
}

void cli_controls_blank(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        unsigned char next = i + 1 < length ? (unsigned char)text[i + 1] : 0xff;
        if (c == 0xc2 && next < 0xa0) { /* U+0080 to U+009F */
            text[i] = ' ';
            text[++i] = ' ';
        } else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) {
            text[i] = ' ';
        }
    }
}

void cli_text_tell(const char *text, size_t length)
{
    char *copy = text != NULL ? malloc(length + 1) : NULL;
    if (copy != NULL) {
        memcpy(copy, text, length);
        cli_controls_blank(copy, length);
        fwrite(copy, 1, length, stderr);
    }
    free(copy);
}

wb_status cli_no_memory(wb_error *err)
{
    *err = (wb_error){.status = WB_E_NOMEM, .row = -1, .message = "out of memory"};
    return WB_E_NOMEM;
}

int cli_out_of_memory(void)
{
    fputs("werkbaar: out of memory\n", stderr);
    return CLI_FAILED;
}
