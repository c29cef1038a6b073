/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The breakdowns of the definition that a page shows. */
#include "definition.h"
#include "labels.h"
#include "model.h"

#include <string.h>

static int is_declared(const wbr_model *model, const char *id)
{
    const json_t *variable = definition_find(model->group.definition, "variables", id);
    return json_object_get(variable, "categories") != NULL ||
           json_object_get(variable, "bands") != NULL;
}

const char *model_join(arena *a, const char *left, const char *right)
{
    char *text = arena_new(a, strlen(left) + strlen(right) + sizeof " × ", 1);
    if (text != NULL) {
        strcpy(text, left);
        strcat(text, left[0] != '\0' ? " × " : "");
        strcat(text, right);
    }
    return text;
}

/* "a", "a*b" or "a>b". */
static wb_status breakdown_read(wbr_model *model, const char *text, breakdown *b,
                                wb_error *err)
{
    b->title = "";
    b->is_declared = 1;
    while (text != NULL && b->n_variables < LARGEST_BREAKDOWN) {
        size_t length = strcspn(text, "*>");
        char *id = arena_text(&model->memory, text, length);
        char *label = id == NULL
                          ? NULL
                          : label_find(&model->memory, model->group.parts[WBR_LABELS],
                                       "variable", NULL, id);
        b->title = label != NULL ? model_join(&model->memory, b->title, label) : NULL;
        if (b->title == NULL) {
            return arena_failed(err);
        }
        b->variables[b->n_variables++] = id;
        b->is_declared = b->is_declared && is_declared(model, id);
        text = text[length] != '\0' ? text + length + 1 : NULL;
    }
    return WB_OK;
}

wb_status model_breakdowns_read(wbr_model *model, wb_error *err)
{
    json_t *list = json_object_get(model->group.definition, "breakdowns");
    size_t n = json_array_size(list), n_crossed = 0;
    wb_status st = WB_OK;
    model->breakdowns = arena_new(&model->memory, n + 1, sizeof *model->breakdowns);
    if (model->breakdowns == NULL) {
        return arena_failed(err);
    }
    for (size_t i = 0; i < n; i++) {
        n_crossed += strpbrk(json_string_value(json_array_get(list, i)), "*>") != NULL;
    }
    model->n_left_out = n_crossed > MOST_CROSSED ? n_crossed : 0;
    model->n_breakdowns = 1;
    for (size_t i = 0; i < n && st == WB_OK; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (model->n_left_out == 0 || strpbrk(text, "*>") == NULL) {
            st =
                breakdown_read(model, text, &model->breakdowns[model->n_breakdowns], err);
            model->n_breakdowns += st == WB_OK;
        }
    }
    return st;
}
