/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void catalogue_new(scene *s)
{
    refused(s, wb_catalogue_new(NULL, &s->err), WB_E_ARG, "out");
}

static void catalogue_read(scene *s)
{
    refused(s, wb_catalogue_read(NULL, s->mine.reader, &s->err), WB_E_ARG, "catalogue");
    refused(s, wb_catalogue_read(s->mine.catalogue, NULL, &s->err), WB_E_ARG, "reader");
}

static void catalogue_load(scene *s)
{
    refused(s, wb_catalogue_load(NULL, s->world->files[FILE_MODULE].path, &s->err),
            WB_E_ARG, "catalogue");
    refused(s, wb_catalogue_load(s->mine.catalogue, NULL, &s->err), WB_E_ARG, "path");
    refused(s, wb_catalogue_load(s->mine.catalogue, "/nowhere/at/all", &s->err), WB_E_IO,
            "/nowhere/at/all");
}

static void catalogue_table(scene *s)
{
    refused(s, wb_catalogue_table(NULL, "sectors", "en", &s->out.frame, &s->err),
            WB_E_ARG, "catalogue");
    refused(
        s,
        wb_catalogue_table(s->world->has.catalogue, NULL, "en", &s->out.frame, &s->err),
        WB_E_ARG, "part");
    refused(s,
            wb_catalogue_table(s->world->has.catalogue, "sectors", "en", NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_catalogue_table(s->world->has.catalogue, "nothing", NULL, &s->out.frame,
                               &s->err),
            WB_E_ARG, "nothing");
}

static void catalogue_write(scene *s)
{
    refused(s, wb_catalogue_write(NULL, "module", "a", NULL, s->mine.writer, &s->err),
            WB_E_ARG, "catalogue");
    refused(s,
            wb_catalogue_write(s->world->has.catalogue, NULL, "a", NULL, s->mine.writer,
                               &s->err),
            WB_E_ARG, "kind");
    refused(s,
            wb_catalogue_write(s->world->has.catalogue, "module", NULL, NULL,
                               s->mine.writer, &s->err),
            WB_E_ARG, "id");
    refused(
        s,
        wb_catalogue_write(s->world->has.catalogue, "module", "a", NULL, NULL, &s->err),
        WB_E_ARG, "writer");
    refused(s,
            wb_catalogue_write(s->world->has.catalogue, "thing", "a", NULL,
                               s->mine.writer, &s->err),
            WB_E_ARG, "thing");
    refused(s,
            wb_catalogue_write(s->world->has.catalogue, "module", "nothing", NULL,
                               s->mine.writer, &s->err),
            WB_E_ARG, "nothing");
    refused(s,
            wb_catalogue_write(s->world->has.catalogue, "module", "a", "7.7",
                               s->mine.writer, &s->err),
            WB_E_ARG, "7.7");
}

static void compose(scene *s)
{
    refused(s, wb_compose(NULL, s->mine.reader, &s->out.questionnaire, &s->err), WB_E_ARG,
            "catalogue");
    refused(s, wb_compose(s->world->has.catalogue, NULL, &s->out.questionnaire, &s->err),
            WB_E_ARG, "recipe");
    refused(s, wb_compose(s->world->has.catalogue, s->mine.reader, NULL, &s->err),
            WB_E_ARG, "out");
}

static void questionnaire_read(scene *s)
{
    refused(s, wb_questionnaire_read(NULL, &s->out.questionnaire, &s->err), WB_E_ARG,
            "reader");
    refused(s, wb_questionnaire_read(s->mine.reader, NULL, &s->err), WB_E_ARG, "out");
}

static void questionnaire_load(scene *s)
{
    refused(s, wb_questionnaire_load(NULL, &s->out.questionnaire, &s->err), WB_E_ARG,
            "path");
    refused(
        s, wb_questionnaire_load(s->world->files[FILE_QUESTIONNAIRE].path, NULL, &s->err),
        WB_E_ARG, "out");
    refused(s, wb_questionnaire_load("/nowhere/at/all", &s->out.questionnaire, &s->err),
            WB_E_IO, "/nowhere/at/all");
}

static void questionnaire_write(scene *s)
{
    refused(s, wb_questionnaire_write(NULL, s->mine.writer, &s->err), WB_E_ARG,
            "questionnaire");
    refused(s, wb_questionnaire_write(s->world->has.questionnaire, NULL, &s->err),
            WB_E_ARG, "writer");
}

static void questionnaire_instrument(scene *s)
{
    refused(s, wb_questionnaire_instrument(NULL, "person", &s->out.instrument, &s->err),
            WB_E_ARG, "questionnaire");
    refused(s,
            wb_questionnaire_instrument(s->world->has.questionnaire, NULL,
                                        &s->out.instrument, &s->err),
            WB_E_ARG, "unit");
    refused(
        s,
        wb_questionnaire_instrument(s->world->has.questionnaire, "person", NULL, &s->err),
        WB_E_ARG, "out");
    refused(s,
            wb_questionnaire_instrument(s->world->has.questionnaire, "organisation",
                                        &s->out.instrument, &s->err),
            WB_E_ARG, "workpost");
}

static void questionnaire_table(scene *s)
{
    refused(s, wb_questionnaire_table(NULL, "questions", "nl", &s->out.frame, &s->err),
            WB_E_ARG, "questionnaire");
    refused(s,
            wb_questionnaire_table(s->world->has.questionnaire, NULL, "nl", &s->out.frame,
                                   &s->err),
            WB_E_ARG, "part");
    refused(s,
            wb_questionnaire_table(s->world->has.questionnaire, "questions", "nl", NULL,
                                   &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_questionnaire_table(s->world->has.questionnaire, "nothing", NULL,
                                   &s->out.frame, &s->err),
            WB_E_ARG, "nothing");
}

static void questionnaire_export(scene *s)
{
    refused(
        s,
        wb_questionnaire_export(NULL, "xlsform", "person", NULL, s->mine.writer, &s->err),
        WB_E_ARG, "questionnaire");
    refused(s,
            wb_questionnaire_export(s->world->has.questionnaire, NULL, "person", NULL,
                                    s->mine.writer, &s->err),
            WB_E_ARG, "NULL");
    refused(s,
            wb_questionnaire_export(s->world->has.questionnaire, "xlsform", "person",
                                    NULL, NULL, &s->err),
            WB_E_ARG, "writer");
    refused(s,
            wb_questionnaire_export(s->world->has.questionnaire, "pdf", NULL, NULL,
                                    s->mine.writer, &s->err),
            WB_E_ARG, "pdf");
    refused(s,
            wb_questionnaire_export(s->world->has.questionnaire, "html", "crowd", NULL,
                                    s->mine.writer, &s->err),
            WB_E_ARG, "crowd");
    refused(s,
            wb_questionnaire_export(s->world->has.questionnaire, "html", NULL, "fr",
                                    s->mine.writer, &s->err),
            WB_E_ARG, "fr");
}

static void questionnaire_import(scene *s)
{
    refused(s,
            wb_questionnaire_import(NULL, "csv", "person", s->mine.reader, NULL, 0,
                                    &s->out.frame, &s->err),
            WB_E_ARG, "questionnaire");
    refused(s,
            wb_questionnaire_import(s->world->has.questionnaire, NULL, "person",
                                    s->mine.reader, NULL, 0, &s->out.frame, &s->err),
            WB_E_ARG, "NULL");
    refused(s,
            wb_questionnaire_import(s->world->has.questionnaire, "csv", "person", NULL,
                                    NULL, 0, &s->out.frame, &s->err),
            WB_E_ARG, "reader");
    refused(s,
            wb_questionnaire_import(s->world->has.questionnaire, "csv", "person",
                                    s->mine.reader, NULL, 0, NULL, &s->err),
            WB_E_ARG, "out");
    refused(s,
            wb_questionnaire_import(s->world->has.questionnaire, "pdf", NULL,
                                    s->mine.reader, NULL, 0, &s->out.frame, &s->err),
            WB_E_ARG, "pdf");
    refused(s,
            wb_questionnaire_import(s->world->has.questionnaire, "csv", "crowd",
                                    s->mine.reader, NULL, 0, &s->out.frame, &s->err),
            WB_E_ARG, "crowd");
    refused(s,
            wb_questionnaire_import(s->world->has.questionnaire, "csv", NULL,
                                    s->mine.reader, NULL, 1, &s->out.frame, &s->err),
            WB_E_ARG, "keep");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_catalogue_new", catalogue_new},
        {"wb_catalogue_read", catalogue_read},
        {"wb_catalogue_load", catalogue_load},
        {"wb_catalogue_table", catalogue_table},
        {"wb_catalogue_write", catalogue_write},
        {"wb_compose", compose},
        {"wb_questionnaire_read", questionnaire_read},
        {"wb_questionnaire_load", questionnaire_load},
        {"wb_questionnaire_write", questionnaire_write},
        {"wb_questionnaire_instrument", questionnaire_instrument},
        {"wb_questionnaire_table", questionnaire_table},
        {"wb_questionnaire_export", questionnaire_export},
        {"wb_questionnaire_import", questionnaire_import},
    };

    return run_misuses("misuse/compose", all, sizeof all / sizeof *all);
}
