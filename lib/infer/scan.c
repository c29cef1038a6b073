/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "infer/scan.h"

#include "base/text.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool starts_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
           (unsigned char)c >= 0x80;
}

static size_t skip_space(const char *text, size_t at)
{
    while (is_space(text[at]))
        at++;
    return at;
}

/* Behind the closing quote of a text that begins at `at`; 0 when it is not closed. */
static size_t quoted_end(const char *text, size_t at)
{
    for (at++; text[at] != '\0' && text[at] != '"'; at++) {
        if (text[at] == '\\' && text[at + 1] != '\0')
            at++;
    }
    return text[at] == '"' ? at + 1 : 0;
}

/* Where `:=` stands, outside quotes; NULL when nowhere. */
static const char *find_label_end(const char *text)
{
    size_t at = 0;
    while (text[at] != '\0') {
        if (text[at] == ':' && text[at + 1] == '=')
            return text + at;
        size_t end = text[at] == '"' ? quoted_end(text, at) : at + 1;
        at = end > 0 ? end : at + 1;
    }
    return NULL;
}

wb_status wb_scan_start(wb_scan *scan, const char *text, char **label, wb_error *err)
{
    const char *mark = find_label_end(text);
    size_t first = skip_space(text, 0);
    size_t end = mark != NULL ? (size_t)(mark - text) : strlen(text);

    while (end > first && is_space(text[end - 1]))
        end--;
    *label = wb_copy_text(text + first, end - first);
    if (*label == NULL)
        return wb_fail_nomem(err);
    *scan = (wb_scan){text, mark != NULL ? (size_t)(mark - text) + 2 : 0};
    return WB_OK;
}

size_t wb_scan_position(const wb_scan *scan)
{
    return skip_space(scan->text, scan->at) + 1;
}

const char *wb_scan_next_text(const wb_scan *scan, size_t *length)
{
    const char *next = scan->text + skip_space(scan->text, scan->at);
    size_t end = 0;

    while (starts_name(next[end]) || (end > 0 && is_digit(next[end])))
        end++;
    *length = end > 0 || next[0] == '\0' ? end : 1;
    return next;
}

bool wb_scan_at_end(const wb_scan *scan)
{
    return scan->text[skip_space(scan->text, scan->at)] == '\0';
}

bool wb_scan_sees(const wb_scan *scan, char symbol)
{
    return scan->text[skip_space(scan->text, scan->at)] == symbol;
}

bool wb_scan_take(wb_scan *scan, char symbol)
{
    if (!wb_scan_sees(scan, symbol))
        return false;
    scan->at = skip_space(scan->text, scan->at) + 1;
    return true;
}

bool wb_scan_number(wb_scan *scan, double *number)
{
    const char *text = scan->text + skip_space(scan->text, scan->at);
    size_t end = 0;

    if (!is_digit(text[0]) && !(text[0] == '.' && is_digit(text[1])))
        return false;
    while (is_digit(text[end]) || text[end] == '.')
        end++;
    if (text[end] == 'e' || text[end] == 'E') {
        size_t sign = text[end + 1] == '-' || text[end + 1] == '+';
        if (is_digit(text[end + 1 + sign])) {
            end += 1 + sign;
            while (is_digit(text[end]))
                end++;
        }
    }
    if (!wb_parse_double(text, end, '.', number))
        return false;
    scan->at = (size_t)(text - scan->text) + end;
    return true;
}

static wb_scan_result take_quoted(wb_scan *scan, size_t at, char **taken)
{
    size_t end = quoted_end(scan->text, at);
    size_t length = 0;

    if (end == 0)
        return WB_SCAN_NONE;
    char *copy = wb_copy_text(scan->text + at + 1, end - at - 2);
    if (copy == NULL)
        return WB_SCAN_NOMEM;
    for (size_t i = 0; copy[i] != '\0'; i++) {
        if (copy[i] == '\\' && (copy[i + 1] == '"' || copy[i + 1] == '\\'))
            i++;
        copy[length++] = copy[i];
    }
    copy[length] = '\0';
    *taken = copy;
    scan->at = end;
    return WB_SCAN_TAKEN;
}

static wb_scan_result take_bare(wb_scan *scan, size_t at, size_t end, char **taken)
{
    if (end == at)
        return WB_SCAN_NONE;
    *taken = wb_copy_text(scan->text + at, end - at);
    if (*taken == NULL)
        return WB_SCAN_NOMEM;
    scan->at = end;
    return WB_SCAN_TAKEN;
}

wb_scan_result wb_scan_name(wb_scan *scan, char **name)
{
    size_t at = skip_space(scan->text, scan->at);
    size_t end = at;

    if (scan->text[at] == '"')
        return take_quoted(scan, at, name);
    while (starts_name(scan->text[end]) || (end > at && is_digit(scan->text[end])))
        end++;
    return take_bare(scan, at, end, name);
}

wb_scan_result wb_scan_value(wb_scan *scan, char **value)
{
    size_t at = skip_space(scan->text, scan->at);

    if (scan->text[at] == '"')
        return take_quoted(scan, at, value);
    return take_bare(scan, at, at + strcspn(scan->text + at, " \t\n\r,()[]\"="), value);
}
