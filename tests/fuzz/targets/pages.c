/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Pages: whatever texts stand in a plan, a scan, a questionnaire, an instrument or the
 * answers, none of them becomes markup. A document is shown as it is, and with a text
 * behind each of its texts that would break out of anything. */
#include "command.h"
#include "fuzz.h"
#include "html.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Answers to the instrument of tests/vectors, by sectors of which one breaks out. */
static const char answers[] = "year,sector,a1,a2,b1,b2\n"
                              "2023,<zz zz='1'>&zz;,1,1,0,1\n"
                              "2023,b,1,0,0,0\n2023,b,0,0,1,1\n"
                              "2023,\"\"\"'><zz\",1,1,1,1\n";

void fuzz_start(void)
{
    command_start();
    command_file("answers.csv", answers, sizeof answers - 1);
}

/* ---- texts that break out ---- */

static bool is_text(const char *key, const json_t *value)
{
    static const char *const keys[] = {"nl",      "en",      "fr",    "de",      "title",
                                       "note",    "name",    "label", "source",  "where",
                                       "licence", "heading", "quote", "contact", NULL};
    size_t i = 0;
    while (keys[i] != NULL && strcmp(keys[i], key) != 0) {
        i++;
    }
    return json_is_string(value) && keys[i] != NULL;
}

static void decorate(json_t *value)
{
    const char *key;
    json_t *member;
    size_t index;
    void *next;
    json_object_foreach_safe(value, next, key, member)
    {
        if (is_text(key, member)) {
            json_object_set_new(
                value, key,
                json_sprintf("%s%s", json_string_value(member), HTML_HOSTILE));
        } else if (strcmp(key, "terms") != 0) { /* short words alone */
            decorate(member);
        }
    }
    json_array_foreach(value, index, member)
    {
        decorate(member);
    }
}

/* ---- pages ---- */

static void run(const char *const *words)
{
    char *copies[COMMAND_WORDS + 1] = {NULL};
    for (int i = 0; words[i] != NULL; i++) {
        memcpy(&copies[i], &words[i], sizeof copies[i]);
    }
    if (command_run(copies) == 0) {
        fuzz_accept();
    }
    command_files("out", ".html", html_check);
    command_files(".", ".html", html_check);
    command_clear();
}

/* What can be shown of a document, by its format. */
static void show(const char *format)
{
    static const struct {
        const char *format;
        const char *words[12];
    } pages[] = {
        {"werkbaar-plan/",
         {"plan", "status", "in.json", "--now", "2025-07-01", "--report", "out"}},
        {"werkbaar-plan/",
         {"plan", "answers", "in.json", "--report", "out", "--lang", "en"}},
        {"werkbaar-scan/", {"scan", "page", "in.json", "--output", "out"}},
        {"werkbaar-questionnaire/",
         {"scan", "guide", "in.json", "--output", "guide.html"}},
        {"werkbaar-questionnaire/",
         {"scan", "export", "in.json", "--output", "asked.html"}},
        {"werkbaar-recipe/", {"scan", "export", "in.json", "--output", "asked.html"}},
        {"werkbaar-instrument/",
         {"monitor", "--instrument", "in.json", "answers.csv", "--wave", "year", "--by",
          "sector", "--output", "out", "--threads=1"}},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (strncmp(format, pages[i].format, strlen(pages[i].format)) == 0) {
            run(pages[i].words);
        }
    }
}

static void show_document(const json_t *root)
{
    const char *format = json_string_value(json_object_get(root, "format"));
    char *text = format != NULL ? json_dumps(root, JSON_COMPACT) : NULL;
    if (text != NULL) {
        command_file("in.json", text, strlen(text));
        show(format);
    }
    free(text);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    json_t *root = json_loadb((const char *)bytes, n, 0, NULL);
    if (root == NULL) {
        return; /* what is no JSON is for other targets */
    }
    show_document(root);
    decorate(root);
    show_document(root);
    json_decref(root);
}
