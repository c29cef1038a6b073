/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From findings to what may be done: suggestions of a catalogue, draft actions. */
#include "scan/suggest.h"
#include "scan/words.h"

#include <werkbaar/scan.h>

#include <string.h>

/* What a catalogue has, as frames of its own. */
typedef struct catalogued {
    wb_frame *measures, *dutch, *english, *themes;
} catalogued;

static wb_status read_catalogue(catalogued *c, const wb_catalogue *catalogue,
                                const char *language, wb_error *err)
{
    wb_status st;

    WB_TRY(wb_catalogue_table(catalogue, "measures", language, &c->measures, err));
    WB_TRY(wb_catalogue_table(catalogue, "measures", "nl", &c->dutch, err));
    WB_TRY(wb_catalogue_table(catalogue, "measures", "en", &c->english, err));
    st = wb_catalogue_table(catalogue, "themes", language, &c->themes, err);
done:
    return st;
}

static void catalogued_free(catalogued *c)
{
    wb_frame_free(c->measures);
    wb_frame_free(c->dutch);
    wb_frame_free(c->english);
    wb_frame_free(c->themes);
}

static wb_status read_most(int32_t *most, const wb_suggest_options *theirs, wb_error *err)
{
    wb_suggest_options ours = WB_SUGGEST_OPTIONS_INIT;
    wb_status st = wb_options_read_whole(
        &ours, sizeof ours, offsetof(wb_suggest_options, reserved1), theirs, err);

    if (st == WB_OK && ours.most < 0)
        return wb_fail_at(err, WB_E_ARG, -1, "most", "most is %d, below 0", ours.most);
    *most = ours.most == 0 ? 3 : ours.most;
    return st;
}

wb_status wb_scan_suggest(const wb_frame *findings, const wb_catalogue *catalogue,
                          const wb_suggest_options *options, const char *language,
                          wb_frame **out, wb_error *err)
{
    catalogued c = {0};
    wb_findings found;
    wb_frame *view = NULL;
    int32_t most = 0;
    wb_status st;

    if (out != NULL)
        *out = NULL;
    if (findings == NULL || catalogue == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "findings, catalogue and out are required");
    WB_TRY(read_most(&most, options, err));
    WB_TRY(wb_frame_apply_ranges(findings, &view, err));
    WB_TRY(wb_findings_init(&found, view != NULL ? view : findings, err));
    WB_TRY(read_catalogue(&c, catalogue, language, err));
    st = wb_suggest(&found, &(wb_inspiration){c.measures, c.dutch, c.english, c.themes},
                    most, !wb_words_english(language), out, err);
done:
    catalogued_free(&c);
    wb_frame_free(view);
    return st;
}

wb_status wb_scan_draft_actions(const wb_frame *findings, const wb_frame *suggestions,
                                const char *language, wb_frame **out, wb_error *err)
{
    wb_findings found;
    wb_frame *view = NULL;
    bool both = language == NULL;
    wb_status st;

    if (out != NULL)
        *out = NULL;
    if (findings == NULL || suggestions == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "findings, suggestions and out are required");
    WB_TRY(wb_frame_apply_ranges(findings, &view, err));
    WB_TRY(wb_findings_init(&found, view != NULL ? view : findings, err));
    st = wb_draft_suggestions(&found, suggestions, !wb_words_english(language),
                              both || wb_words_english(language), out, err);
done:
    wb_frame_free(view);
    return st;
}
