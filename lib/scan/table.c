/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A scan shown: the choice of a part, and what each frame says of itself. */
#include "scan/showing.h"
#include "scan/words.h"

#include <string.h>

static const wb_scan_part *const parts[] = {
    &wb_part_groups,  &wb_part_themes,     &wb_part_response, &wb_part_results,
    &wb_part_records, &wb_part_checklists, &wb_part_guide,    &wb_part_method,
};

bool wb_showing_english(const wb_showing *show)
{
    return wb_words_english(show->language);
}

static wb_status describe(const wb_scan *scan, const char *part, wb_frame *frame,
                          wb_error *err)
{
    wb_status st = WB_OK;
    json_t *root = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:f}", "kind", "scan",
                             "part", part, "library", wb_version(), "scan", scan->id,
                             "hash", scan->hash, "questionnaire",
                             wb_subject_hash(scan->document.root), "level", scan->level);

    if (root != NULL && scan->synthetic)
        WB_TRY(wb_json_put(root, "synthetic", json_true(), err));
    WB_TRY(wb_frame_describe(frame, root, err));
done:
    json_decref(root);
    return st;
}

static wb_status copy_audit(const wb_scan *scan, wb_frame **out, wb_error *err)
{
    if (scan->audit == NULL)
        return wb_fail(err, WB_E_UNSUPPORTED,
                       "the audit of a scan is confidential: it is there where the scan "
                       "was run, not in its file");
    return wb_frame_slice(scan->audit, 0, wb_frame_row_count(scan->audit), out, err);
}

static wb_status show_part(const wb_scan *scan, const wb_scan_part *part,
                           const char *language, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_showing show = {.scan = scan, .language = language};
    wb_frame *made = NULL;

    WB_TRY(wb_fill_columns(&show.fill, part->columns, err));
    WB_TRY(part->fill(&show, err));
    WB_TRY(wb_fill_finish(&show.fill, &made, err));
    WB_TRY(describe(scan, part->name, made, err));
    *out = made;
    made = NULL;
done:
    wb_frame_free(made);
    wb_fill_close(&show.fill);
    return st;
}

wb_status wb_scan_table(const wb_scan *scan, const char *part, const char *language,
                        wb_frame **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (scan == NULL || part == NULL)
        return wb_fail(err, WB_E_ARG, "a scan and a part are required");
    if (strcmp(part, "audit") == 0)
        return copy_audit(scan, out, err);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(parts[i]->name, part) == 0)
            return show_part(scan, parts[i], language, out, err);
    }
    return wb_fail_at(err, WB_E_ARG, -1, part,
                      "a scan has no part '%.60s'; it has groups, themes, response, "
                      "results, audit, records, checklists, guide and method",
                      part);
}
