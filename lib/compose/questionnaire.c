/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The life of a questionnaire: sealed, asked, written, freed. */
#include "compose/questionnaire.h"

#include <stdio.h>
#include <string.h>

void wb_questionnaire_free(wb_questionnaire *questionnaire)
{
    if (questionnaire == NULL)
        return;
    for (int i = 0; i < WB_N_UNITS; i++)
        wb_instrument_free(questionnaire->instruments[i]);
    wb_text_free(&questionnaire->canonical);
    json_decref(questionnaire->root);
    wb_release(questionnaire);
}

wb_status wb_questionnaire_instruments(wb_questionnaire *made, wb_error *err)
{
    const json_t *documents = json_object_get(made->root, "instruments");
    wb_status st = WB_OK;

    for (int i = 0; i < WB_N_UNITS; i++) {
        json_t *document = json_object_get(documents, wb_unit_names[i]);

        if (document != NULL)
            WB_TRY(wb_instrument_of_parts(json_incref(document), &made->instruments[i],
                                          err));
    }
done:
    return st;
}

wb_status wb_questionnaire_seal(wb_questionnaire *made, wb_error *err)
{
    return wb_json_hash(made->root, &made->canonical, made->hash, err);
}

wb_status wb_questionnaire_write(const wb_questionnaire *questionnaire, wb_writer *writer,
                                 wb_error *err)
{
    if (questionnaire == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "a questionnaire and a writer are required");
    return wb_writer_write(writer, questionnaire->canonical.bytes,
                           questionnaire->canonical.length, err);
}

/* ---- asking ---- */

const char *wb_questionnaire_id(const wb_questionnaire *questionnaire)
{
    return wb_text_member(questionnaire->root, "id");
}

const char *wb_questionnaire_version(const wb_questionnaire *questionnaire)
{
    return wb_text_member(questionnaire->root, "version");
}

const char *wb_questionnaire_hash(const wb_questionnaire *questionnaire)
{
    return questionnaire->hash;
}

const char *wb_questionnaire_title(const wb_questionnaire *questionnaire,
                                   const char *language)
{
    return wb_json_text(questionnaire->root, "title", language,
                        json_object_get(questionnaire->root, "languages"));
}

int32_t wb_questionnaire_minutes(const wb_questionnaire *questionnaire,
                                 const char *language)
{
    const json_t *minutes = json_object_get(questionnaire->root, "minutes");
    const json_t *languages = json_object_get(questionnaire->root, "languages");
    const json_t *found = language != NULL ? json_object_get(minutes, language) : NULL;

    if (found == NULL)
        found = json_object_get(minutes, json_string_value(json_array_get(languages, 0)));
    return (int32_t)json_number_value(found);
}

static wb_status fail_unit(const wb_questionnaire *questionnaire, const char *unit,
                           wb_error *err)
{
    char list[64] = "";

    for (int i = 0; i < WB_N_UNITS; i++) {
        size_t used = strlen(list);

        if (questionnaire->instruments[i] != NULL)
            snprintf(list + used, sizeof list - used, "%s%s", used > 0 ? ", " : "",
                     wb_unit_names[i]);
    }
    return wb_fail_at(err, WB_E_ARG, -1, unit,
                      "nothing is scored for the unit '%.40s'; there are scores for: %s",
                      unit, list[0] != '\0' ? list : "none");
}

wb_status wb_questionnaire_instrument(const wb_questionnaire *questionnaire,
                                      const char *unit, wb_instrument **out,
                                      wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (questionnaire == NULL || unit == NULL)
        return wb_fail(err, WB_E_ARG, "a questionnaire and a unit are required");
    for (int i = 0; i < WB_N_UNITS; i++) {
        wb_instrument *found = questionnaire->instruments[i];

        if (found != NULL && strcmp(wb_unit_names[i], unit) == 0) {
            (void)wb_instrument_hold(found);
            *out = found;
            return WB_OK;
        }
    }
    return fail_unit(questionnaire, unit, err);
}
