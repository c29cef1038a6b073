/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Companies come into a pool whole or not at all: what a failed one left in the lists of
 * cells has no counts, and what has none is nowhere in a result. */
#include "scan/pool.h"

#include <string.h>

wb_span wb_key_first(wb_span key)
{
    const char *end = memchr(key.bytes, '\n', key.length);

    return (wb_span){key.bytes, end != NULL ? (size_t)(end - key.bytes) : key.length};
}

wb_span wb_key_second(wb_span key)
{
    size_t first = wb_key_first(key).length + 1;

    return first < key.length ? (wb_span){key.bytes + first, key.length - first}
                              : (wb_span){NULL, 0};
}

bool wb_pool_takes(const wb_pool *pool, int32_t staff_class, int32_t company)
{
    return staff_class < 0 || pool->companies[company].staff_class == staff_class;
}

wb_status wb_pool_new(wb_pool **out, wb_error *err)
{
    wb_pool *pool;
    wb_status st = WB_OK;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    pool = wb_allocate(1, sizeof *pool);
    if (pool == NULL)
        return wb_fail_nomem(err);
    pool->fingerprints = json_object();
    if (pool->fingerprints == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_keys_new("cell", &pool->cells, err));
    WB_TRY(wb_keys_new("measure", &pool->measures, err));
    *out = pool;
    pool = NULL;
done:
    wb_pool_free(pool);
    return st;
}

void wb_pool_free(wb_pool *pool)
{
    if (pool == NULL)
        return;
    for (size_t i = 0; i < pool->n_companies; i++)
        wb_release(pool->companies[i].name);
    wb_release(pool->companies);
    wb_release(pool->counts);
    wb_release(pool->choices);
    wb_release(pool->questionnaire);
    json_decref(pool->fingerprints);
    wb_keys_free(pool->cells);
    wb_keys_free(pool->measures);
    wb_release(pool);
}

int64_t wb_pool_company_count(const wb_pool *pool)
{
    return (int64_t)pool->n_companies;
}

/* ---- does it belong ---- */

static wb_status check_fingerprints(const wb_pool *pool, const wb_json_at *indicators,
                                    wb_error *err)
{
    for (size_t i = 0; i < json_array_size(indicators->value); i++) {
        wb_json_at at = wb_json_element(indicators, i);
        const char *id = json_string_value(json_object_get(at.value, "id"));
        const json_t *ours = json_object_get(pool->fingerprints, id);

        if (ours != NULL && !json_equal(ours, json_object_get(at.value, "fingerprint")))
            return wb_json_fail(&at, WB_E_CONFLICT, err,
                                "indicator '%s' has another fingerprint in this pool: "
                                "scale, items or cut-offs differ",
                                id);
    }
    return WB_OK;
}

static wb_status check_belongs(const wb_pool *pool, const wb_contribution *one,
                               wb_error *err)
{
    wb_json_at root = wb_json_root(&one->document);
    wb_json_at company = wb_json_member(&root, "company");
    wb_json_at hash = wb_json_member(&root, "questionnaire");
    wb_json_at indicators = wb_json_member(&root, "indicators");

    if (pool->questionnaire != NULL &&
        strcmp(pool->questionnaire, one->questionnaire) != 0)
        return wb_json_fail(&hash, WB_E_CONFLICT, err, "this pool is of questionnaire %s",
                            pool->questionnaire);
    for (size_t i = 0; i < pool->n_companies; i++) {
        if (strcmp(pool->companies[i].name, one->company) == 0)
            return wb_json_fail(&company, WB_E_CONFLICT, err,
                                "company '%s' is in this pool already", one->company);
    }
    return check_fingerprints(pool, &indicators, err);
}

/* ---- taking in ---- */

/* The code of a key of two texts; the second may be NULL. */
static wb_status code_of(wb_keys *keys, wb_text *room, const char *first,
                         const char *second, int32_t *code, wb_error *err)
{
    wb_status st;

    wb_text_cut(room, 0);
    WB_TRY(wb_text_add(room, first, err));
    WB_TRY(wb_text_append(room, "\n", 1, err));
    if (second != NULL)
        WB_TRY(wb_text_add(room, second, err));
    st = wb_keys_add(keys, WB_KEY_TEXT, room->bytes, room->length, 0, code, err);
done:
    return st;
}

static int64_t whole_of(const json_t *object, const char *key)
{
    return (int64_t)json_integer_value(json_object_get(object, key));
}

static wb_status take_counts(wb_pool *pool, const json_t *indicator, wb_pool_count *next,
                             wb_text *room, wb_error *err)
{
    const char *id = json_string_value(json_object_get(indicator, "id"));
    const json_t *counts = json_object_get(indicator, "counts");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(counts); i++, next++) {
        const json_t *count = json_array_get(counts, i);

        WB_TRY(code_of(pool->cells, room, id,
                       json_string_value(json_object_get(count, "group")), &next->cell,
                       err));
        next->company = (int32_t)pool->n_companies;
        next->n = whole_of(count, "n");
        next->problem = whole_of(count, "problem");
    }
done:
    return st;
}

static wb_status take_indicators(wb_pool *pool, const wb_contribution *one, wb_text *room,
                                 wb_error *err)
{
    const json_t *list = json_object_get(one->document.root, "indicators");
    wb_pool_count *next = pool->counts + pool->n_counts;
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *indicator = json_array_get(list, i);

        WB_TRY(take_counts(pool, indicator, next, room, err));
        next += json_array_size(json_object_get(indicator, "counts"));
    }
    /* Copies: the document goes. */
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *indicator = json_array_get(list, i);
        const char *id = json_string_value(json_object_get(indicator, "id"));

        if (json_object_get(pool->fingerprints, id) == NULL)
            WB_TRY(wb_json_put(
                pool->fingerprints, id,
                wb_json_deep_copy(json_object_get(indicator, "fingerprint")), err));
    }
done:
    return st;
}

static wb_status take_measures(wb_pool *pool, const wb_contribution *one, wb_text *room,
                               wb_error *err)
{
    const json_t *list = json_object_get(one->document.root, "measures");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *choice = json_array_get(list, i);
        wb_pool_choice *next = &pool->choices[pool->n_choices + i];

        next->company = (int32_t)pool->n_companies;
        WB_TRY(code_of(
            pool->measures, room, json_string_value(json_object_get(choice, "measure")),
            json_string_value(json_object_get(choice, "status")), &next->choice, err));
    }
done:
    return st;
}

static size_t room_for(size_t n)
{
    size_t room = 16;

    while (room < n)
        room *= 2;
    return room;
}

/* Room doubles, so that a thousand companies are not copied a thousand times. How much
 * there is follows from n. */
static wb_status make_room(void **block, size_t n, size_t more, size_t size,
                           wb_error *err)
{
    void *larger;

    if (*block != NULL && room_for(n) == room_for(n + more))
        return WB_OK;
    larger = wb_resize(*block, room_for(n + more), size);
    if (larger == NULL)
        return wb_fail_nomem(err);
    *block = larger;
    return WB_OK;
}

static wb_status take(wb_pool *pool, const wb_contribution *one, wb_error *err)
{
    size_t n_choices = json_array_size(json_object_get(one->document.root, "measures"));
    wb_text room = {0};
    char *name = NULL, *hash = NULL;
    void *companies = pool->companies, *counts = pool->counts, *choices = pool->choices;
    wb_status st;

    WB_TRY(make_room(&companies, pool->n_companies, 1, sizeof *pool->companies, err));
    pool->companies = companies;
    WB_TRY(make_room(&counts, pool->n_counts, one->n_counts, sizeof *pool->counts, err));
    pool->counts = counts;
    WB_TRY(make_room(&choices, pool->n_choices, n_choices, sizeof *pool->choices, err));
    pool->choices = choices;
    name = wb_copy_string(one->company);
    hash = wb_copy_string(one->questionnaire);
    if (name == NULL || hash == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(take_indicators(pool, one, &room, err));
    WB_TRY(take_measures(pool, one, &room, err));
    if (pool->questionnaire == NULL) {
        pool->questionnaire = hash;
        hash = NULL;
    }
    pool->companies[pool->n_companies++] = (wb_pool_company){name, one->staff_class};
    name = NULL;
    pool->n_counts += one->n_counts;
    pool->n_choices += n_choices;
    pool->synthetic = pool->synthetic || one->synthetic;
done:
    wb_release(name);
    wb_release(hash);
    wb_text_free(&room);
    return st;
}

wb_status wb_pool_add(wb_pool *pool, wb_reader *reader, wb_error *err)
{
    wb_contribution one = {0};
    wb_status st;

    if (pool == NULL || reader == NULL)
        return wb_fail(err, WB_E_ARG, "pool and reader are required");
    WB_TRY(wb_contribution_read(&one, reader, err));
    WB_TRY(check_belongs(pool, &one, err));
    st = take(pool, &one, err);
done:
    wb_json_close(&one.document);
    return st;
}

wb_status wb_pool_load(wb_pool *pool, const char *path, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st;

    if (pool == NULL || path == NULL)
        return wb_fail(err, WB_E_ARG, "pool and path are required");
    WB_TRY(wb_reader_open(path, &reader, err));
    st = wb_pool_add(pool, reader, err);
done:
    wb_reader_free(reader);
    return st;
}
