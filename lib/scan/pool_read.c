/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A pool file, checked by itself: what is in it, and that it holds no cell that is too
 * small, whoever wrote it. */
#include "scan/pool.h"

#include <string.h>

enum {
    MAX_INDICATORS = 1024,
    MAX_COUNTS = 10001,
    MAX_MEASURES = 10000,
    MAX_PEOPLE = 100000000
};

const char *const wb_staff_classes[] = {"1-9", "10-49", "50-249", "250+", NULL};
static const int64_t class_ends[] = {9, 49, 249};

const char *const wb_measure_states[] = {"planned", "running", "done", "stopped", NULL};

int32_t wb_staff_class_of(int64_t staff)
{
    int32_t at = 0;

    while (at < 3 && staff > class_ends[at])
        at++;
    return at;
}

/* ---- counts ---- */

static wb_status read_count(const wb_contribution *made, const wb_json_at *at,
                            int64_t min_n, wb_error *err)
{
    static const char *const keys[] = {"group", "n", "problem", "acute", NULL};
    int64_t most = made->staff_class < 3 ? class_ends[made->staff_class] : MAX_PEOPLE;
    int64_t n, problem, acute;
    const char *group = NULL;
    wb_status st;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(wb_json_string(at, "group", false, &group, err));
    WB_TRY(wb_json_int(at, "n", true, 0, MAX_PEOPLE, &n, err));
    if (n < min_n || n > most)
        return wb_json_fail(
            at, WB_E_DATA, err, "a cell of %lld people is %s", (long long)n,
            n < min_n ? "smaller than min_n" : "larger than the staff class");
    if (group != NULL &&
        (group[0] == '\0' || strchr(group, '\n') != NULL || strlen(group) > 512))
        return wb_json_fail(at, WB_E_DATA, err, "a group is the path of one");
    WB_TRY(wb_json_int(at, "problem", true, 0, n, &problem, err));
    st = wb_json_int(at, "acute", false, 0, problem, &acute, err);
done:
    return st;
}

/* Those of a group are among everyone, where everyone is shown. */
static wb_status check_part(const wb_json_at *list, const wb_json_at *at, wb_error *err)
{
    const json_t *first = json_array_get(list->value, 0);
    json_int_t all = json_integer_value(json_object_get(first, "n"));
    json_int_t n = json_integer_value(json_object_get(at->value, "n"));

    if (json_object_get(first, "group") == NULL && n > all)
        return wb_json_fail(at, WB_E_DATA, err,
                            "a group of %lld people is larger than everyone, who are "
                            "%lld",
                            (long long)n, (long long)all);
    return WB_OK;
}

static const char *group_at(const wb_json_at *list, size_t i)
{
    return json_string_value(json_object_get(json_array_get(list->value, i), "group"));
}

static wb_status read_counts(wb_contribution *made, const wb_json_at *indicator,
                             int64_t min_n, wb_error *err)
{
    wb_json_at list;
    size_t n;
    wb_status st;

    WB_TRY(wb_json_list(indicator, "counts", true, MAX_COUNTS, &list, &n, err));
    for (size_t i = 0; i < n; i++) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(read_count(made, &at, min_n, err));
        /* The writer keeps them in order: others must, too, so that twice is seen. */
        if (i > 0 && (group_at(&list, i) == NULL ||
                      (group_at(&list, i - 1) != NULL &&
                       strcmp(group_at(&list, i - 1), group_at(&list, i)) >= 0)))
            return wb_json_fail(&at, WB_E_DATA, err,
                                "groups come once, everyone first and then in order of "
                                "their bytes");
        WB_TRY(check_part(&list, &at, err));
    }
    made->n_counts += n;
done:
    return st;
}

static wb_status check_fingerprint(const wb_json_at *indicator, wb_error *err)
{
    const char *text = NULL;
    wb_json_at at = wb_json_member(indicator, "fingerprint");
    wb_status st = wb_json_string(indicator, "fingerprint", true, &text, err);

    if (st == WB_OK && !wb_is_hash(text))
        return wb_json_fail(&at, WB_E_DATA, err,
                            "a fingerprint has 64 hexadecimal digits");
    return st;
}

static wb_status read_indicators(wb_contribution *made, const wb_json_at *root,
                                 int64_t min_n, wb_error *err)
{
    static const char *const keys[] = {"id", "fingerprint", "counts", NULL};
    const char *before = NULL, *id = NULL;
    wb_json_at list;
    size_t n;
    wb_status st;

    WB_TRY(wb_json_list(root, "indicators", false, MAX_INDICATORS, &list, &n, err));
    for (size_t i = 0; i < n; i++, before = id) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(wb_json_check_keys(&at, keys, err));
        WB_TRY(wb_json_id(&at, "id", &id, err));
        if (before != NULL && strcmp(before, id) >= 0)
            return wb_json_fail(&at, WB_E_DATA, err,
                                "indicators come once, in order of their ids");
        WB_TRY(check_fingerprint(&at, err));
        WB_TRY(read_counts(made, &at, min_n, err));
    }
done:
    return st;
}

/* ---- measures ---- */

static wb_status read_measures(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"measure", "status", NULL};
    const char *before = NULL, *id = NULL;
    int32_t state;
    wb_json_at list;
    size_t n;
    wb_status st;

    WB_TRY(wb_json_list(root, "measures", false, MAX_MEASURES, &list, &n, err));
    for (size_t i = 0; i < n; i++, before = id) {
        wb_json_at at = wb_json_element(&list, i);

        WB_TRY(wb_json_check_keys(&at, keys, err));
        WB_TRY(wb_json_id(&at, "measure", &id, err));
        if (before != NULL && strcmp(before, id) >= 0)
            return wb_json_fail(&at, WB_E_DATA, err,
                                "measures come once, in order of their ids");
        WB_TRY(wb_json_choice(&at, "status", wb_measure_states, &state, err));
    }
done:
    return st;
}

/* ---- all ---- */

static wb_status read_head(wb_contribution *made, const wb_json_at *root, int64_t *min_n,
                           wb_error *err)
{
    static const char *const keys[] = {"format",      "company",   "questionnaire",
                                       "staff_class", "min_n",     "indicators",
                                       "measures",    "synthetic", NULL};
    wb_json_at hash = wb_json_member(root, "questionnaire");
    wb_status st;

    WB_TRY(wb_json_check_format(root, "pool", 1, err));
    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(wb_json_id(root, "company", &made->company, err));
    WB_TRY(wb_json_string(root, "questionnaire", true, &made->questionnaire, err));
    if (!wb_is_hash(made->questionnaire))
        return wb_json_fail(&hash, WB_E_DATA, err,
                            "questionnaire is the hash of one, 64 hexadecimal digits");
    WB_TRY(
        wb_json_choice(root, "staff_class", wb_staff_classes, &made->staff_class, err));
    WB_TRY(wb_json_int(root, "min_n", true, WB_POOL_MIN_N, MAX_PEOPLE, min_n, err));
    st = wb_json_bool(root, "synthetic", false, &made->synthetic, err);
done:
    return st;
}

wb_status wb_contribution_read(wb_contribution *made, wb_reader *reader, wb_error *err)
{
    wb_json_at root;
    int64_t min_n = 0;
    wb_status st;

    WB_TRY(wb_json_read(reader, &made->document, err));
    root = wb_json_root(&made->document);
    WB_TRY(read_head(made, &root, &min_n, err));
    WB_TRY(read_indicators(made, &root, min_n, err));
    st = read_measures(&root, err);
done:
    return st;
}
