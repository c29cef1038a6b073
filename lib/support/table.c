/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rules shown as frames: a list of those built in, and the parts of one. */
#include "support/assess.h"

#include "base/embedded.h"

#include <stdlib.h>
#include <string.h>

/* What a part is made of. */
typedef struct showing {
    const wb_support *support;
    const char *language;
    wb_fill fill;
    wb_text text; /* of the cell at hand */
} showing;

/* The text that was said, as a cell. */
static wb_status put_said(showing *show, wb_error *err)
{
    wb_status st = wb_fill_text(&show->fill, wb_text_or_empty(&show->text), err);

    wb_text_cut(&show->text, 0);
    return st;
}

/* source, verified, note */
static wb_status put_claim(showing *show, const wb_claim *claim, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_say_sources(&show->text, show->support, claim, err));
    WB_TRY(put_said(show, err));
    WB_TRY(wb_fill_int64(&show->fill, claim->verified, err));
    WB_TRY(wb_fill_text(&show->fill, wb_support_text(claim->json, "note", show->language),
                        err));
done:
    return st;
}

/* ---- facts ---- */

static const wb_fill_column fact_columns[] = {{"id", WB_TYPE_UTF8},
                                              {"label", WB_TYPE_UTF8},
                                              {"type", WB_TYPE_UTF8},
                                              {"values", WB_TYPE_UTF8},
                                              {NULL, WB_TYPE_NULL}};

static wb_status fill_facts(showing *show, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < show->support->n_facts; i++) {
        const wb_fact *fact = &show->support->facts[i];

        WB_TRY(wb_fill_text(&show->fill, fact->id, err));
        WB_TRY(wb_fill_text(&show->fill, wb_fact_label(show->support, i, show->language),
                            err));
        WB_TRY(wb_fill_text(&show->fill, wb_fact_type_names[fact->type], err));
        for (size_t k = 0; k < json_array_size(fact->values); k++) {
            const json_t *id = json_object_get(json_array_get(fact->values, k), "id");
            WB_TRY(wb_text_format(&show->text, err, "%s%s", k == 0 ? "" : ",",
                                  json_string_value(id)));
        }
        WB_TRY(put_said(show, err));
    }
done:
    return st;
}

/* ---- conditions ---- */

static const wb_fill_column condition_columns[] = {
    {"id", WB_TYPE_UTF8},    {"kind", WB_TYPE_UTF8},   {"asked", WB_TYPE_UTF8},
    {"facts", WB_TYPE_UTF8}, {"source", WB_TYPE_UTF8}, {"verified", WB_TYPE_BOOL},
    {"note", WB_TYPE_UTF8},  {NULL, WB_TYPE_NULL}};

static wb_status say_fact_ids(showing *show, uint64_t facts, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < show->support->n_facts; i++) {
        if ((facts >> i & 1) != 0)
            WB_TRY(wb_text_format(&show->text, err, "%s%s",
                                  show->text.length == 0 ? "" : ",",
                                  show->support->facts[i].id));
    }
done:
    return st;
}

static wb_status fill_conditions(showing *show, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < show->support->n_conditions; i++) {
        const wb_condition *condition = &show->support->conditions[i];

        WB_TRY(wb_fill_text(&show->fill, condition->id, err));
        WB_TRY(wb_fill_text(&show->fill, condition->kind, err));
        WB_TRY(wb_fill_text(
            &show->fill, wb_support_text(condition->claim.json, "asked", show->language),
            err));
        WB_TRY(say_fact_ids(show, condition->facts, err));
        WB_TRY(put_said(show, err));
        WB_TRY(put_claim(show, &condition->claim, err));
    }
done:
    return st;
}

/* ---- figures ---- */

static const wb_fill_column figure_columns[] = {
    {"id", WB_TYPE_UTF8},         {"kind", WB_TYPE_UTF8},   {"date", WB_TYPE_DATE32},
    {"percent", WB_TYPE_FLOAT64}, {"cents", WB_TYPE_INT64}, {"source", WB_TYPE_UTF8},
    {"verified", WB_TYPE_BOOL},   {"note", WB_TYPE_UTF8},   {NULL, WB_TYPE_NULL}};

static wb_status fill_bound(showing *show, const char *id, const wb_bound *bound,
                            wb_error *err)
{
    wb_status st = WB_OK;

    if (!bound->given)
        return WB_OK;
    WB_TRY(wb_fill_text(&show->fill, id, err));
    WB_TRY(wb_fill_text(&show->fill, "date", err));
    WB_TRY(wb_fill_int64(&show->fill, bound->day, err));
    WB_TRY(wb_fill_missing(&show->fill, err));
    WB_TRY(wb_fill_missing(&show->fill, err));
    WB_TRY(put_claim(show, &bound->claim, err));
done:
    return st;
}

static wb_status fill_rate(showing *show, const wb_rate *rate, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&show->fill, rate->id, err));
    WB_TRY(wb_fill_text(&show->fill, "percent", err));
    WB_TRY(wb_fill_missing(&show->fill, err));
    WB_TRY(wb_fill_double(&show->fill, (double)rate->rate / 100, err));
    WB_TRY(wb_fill_missing(&show->fill, err));
    WB_TRY(put_claim(show, &rate->claim, err));
done:
    return st;
}

static wb_status fill_ceiling(showing *show, const wb_ceiling *ceiling, wb_error *err)
{
    wb_status st = WB_OK;

    if (!ceiling->given)
        return WB_OK;
    WB_TRY(wb_fill_text(&show->fill, "ceiling", err));
    WB_TRY(wb_fill_text(&show->fill, "cents", err));
    WB_TRY(wb_fill_missing(&show->fill, err));
    WB_TRY(wb_fill_missing(&show->fill, err));
    WB_TRY(wb_fill_int64(&show->fill, ceiling->cents, err));
    WB_TRY(put_claim(show, &ceiling->claim, err));
done:
    return st;
}

static wb_status fill_figures(showing *show, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(fill_bound(show, "from", &show->support->from, err));
    WB_TRY(fill_bound(show, "until", &show->support->until, err));
    for (size_t i = 0; i < show->support->n_rates; i++)
        WB_TRY(fill_rate(show, &show->support->rates[i], err));
    WB_TRY(fill_ceiling(show, &show->support->ceiling, err));
done:
    return st;
}

/* ---- sources ---- */

static const wb_fill_column source_columns[] = {{"id", WB_TYPE_UTF8},
                                                {"title", WB_TYPE_UTF8},
                                                {"where", WB_TYPE_UTF8},
                                                {NULL, WB_TYPE_NULL}};

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids, in an order that does not hang on how the file was written. */
static size_t order_sources(json_t *sources, const char *ids[WB_MAX_SOURCES])
{
    size_t n = 0;
    const char *id;
    json_t *source;

    json_object_foreach(sources, id, source)
    {
        ids[n++] = id;
    }
    qsort(ids, n, sizeof *ids, by_bytes);
    return n;
}

static wb_status fill_sources(showing *show, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *sources = json_object_get(show->support->document.root, "sources");
    const char *ids[WB_MAX_SOURCES];
    size_t n = order_sources(sources, ids);

    for (size_t i = 0; i < n; i++) {
        const json_t *source = json_object_get(sources, ids[i]);

        WB_TRY(wb_fill_text(&show->fill, ids[i], err));
        WB_TRY(wb_fill_text(&show->fill,
                            json_string_value(json_object_get(source, "title")), err));
        WB_TRY(wb_fill_text(&show->fill,
                            json_string_value(json_object_get(source, "where")), err));
    }
done:
    return st;
}

/* ---- a part ---- */

static const struct part {
    const char *name;
    const wb_fill_column *columns;
    wb_status (*fill)(showing *show, wb_error *err);
} parts[] = {
    {"facts", fact_columns, fill_facts},
    {"conditions", condition_columns, fill_conditions},
    {"figures", figure_columns, fill_figures},
    {"sources", source_columns, fill_sources},
};

wb_status wb_support_table(const wb_support *support, const char *part,
                           const char *language, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    const struct part *found = NULL;
    showing show = {.support = support, .language = language};

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (support == NULL || part == NULL)
        return wb_fail(err, WB_E_ARG, "a rule and a part are required");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (strcmp(parts[i].name, part) == 0)
            found = &parts[i];
    }
    if (found == NULL)
        return wb_fail_at(err, WB_E_ARG, -1, part,
                          "a rule has no part '%.80s'; it has facts, conditions, figures "
                          "and sources",
                          part);
    WB_TRY(wb_fill_columns(&show.fill, found->columns, err));
    WB_TRY(found->fill(&show, err));
    WB_TRY(wb_fill_finish(&show.fill, out, err));

done:
    wb_fill_close(&show.fill);
    wb_text_free(&show.text);
    return st;
}

/* ---- the list ---- */

static const wb_fill_column list_columns[] = {
    {"id", WB_TYPE_UTF8},         {"measure", WB_TYPE_UTF8},  {"title", WB_TYPE_UTF8},
    {"from", WB_TYPE_DATE32},     {"until", WB_TYPE_DATE32},  {"in_period", WB_TYPE_BOOL},
    {"historical", WB_TYPE_BOOL}, {"verified", WB_TYPE_BOOL}, {NULL, WB_TYPE_NULL}};

static wb_status put_rule(wb_fill *fill, const wb_support *rule, wb_outcome in_period,
                          const char *language, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(fill, rule->id, err));
    WB_TRY(wb_fill_text(fill, rule->measure, err));
    WB_TRY(wb_fill_text(fill, wb_support_title(rule, language), err));
    WB_TRY(wb_fill_given(fill, rule->from.given, rule->from.day, err));
    WB_TRY(wb_fill_given(fill, rule->until.given, rule->until.day, err));
    WB_TRY(wb_fill_given(fill, in_period != WB_UNKNOWN, in_period == WB_MET, err));
    WB_TRY(wb_fill_int64(fill, rule->historical, err));
    WB_TRY(wb_fill_int64(fill, wb_support_verified(rule), err));
done:
    return st;
}

wb_status wb_support_list(const char *date, const char *language, wb_frame **out,
                          wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill fill = {0};
    wb_support *rule = NULL;
    bool given;
    int32_t day;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    WB_TRY(wb_support_date(date, &given, &day, err));
    WB_TRY(wb_fill_columns(&fill, list_columns, err));
    for (size_t i = 0; i < wb_embedded_support_count; i++) {
        WB_TRY(wb_support_builtin(wb_embedded_support[i].name, &rule, err));
        WB_TRY(
            put_rule(&fill, rule, wb_support_in_period(rule, given, day), language, err));
        wb_support_free(rule);
        rule = NULL;
    }
    WB_TRY(wb_fill_finish(&fill, out, err));

done:
    wb_support_free(rule);
    wb_fill_close(&fill);
    return st;
}
