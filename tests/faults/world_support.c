/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/world.h"
#include "support/rules.h"

void make_support(world *w)
{
    wb_error err = {0};
    wb_reader *reader;

    keep_text(w, FILE_SUPPORT, RULE);
    reader = plain_reader(w, FILE_SUPPORT);
    must(wb_support_read(reader, &w->has.support, &err), &err);
    wb_reader_free(reader);
    w->cases = frame_of("n,x,b,c,cost_cents\n3,12.5,true,p,1000\n1,60,false,q,500\n");
    w->costs = frame_of("cost_cents,percent\n1000,30\n999,12.5\n");
    w->lines = frame_of("line,share\nemployer,2\nfund,1\n");
    w->counts = frame_of("cell,measure,n,problem,acute,staff\nall,m,100,40,12,150\n"
                         "a,m,50,20,6,70\nb,m,44,18,5,60\nc,m,6,2,1,20\n");
    w->relations = frame_of("kind,partition,total,part\nsum,h,all,a\nsum,h,all,b\n"
                            "sum,h,all,c\n");
}
