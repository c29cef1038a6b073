/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/world.h"
#include "frames.h"
#include "plan/plan_support.h"

static const char operations[] =
    "{'format':'werkbaar-changes/1.0','operations':[{'op':'change','record':'a','field':"
    "'cost','value':777,'expected':12345},{'op':'change','record':'c','field':'title/en',"
    "'value':'Sea','expected':null}]}";

/* What RICH has none of: things that a check finds, and that are evaluated. */
static const char more[] =
    "\"events\":[{\"id\":\"e\",\"title\":{\"nl\":\"E\"},\"type\":\"rule\",\"when\":{"
    "\"from\":\"2020\",\"to\":\"2019\",\"corrected_from\":\"2019-05-02\"}}],"
    "\"inquiries\":[{\"id\":\"inq\",\"title\":{\"nl\":\"I\"},\"questions\":[{\"id\":"
    "\"q\",\"text\":{\"nl\":\"Q\"},\"answers\":[{\"id\":\"a4\",\"status\":\"awaited\","
    "\"awaited_from\":[\"x\"]}]}]}],"
    "\"budgets\":[{\"id\":\"bu\",\"certainty\":\"to_be_determined\",\"amount\":5,"
    "\"spent\":9}],";
static const char of_c[] =
    ",\"number\":\"3\",\"timing\":{\"from\":\"2018\",\"to\":\"2027\",\"recurring\":"
    "\"yearly\"},\"milestones\":[{\"id\":\"m\",\"title\":{\"nl\":\"M\"},\"due\":"
    "\"2031\",\"by\":\"x\"}],\"cost\":100,\"funding\":[{\"id\":\"c.f\",\"amount\":500,"
    "\"share\":{\"part\":3,\"of\":2},\"budgets\":[{\"id\":\"c.b\",\"amount\":900}]}],"
    "\"evaluations\":[{\"id\":\"ev\",\"term\":{\"to\":\"2026\"}}"
    "],\"targets\":[{\"id\":\"t\",\"title\":{\"nl\":\"T\"},\"indicator\":\"i\",\"from\":"
    "0.4,\"from_date\":\"2016\",\"to\":0.5,\"date\":\"2024\"}]";

static wb_error err;

/* RICH, with more before its end and in its last action. */
static void make_text(char *text, size_t room)
{
    static const char rich[] = RICH, heading[] = HEADING, c[] = ACTION("c", "");
    const char *rest = rich + strlen(heading), *at = strstr(rest, c);

    assert_non_null(at);
    assert_true((size_t)snprintf(text, room, "%s%s%.*s%.*s%s%s", heading, more,
                                 (int)(at - rest), rest, (int)(strlen(c) - 1), c, of_c,
                                 at + strlen(c) - 1) < room);
}

static void keep_plan(world *w)
{
    static char text[8192];
    wb_writer *writer = NULL;

    make_text(text, sizeof text);
    must(try_plan(text, &w->has.plan, &err), &err);
    must(wb_writer_to_memory(&writer, &err), &err);
    must(wb_plan_write(w->has.plan, writer, &err), &err);
    keep_written(w, FILE_PLAN, writer);
}

static void keep_changes(world *w)
{
    wb_reader *reader;

    keep_text(w, FILE_CHANGES, operations);
    reader = plain_reader(w, FILE_CHANGES);
    must(wb_changes_read(reader, &w->has.changes, &err), &err);
    wb_reader_free(reader);
}

/* The file of a store that was closed is one file. */
static void keep_store(world *w)
{
    static char bytes[1 << 20];
    char path[100];
    wb_store *store = NULL;
    int64_t seq;
    FILE *in;

    snprintf(path, sizeof path, "%s/first", w->folder);
    wb_status st = wb_store_open(path, NULL, &store, &err);
    if (st == WB_E_UNSUPPORTED)
        return;
    must(st, &err);
    must(wb_store_import(store, w->has.plan, 1000, "e1", "first", &err), &err);
    must(wb_store_apply(store, w->has.changes, 2000, "e2", "because", &seq, &err), &err);
    must(wb_store_set_name(store, "e1", "Somebody", &err), &err);
    wb_store_free(store);
    in = fopen(path, "rb");
    assert_non_null(in);
    keep_file(w, FILE_STORE, bytes, fread(bytes, 1, sizeof bytes, in));
    fclose(in);
    (void)remove(path);
}

/* What an actor filled in. */
static void fill_in_sheet(world *w)
{
    wb_frame *sheet = NULL;

    must(wb_plan_sheet(w->has.plan, NULL, NULL, &sheet, &err), &err);
    assert_true(wb_frame_row_count(sheet) > 0);
    wb_frame_free(sheet);
    w->sheet = frame_of("record,field,present,new,reason\n"
                        "a,status,running,done,ready\nc,status,unknown,running,begun\n");
}

void make_plan(world *w)
{
    keep_plan(w);
    keep_changes(w);
    keep_store(w);
    fill_in_sheet(w);
    w->drafts = frame_of("scan,finding,title_nl,status,group,theme\n"
                         "abc,f1,Iets,ok,Dag,a\nabc,f2,Anders,ok,Nacht,b\n");
    w->moved = frame_of("variable,wave,estimate,se,df,n\n"
                        "i,2016,0.4,0.02,500,510\ni,2019,0.45,0.02,500,520\n");
}
