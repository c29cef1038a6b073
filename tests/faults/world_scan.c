/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "compose/questionnaires.h"
#include "faults/world.h"

#define BAKERY                                                                           \
    "{'format':'werkbaar-organisation/1.0','id':'bakery','title':{'nl':'Bakkerij','en':" \
    "'Bakery'},'synthetic':true,'fieldwork':{'id':'2030','from':'2030-03-01','until':"   \
    "'2030-03-31'},'staff':60,'min_n':5,'hierarchies':[{'id':'department','title':{"     \
    "'nl':'Afdeling','en':'Department'},'columns':['department'],'groups':["             \
    "{'id':'shops','title':{'nl':'Winkels','en':'Shops'},'staff':30},"                   \
    "{'id':'oven','title':{'nl':'Oven','en':'Oven'},'staff':30}]}]}"

static wb_error err;

static wb_writer *memory(void)
{
    wb_writer *writer = NULL;

    must(wb_writer_to_memory(&writer, &err), &err);
    return writer;
}

static void make_questionnaire(world *w)
{
    wb_writer *writer = memory();
    wb_reader *recipe;

    keep_text(w, FILE_MODULE, MODULE_A);
    keep_text(w, FILE_RECIPE, RECIPE_AB);
    w->has.catalogue = new_catalogue();
    must_add(w->has.catalogue, MODULE_A);
    must_add(w->has.catalogue, MODULE_B);
    must_add(w->has.catalogue, MEASURES);
    recipe = plain_reader(w, FILE_RECIPE);
    must(wb_compose(w->has.catalogue, recipe, &w->has.questionnaire, &err), &err);
    wb_reader_free(recipe);
    must(wb_questionnaire_write(w->has.questionnaire, writer, &err), &err);
    keep_written(w, FILE_QUESTIONNAIRE, writer);
}

static void make_organisation(world *w)
{
    wb_reader *reader;

    keep_text(w, FILE_ORGANISATION, BAKERY);
    reader = plain_reader(w, FILE_ORGANISATION);
    must(wb_organisation_read(reader, &w->has.organisation, &err), &err);
    wb_reader_free(reader);
}

/* Invented: shops are in a hurry more often than the oven. */
static void make_answers(world *w)
{
    char csv[2000];
    size_t at = (size_t)snprintf(csv, sizeof csv, "department,a1,a2,a3\n");

    for (int i = 0; i < 40; i++) {
        int shops = i % 2;
        at += (size_t)snprintf(
            csv + at, sizeof csv - at, "%s,%d,%d,%d\n", shops ? "shops" : "oven",
            shops ? 2 - i % 5 / 3 : i % 3 / 2, i % 3 == 0 ? 0 : 1 + i % 2, i % 4 == 0);
    }
    keep_file(w, FILE_SCAN_ANSWERS, csv, at);
    w->answers = frame_of(csv);
    w->person = frame_of("a1,a2,a3\n2,1,1\n");
    w->records = frame_of("record,b1,b2\noven 1,2,1\noven 2,0,0\n");
    keep_text(w, FILE_ANSWERS, "a1,a2,a3\n2,1,1\n0,0,\n1,2,2\n");
}

static void make_findings(world *w)
{
    must(wb_scan_reference(w->has.scan, &w->reference, &err), &err);
    w->findings =
        frame_of("id,scan,group,title,theme,indicator,direction,status,n,share,rank\n"
                 "f1,abc,department/shops,Winkels,pace,pace,problem,ok,20,0.8,1\n"
                 "f2,abc,department/oven,Oven,pace,pace,strength,ok,20,0.2,1\n");
    must(
        wb_scan_suggest(w->findings, w->has.catalogue, NULL, "en", &w->suggestions, &err),
        &err);
    assert_true(wb_frame_row_count(w->suggestions) > 0);
}

static wb_writer *tally_of(const wb_scan *scan, const char *company)
{
    wb_scan_tally_options options = WB_SCAN_TALLY_OPTIONS_INIT;
    wb_writer *writer = memory();

    options.company = company;
    must(wb_scan_tally(scan, &options, writer, &err), &err);
    return writer;
}

static void make_pool(world *w)
{
    static const char *const companies[] = {"c1", "c2", "c3", "c4", "c5"};

    must(wb_pool_new(&w->has.pool, &err), &err);
    for (size_t i = 0; i < sizeof companies / sizeof *companies; i++) {
        wb_writer *writer = tally_of(w->has.scan, companies[i]);
        wb_reader *reader = NULL;
        size_t n = 0;
        const char *from = wb_writer_bytes(writer, &n);

        must(wb_reader_from_memory(from, n, NULL, &reader, &err), &err);
        must(wb_pool_add(w->has.pool, reader, &err), &err);
        wb_reader_free(reader);
        wb_writer_free(writer);
    }
    keep_written(w, FILE_POOL, tally_of(w->has.scan, "c6"));
}

void make_scan(world *w)
{
    wb_writer *writer = memory();

    make_questionnaire(w);
    make_organisation(w);
    make_answers(w);
    must(wb_scan_run(w->has.questionnaire, w->has.organisation, w->answers, NULL, NULL,
                     &w->has.scan, &err),
         &err);
    must(wb_scan_add_records(w->has.scan, w->has.questionnaire, "workpost", w->records,
                             &err),
         &err);
    must(wb_scan_write(w->has.scan, writer, &err), &err);
    keep_written(w, FILE_SCAN, writer);
    make_findings(w);
    make_pool(w);
}
