/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A file of the catalogue, whichever kind it is of. */
#include "compose/definition.h"

#include "base/text.h"

#include <string.h>

const char *const wb_definition_kinds[] = {"module", "sector", "measures", NULL};

static wb_status (*const checks[])(const wb_json_at *root, wb_error *err) = {
    wb_check_module, wb_check_sector, wb_check_measures};

/* The kind that the format names; its version is checked with it. */
static wb_status read_kind(const wb_json_at *root, wb_definition_kind *kind,
                           wb_error *err)
{
    static const char family[] = "werkbaar-";
    const char *format = NULL;
    wb_status st = wb_json_string(root, "format", true, &format, err);
    wb_json_at at = wb_json_member(root, "format");

    if (st != WB_OK)
        return st;
    for (int i = 0; wb_definition_kinds[i] != NULL; i++) {
        size_t length = strlen(wb_definition_kinds[i]);

        if (strncmp(format, family, sizeof family - 1) == 0 &&
            strncmp(format + sizeof family - 1, wb_definition_kinds[i], length) == 0 &&
            format[sizeof family - 1 + length] == '/') {
            *kind = (wb_definition_kind)i;
            return wb_json_check_format(root, wb_definition_kinds[i], 1, err);
        }
    }
    return wb_json_fail(&at, WB_E_DATA, err,
                        "the format is '%.60s', where 'werkbaar-module/1.0', "
                        "'werkbaar-sector/1.0' or 'werkbaar-measures/1.0' is expected",
                        format);
}

static wb_status fill(wb_definition *made, wb_json *document, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at root = wb_json_root(document);
    wb_text canonical = {0};

    WB_TRY(read_kind(&root, &made->kind, err));
    WB_TRY(checks[made->kind](&root, err));
    WB_TRY(wb_json_hash(document->root, &canonical, made->hash, err));
    made->root = json_incref(document->root);
    made->id = wb_text_member(made->root, "id");
    made->version = wb_text_member(made->root, "version");

done:
    wb_text_free(&canonical);
    return st;
}

wb_status wb_definition_read(wb_reader *reader, wb_definition **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json document = {0};
    wb_definition *made = wb_allocate(1, sizeof *made);

    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_read(reader, &document, err));
    WB_TRY(fill(made, &document, err));
    *out = made;
    made = NULL;

done:
    wb_definition_free(made);
    wb_json_close(&document);
    return st;
}

void wb_definition_free(wb_definition *definition)
{
    if (definition == NULL)
        return;
    json_decref(definition->root);
    wb_release(definition);
}
