/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The page from top to bottom. It loads nothing: style and charts stand in it. */
#include "definition.h"
#include "section.h"

static int any_synthetic(const wbr_model *const *models, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (wbr_is_synthetic(wbr_model_group(models[i]))) {
            return 1;
        }
    }
    return 0;
}

static void head(page *p, int is_synthetic)
{
    page_begin(p);
    page_raw(p, is_synthetic ? "SYNTHETIC: " : "");
    page_say(p, WBR_TEXT_TITLE);
    page_raw(p, "</title>\n");
    section_style(p);
    page_raw(p, "</head>\n<body>\n<header>\n<h1>");
    page_raw(p, is_synthetic ? "SYNTHETIC: " : "");
    page_say(p, WBR_TEXT_TITLE);
    page_raw(p, "</h1>\n");
}

static void title_text(page *p, const wbr_model *model)
{
    const char *title =
        definition_text(wbr_model_group(model)->definition, "title", p->options.language);
    page_raw(p, wbr_is_synthetic(wbr_model_group(model)) ? "SYNTHETIC: " : "");
    page_text(p, title != NULL ? title : "");
}

static void contents(page *p, const wbr_model *const *models, size_t n)
{
    page_raw(p, "<nav><p>");
    page_say(p, WBR_TEXT_CONTENTS);
    page_raw(p, "</p><ul>\n");
    for (size_t i = 0; i < n; i++) {
        page_format(p, "<li><a href=\"#g%zu\">", i);
        title_text(p, models[i]);
        page_raw(p, "</a></li>\n");
    }
    page_raw(p, "</ul></nav>\n");
}

static void introduction(page *p)
{
    page_raw(p, "<p><strong>");
    page_say(p, WBR_TEXT_WHAT_IS_THIS);
    page_raw(p, "</strong> ");
    page_say(p, WBR_TEXT_INTRODUCTION);
    page_raw(p, "</p>\n<p>");
    page_say(p, WBR_TEXT_CARE);
    page_raw(p, "</p>\n");
}

/* What the data are, above everything that is shown of them. */
static void banner(page *p, const wbr_model *model)
{
    const wbr_group *group = wbr_model_group(model);
    if (group->note == NULL) {
        return;
    }
    int is_synthetic = wbr_is_synthetic(group);
    page_raw(p, "<div class=\"banner\" role=\"note\"><p>");
    page_raw(p, is_synthetic ? "<strong>SYNTHETIC.</strong> " : "");
    if (is_synthetic) {
        page_say(p, WBR_TEXT_SYNTHETIC_EXPLAINED);
        page_raw(p, "</p><p class=\"small\">");
    }
    page_text(p, group->note);
    page_raw(p, "</p>");
    if (is_synthetic) {
        page_raw(p, "<p>");
        page_say(p, group->n_figures > 0 ? WBR_TEXT_INVENTED_EXPLAINED
                                         : WBR_TEXT_INVENTED_ALL);
        page_raw(p, "</p>");
    }
    page_raw(p, "</div>\n");
}

static void further(page *p, const wbr_model *model)
{
    page_raw(p, "<h3>");
    page_both(p, "Verder", "Further");
    page_raw(p, "</h3>\n");
    section_topics(p, model);
    section_scales(p, model);
    section_counts(p, model);
    section_response(p, model);
    section_notes(p, model);
}

static void group_write(page *p, const wbr_model *model, size_t index)
{
    p->options.level = wbr_model_group(model)->level;
    p->options.interval = wbr_model_group(model)->interval;
    page_format(p, "<section id=\"g%zu\">\n<h2>", index);
    title_text(p, model);
    page_raw(p, "</h2>\n");
    banner(p, model);
    section_preset(p, model, index);
    if (wbr_wave_count(model) > 0) {
        section_workable(p, model, index);
        section_targets(p, model);
        section_overview(p, model);
        section_indicators(p, model, index);
        section_bottlenecks(p, model);
        section_mixes(p, model);
        section_published(p, model);
        section_changes(p, model);
        section_trend(p, model);
        section_breakdowns(p, model);
        further(p, model);
    }
    section_method(p, model);
    section_unverified(p, model, index);
    page_raw(p, "</section>\n");
}

wb_status wbr_page_write(const wbr_model *const *models, size_t n_models,
                         wbr_language language, wb_writer *writer, wb_error *err)
{
    page p = {.writer = writer, .err = err, .options = {.language = language}};
    head(&p, any_synthetic(models, n_models));
    introduction(&p);
    page_raw(&p, "</header>\n");
    if (n_models > 1) {
        contents(&p, models, n_models);
    }
    for (size_t i = 0; i < n_models; i++) {
        group_write(&p, models[i], i);
    }
    page_raw(&p, "<footer><p class=\"small\">");
    page_fill(&p, WBR_TEXT_METHOD_LIBRARY, (const char *const[]){wb_version()});
    page_raw(&p, "</p></footer>\n</body>\n</html>\n");
    return page_status(&p);
}
