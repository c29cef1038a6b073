/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/json.h"

/* json_object_set_new and json_array_append_new take NULL for a failed allocation. */
wb_status wb_json_put(json_t *object, const char *key, json_t *value, wb_error *err)
{
    return json_object_set_new(object, key, value) == 0 ? WB_OK : wb_fail_nomem(err);
}

wb_status wb_json_push(json_t *array, json_t *value, wb_error *err)
{
    return json_array_append_new(array, value) == 0 ? WB_OK : wb_fail_nomem(err);
}

wb_status wb_json_put_array(json_t *object, const char *key, json_t **array,
                            wb_error *err)
{
    wb_status st = wb_json_put(object, key, json_array(), err);
    *array = json_object_get(object, key);
    return st;
}

wb_status wb_json_put_object(json_t *object, const char *key, json_t **member,
                             wb_error *err)
{
    wb_status st = wb_json_put(object, key, json_object(), err);
    *member = json_object_get(object, key);
    return st;
}

wb_status wb_json_push_object(json_t *array, json_t **object, wb_error *err)
{
    *object = json_object();
    return wb_json_push(array, *object, err);
}

wb_status wb_json_push_array(json_t *array, json_t **inner, wb_error *err)
{
    *inner = json_array();
    return wb_json_push(array, *inner, err);
}

wb_status wb_json_push_names(json_t *array, const wb_names *names, size_t first, size_t n,
                             wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t i = 0; st == WB_OK && i < n; i++)
        st = wb_json_push(array, json_string(names->items[first + i]), err);
    return st;
}

wb_status wb_json_put_names(json_t *object, const char *key, const wb_names *names,
                            wb_error *err)
{
    json_t *array = NULL;
    wb_status st = wb_json_put_array(object, key, &array, err);
    return st == WB_OK ? wb_json_push_names(array, names, 0, names->count, err) : st;
}
