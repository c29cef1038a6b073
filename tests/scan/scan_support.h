/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small organisations and frames for the tests of this room. Every helper asserts. */
#ifndef WB_TEST_SCAN_SUPPORT_H
#define WB_TEST_SCAN_SUPPORT_H

#include "frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ORGANISATION                                                                     \
    "'format':'werkbaar-organisation/1.0','id':'bakery',"                                \
    "'title':{'nl':'Bakkerij','en':'Bakery'},'synthetic':true,"                          \
    "'fieldwork':{'id':'2030','from':'2030-03-01','until':'2030-03-31'},"

/* Text with ' for ", in room of its own; freed with free(). */
static inline char *quoted(const char *text)
{
    char *json = malloc(strlen(text) + 1);

    assert_non_null(json);
    strcpy(json, text);
    for (char *at = json; *at != '\0'; at++) {
        if (*at == '\'')
            *at = '"';
    }
    return json;
}

static inline wb_status read_organisation(const char *text, wb_organisation **out,
                                          wb_error *err)
{
    char *json = quoted(text);
    wb_reader *reader = NULL;
    wb_status st = wb_reader_from_memory(json, strlen(json), "file", &reader, err);

    if (st == WB_OK)
        st = wb_organisation_read(reader, out, err);
    wb_reader_free(reader);
    free(json);
    return st;
}

static inline wb_organisation *organisation_of(const char *text)
{
    wb_organisation *made = NULL;
    wb_error err = {0};

    if (read_organisation(text, &made, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return made;
}

/* The questionnaire of a recipe of modules that are built in. */
static inline wb_questionnaire *composed(const char *recipe)
{
    char *json = quoted(recipe);
    wb_catalogue *catalogue = NULL;
    wb_reader *reader = NULL;
    wb_questionnaire *made = NULL;
    wb_error err = {0};

    assert_ok(wb_catalogue_new(&catalogue, NULL));
    assert_ok(wb_reader_from_memory(json, strlen(json), "recipe", &reader, NULL));
    if (wb_compose(catalogue, reader, &made, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    wb_reader_free(reader);
    wb_catalogue_free(catalogue);
    free(json);
    return made;
}

#endif
