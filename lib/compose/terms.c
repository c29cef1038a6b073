/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Words that a firm may put in its own way: {leader} in a question. */
#include "compose/definition.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

enum { ID_ROOM = 65 };

/* The name between the brace at text[0] and the closing one; false when it is no id. */
static bool read_name(const char *text, char name[ID_ROOM])
{
    size_t length = strcspn(text + 1, "}");

    if (text[1 + length] != '}' || length >= ID_ROOM)
        return false;
    memcpy(name, text + 1, length);
    name[length] = '\0';
    return wb_is_id(name);
}

static wb_status check_text(const wb_json_at *at, const json_t *terms, wb_error *err)
{
    char name[ID_ROOM];

    for (const char *text = json_string_value(at->value);;) {
        text += strcspn(text, "{}");
        if (*text == '\0')
            return WB_OK;
        if (*text == '}' || !read_name(text, name))
            return wb_json_fail(at, WB_E_DATA, err,
                                "a brace is for a term, as in {leader}");
        if (json_object_get(terms, name) == NULL)
            return wb_json_fail(at, WB_E_DATA, err, "the term '%s' is not one of 'terms'",
                                name);
        text += strlen(name) + 2;
    }
}

wb_status wb_check_placeholders(const wb_json_at *texts, const json_t *terms,
                                wb_error *err)
{
    wb_status st = WB_OK;
    const char *language;
    json_t *value;

    json_object_foreach((json_t *)texts->value, language, value)
    {
        wb_json_at at = wb_json_member(texts, language);

        WB_TRY(check_text(&at, terms, err));
    }
done:
    return st;
}

/* ---- filling in ---- */

static bool begins_sentence(const wb_text *out)
{
    size_t n = out->length;

    return n == 0 || (n >= 2 && out->bytes[n - 1] == ' ' &&
                      strchr(".?!", out->bytes[n - 2]) != NULL);
}

/* The first character as a capital, the others as they are. */
wb_status wb_add_capital(wb_text *out, const char *text, size_t length, wb_error *err)
{
    utf8proc_int32_t first;
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text,
                                          (utf8proc_ssize_t)length, &first);
    wb_status st = WB_OK;

    WB_TRY(wb_text_append(out, (const char *)bytes,
                          (size_t)utf8proc_encode_char(utf8proc_toupper(first), bytes),
                          err));
    WB_TRY(wb_text_append(out, text + n, length - (size_t)n, err));

done:
    return st;
}

wb_status wb_fill_terms(const char *text, const json_t *terms, const char *language,
                        wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    char name[ID_ROOM];

    while (*text != '\0') {
        size_t plain = strcspn(text, "{");
        const char *term;

        WB_TRY(wb_text_append(out, text, plain, err));
        text += plain;
        if (*text == '\0' || !read_name(text, name))
            break;
        term = wb_text_member(json_object_get(terms, name), language);
        WB_TRY(begins_sentence(out) ? wb_add_capital(out, term, strlen(term), err)
                                    : wb_text_add(out, term, err));
        text += strlen(name) + 2;
    }
done:
    return st;
}

/* ---- terms ---- */

static size_t count_characters(const char *text)
{
    size_t n = 0;

    for (; *text != '\0'; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

static wb_status check_term_text(const wb_json_at *at, wb_error *err)
{
    const char *text = json_string_value(at->value);
    size_t n = count_characters(text);

    if (n > WB_MAX_TERM_CHARS)
        return wb_json_fail(at, WB_E_DATA, err,
                            "a term has at most %d characters, '%.80s' has %zu",
                            WB_MAX_TERM_CHARS, text, n);
    if (strpbrk(text, "{}") != NULL)
        return wb_json_fail(at, WB_E_DATA, err, "the term '%.80s' has a brace in it",
                            text);
    return WB_OK;
}

wb_status wb_check_term(const wb_json_at *texts, const json_t *languages, wb_error *err)
{
    wb_status st = WB_OK;
    const char *language;
    json_t *value;

    WB_TRY(wb_check_text_element(texts, languages, err));
    json_object_foreach((json_t *)texts->value, language, value)
    {
        wb_json_at at = wb_json_member(texts, language);

        WB_TRY(check_term_text(&at, err));
    }
done:
    return st;
}
