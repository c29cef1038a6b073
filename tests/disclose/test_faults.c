/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every allocation may fail: nothing leaks, nothing is half done. */
#include "disclosing.h"

static wb_frame *counts, *later, *relations, *shown;
static wb_ledger *ledger;

static wb_status disclose_twice(void)
{
    wb_disclose_options options = options_of(10);
    disclosed out = {NULL, NULL, NULL};
    wb_status st = wb_disclose(counts, relations, &options, NULL, &out.released,
                               &out.audit, &out.ledger, NULL);

    if (st != WB_OK) {
        assert_null(out.released);
        assert_null(out.audit);
        assert_null(out.ledger);
    }
    disclosed_free(&out);
    options.release = "two";
    options.earlier = ledger;
    if (st == WB_OK)
        st = wb_disclose(later, relations, &options, NULL, &out.released, &out.audit,
                         &out.ledger, NULL);
    disclosed_free(&out);
    return st;
}

static wb_status write_and_read(void)
{
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    wb_ledger *again = NULL;
    wb_frame *frame = NULL;
    size_t n = 0;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    if (st == WB_OK)
        st = wb_ledger_write(ledger, writer, NULL);
    if (st == WB_OK) {
        const char *bytes = wb_writer_bytes(writer, &n);
        st = wb_reader_from_memory(bytes, n, "ledger", &reader, NULL);
    }
    if (st == WB_OK)
        st = wb_ledger_read(reader, &again, NULL);
    if (st == WB_OK)
        st = wb_ledger_frame(again, &frame, NULL);
    wb_frame_free(frame);
    wb_ledger_free(again);
    wb_reader_free(reader);
    wb_writer_free(writer);
    return st;
}

static wb_status mask(void)
{
    wb_frame *out = NULL;
    wb_status st = wb_disclose_mask(counts, "cell", "measure", shown, &out, NULL);

    wb_frame_free(out);
    return st;
}

static void test_faults__disclosing(void **state)
{
    (void)state;
    wb_test_every_allocation(disclose_twice);
}

static void test_faults__ledgers(void **state)
{
    (void)state;
    wb_test_every_allocation(write_and_read);
}

static void test_faults__masking(void **state)
{
    (void)state;
    wb_test_every_allocation(mask);
}

static int make(void **state)
{
    wb_disclose_options options = options_of(10);

    (void)state;
    counts = frame_of("cell,measure,n,problem,acute,staff\nall,m,60,20,5,80\n"
                      "a,m,25,10,3,30\nb,m,30,9,1,40\nc,m,3,1,1,5\nall,k,60,20,5,80\n"
                      "a,k,25,10,3,30\nb,k,32,9,1,40\nc,k,3,1,1,5\n");
    later = frame_of("cell,measure,n,problem,acute,staff\nall,m,61,20,5,80\n"
                     "a,m,25,10,3,30\nb,m,31,9,1,40\nc,m,3,1,1,5\nall,k,60,20,5,80\n"
                     "a,k,25,10,3,30\nb,k,32,9,1,40\nc,k,3,1,1,5\n");
    relations = frame_of("kind,partition,total,part\nsum,t,all,a\nsum,t,all,b\n"
                         "sum,t,all,c\n");
    assert_ok(
        wb_disclose(counts, relations, &options, NULL, &shown, NULL, &ledger, NULL));
    return 0;
}

static int destroy(void **state)
{
    (void)state;
    wb_frame_free(counts);
    wb_frame_free(later);
    wb_frame_free(relations);
    wb_frame_free(shown);
    wb_ledger_free(ledger);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults__disclosing),
        cmocka_unit_test(test_faults__ledgers),
        cmocka_unit_test(test_faults__masking),
    };

    return cmocka_run_group_tests(tests, make, destroy);
}
