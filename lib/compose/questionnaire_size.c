/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How large a questionnaire may be: what its own file and that of its scan can hold. */
#include "compose/limits.h"
#include "compose/questionnaire.h"

#include <string.h>

typedef struct measured {
    const char *what;
    size_t n, most;
} measured;

static size_t size_of(const json_t *object, const char *key)
{
    const json_t *list = json_object_get(object, key);

    return json_is_array(list) ? json_array_size(list) : json_object_size(list);
}

static size_t most_discussed(const json_t *root)
{
    const json_t *themes = json_object_get(root, "themes");
    size_t most = 0;

    for (size_t i = 0; i < json_array_size(themes); i++) {
        size_t n = size_of(json_array_get(themes, i), "discussion");

        most = n > most ? n : most;
    }
    return most;
}

static size_t count_checks(const json_t *root)
{
    const json_t *questions = json_object_get(root, "questions");
    size_t n = 0;

    for (size_t i = 0; i < json_array_size(questions); i++)
        n += strcmp(wb_text_member(json_array_get(questions, i), "kind"), "check") == 0;
    return n;
}

wb_status wb_questionnaire_check_size(const json_t *root, wb_error *err)
{
    const json_t *person =
        json_object_get(json_object_get(root, "instruments"), "person");
    const measured parts[] = {
        {"themes", size_of(root, "themes"), WB_MAX_SCANNED_THEMES},
        {"questions to talk about one theme", most_discussed(root),
         WB_MAX_SCANNED_DISCUSSION},
        {"indicators", size_of(root, "indicators") + size_of(person, "composites"),
         WB_MAX_SCANNED_INDICATORS},
        {"checks", count_checks(root), WB_MAX_SCANNED_CHECKS},
        {"notices", size_of(root, "notices"), WB_MAX_SCANNED_NOTICES},
        {"terms", size_of(root, "terms"), WB_MAX_MERGED},
        {"sets of answers", size_of(root, "answer_sets"), WB_MAX_MERGED}};

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].n > parts[i].most)
            return wb_fail(err, WB_E_LIMIT,
                           "the questionnaire has %zu %s, where %zu is the most that it "
                           "and its scan may have",
                           parts[i].n, parts[i].what, parts[i].most);
    }
    return WB_OK;
}
