/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Risk profiles of problems as weights of the themes of a scan. */
#include "base/json.h"
#include "base/names.h"
#include "frame/frame.h"

#include <werkbaar/model.h>

#include <math.h>
#include <string.h>

typedef struct wb_themes {
    wb_names names;
    double *shares; /* per theme: Σ over problems of the largest share of its risks */
    double *seen;   /* of the problem at hand */
} wb_themes;

/* A text of the rows that is not missing. */
static wb_status copy_text(const wb_frame *frame, size_t column, int64_t row,
                           wb_text *text, wb_error *err)
{
    size_t length = 0;
    const char *bytes = wb_frame_text(frame, column, row, &length);

    text->length = 0;
    if (bytes == NULL || length == 0)
        return wb_fail_at(err, WB_E_DATA, row, wb_frame_column_name(frame, column),
                          "row %lld of '%s' has no text", (long long)row + 1,
                          wb_frame_column_name(frame, column));
    return wb_text_append(text, bytes, length, err);
}

static wb_status find_theme(wb_themes *themes, const char *name, size_t *at,
                            wb_error *err)
{
    wb_status st = WB_OK;

    *at = wb_names_find(&themes->names, name);
    if (*at < themes->names.count)
        return WB_OK;
    double *shares = wb_resize(themes->shares, *at + 1, sizeof *shares);
    if (shares == NULL)
        return wb_fail_nomem(err);
    themes->shares = shares;
    double *seen = wb_resize(themes->seen, *at + 1, sizeof *seen);
    if (seen == NULL)
        return wb_fail_nomem(err);
    themes->seen = seen;
    WB_TRY(wb_names_add(&themes->names, name, err));
    themes->shares[*at] = themes->seen[*at] = 0;
done:
    return st;
}

/* The theme of a risk: by the frame that says so, or its own name. *text is replaced. */
static wb_status theme_of(const wb_frame *map, wb_text *text, bool *known, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text other = {0};
    size_t risk, theme;

    *known = true;
    if (map == NULL)
        return WB_OK;
    WB_TRY(wb_frame_require(map, "risk", "themes of risks", &risk, err));
    WB_TRY(wb_frame_require(map, "theme", "themes of risks", &theme, err));
    for (int64_t row = 0; row < wb_frame_row_count(map); row++) {
        WB_TRY(copy_text(map, risk, row, &other, err));
        if (strcmp(other.bytes, text->bytes) != 0)
            continue;
        WB_TRY(copy_text(map, theme, row, text, err));
        goto done;
    }
    *known = false;
done:
    wb_text_free(&other);
    return st;
}

/* Rows of a group have a value in a column before `risk`. */
static bool is_of_all(const wb_frame *frame, size_t risk, int64_t row)
{
    for (size_t c = 0; c < risk; c++) {
        if (!wb_frame_is_missing(frame, c, row))
            return false;
    }
    return true;
}

static wb_status take_profile(wb_themes *themes, const wb_frame *frame,
                              const wb_frame *map, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    size_t risk, share, at;
    bool known;

    WB_TRY(wb_frame_require(frame, "risk", "risk profile", &risk, err));
    WB_TRY(wb_frame_require_numbers(frame, "attributable", "risk profile", &share, err));
    for (size_t t = 0; t < themes->names.count; t++)
        themes->seen[t] = 0;
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        double value = wb_frame_double(frame, share, row);
        if (!is_of_all(frame, risk, row))
            continue;
        WB_TRY(copy_text(frame, risk, row, &text, err));
        WB_TRY(theme_of(map, &text, &known, err));
        if (!known)
            continue;
        WB_TRY(find_theme(themes, text.bytes, &at, err));
        if (value > themes->seen[at])
            themes->seen[at] = value;
    }
    for (size_t t = 0; t < themes->names.count; t++)
        themes->shares[t] += themes->seen[t];
done:
    wb_text_free(&text);
    return st;
}

static wb_status take_frame(wb_themes *themes, const wb_frame *frame, const wb_frame *map,
                            wb_error *err)
{
    wb_frame *view = NULL;
    wb_status st;

    WB_TRY(wb_frame_apply_ranges(frame, &view, err));
    st = take_profile(themes, view != NULL ? view : frame, map, err);
done:
    wb_frame_free(view);
    return st;
}

/* The weights say where the profiles come from: of made-up rows when any of them is. */
static wb_status describe(wb_frame *frame, const wb_frame *const *profiles, size_t n,
                          wb_error *err)
{
    json_t *source = NULL;
    size_t of = 0;

    while (of < n && !wb_frame_is_synthetic(profiles[of]))
        of++;
    wb_status st = wb_frame_origin(profiles[of < n ? of : 0], &source, err);
    if (st != WB_OK)
        return st;
    json_t *root = json_pack("{s:s, s:s, s:o*}", "kind", "risk-weights", "library",
                             wb_version(), "source", source);
    st = wb_frame_describe(frame, root, err);
    json_decref(root);
    return st;
}

static wb_status make_frame(const wb_themes *themes, const wb_frame *const *profiles,
                            size_t n_profiles, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *frame = NULL;
    wb_builder *builder = NULL;
    size_t n = themes->names.count;
    size_t columns[3];
    double mean = 0;

    for (size_t t = 0; t < n; t++)
        mean += themes->shares[t] / (double)n;
    if (!(mean > 0))
        return wb_fail(err, WB_E_DATA,
                       "no share of the problems goes with any of the themes: there is "
                       "nothing to weigh them by");
    WB_TRY(wb_builder_new(&builder, err));
    WB_TRY(wb_builder_add_column(builder, "theme", WB_TYPE_UTF8, &columns[0], err));
    WB_TRY(wb_builder_add_column(builder, "weight", WB_TYPE_FLOAT64, &columns[1], err));
    WB_TRY(wb_builder_add_column(builder, "attributable", WB_TYPE_FLOAT64, &columns[2],
                                 err));
    for (size_t t = 0; t < n; t++) {
        const char *name = themes->names.items[t];
        double weight = fmax(themes->shares[t] / mean, WB_RISK_WEIGHT_LEAST);
        WB_TRY(wb_builder_text(builder, columns[0], name, strlen(name), err));
        WB_TRY(wb_builder_double(builder, columns[1], weight, err));
        WB_TRY(wb_builder_double(builder, columns[2],
                                 themes->shares[t] / (double)n_profiles, err));
    }
    WB_TRY(wb_builder_finish(builder, &frame, err));
    WB_TRY(describe(frame, profiles, n_profiles, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_builder_free(builder);
    return st;
}

wb_status wb_risk_weights(const wb_frame *const *frames, size_t n_frames,
                          const wb_frame *themes, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_themes found = {0};

    if (out != NULL)
        *out = NULL;
    if (frames == NULL || n_frames == 0 || out == NULL)
        return wb_fail(err, WB_E_ARG, "frames of risks and out are required");
    for (size_t i = 0; i < n_frames; i++) {
        if (frames[i] == NULL) {
            st = wb_fail(err, WB_E_ARG, "frame %zu of the risks is required", i + 1);
            goto done;
        }
        WB_TRY(take_frame(&found, frames[i], themes, err));
    }
    WB_TRY(make_frame(&found, frames, n_frames, out, err));
done:
    wb_names_free(&found.names);
    wb_release(found.shares);
    wb_release(found.seen);
    return st;
}
