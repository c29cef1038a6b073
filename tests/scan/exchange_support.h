/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What goes out with groups and comes in with them: the modules autonomy (8 questions to
 * persons) and ergonomics (work posts), in a bakery of which two departments have a team
 * `day`. Every helper asserts. */
#ifndef WB_TEST_SCAN_EXCHANGE_SUPPORT_H
#define WB_TEST_SCAN_EXCHANGE_SUPPORT_H

#include "scan_support.h"

#define RECIPE                                                                           \
    "{'format':'werkbaar-recipe/1.0','id':'q','version':'1.0','title':{'nl':'Q',"        \
    "'en':'Q','fr':'Q'},'languages':['nl','en','fr'],'modules':[{'id':'autonomy'},"      \
    "{'id':'ergonomics'},{'id':'hr-policy'}]}"
#define BAKERY                                                                           \
    "{" ORGANISATION "'staff':200,'min_n':12,'hierarchies':["                            \
    "{'id':'d','title':{'nl':'Afdeling','en':'Department'},"                             \
    "'columns':['department','work team'],'labels':[{'nl':'Afdeling','en':'Department'}" \
    ",{'nl':'Ploeg','fr':'Équipe'}],'groups':["                                         \
    "{'id':'shops','title':{'nl':'Winkels & co','en':'Shops'},'staff':60,'groups':["     \
    "{'id':'day','title':{'nl':'Dagploeg'},'staff':20},{'id':'2','staff':20}]},"         \
    "{'id':'office','title':{'nl':'Kantoor'},'staff':30},"                               \
    "{'id':'production','title':{'nl':'Productie','en':'Production'},'staff':100,"       \
    "'groups':[{'id':'night','title':{'nl':'Nachtploeg'},'staff':50},"                   \
    "{'id':'day','title':{'nl':'Dagploeg'},'staff':50}]}]},"                             \
    "{'id':'age','columns':['age'],'groups':[{'id':'18-34','staff':90},"                 \
    "{'id':'35-99','staff':90}]}]}"
#define SMALL(groups)                                                                    \
    "{" ORGANISATION "'staff':100,'min_n':10,'hierarchies':[{'id':'h','columns':['d',"   \
    "'t'],'groups':[" groups "]}]}"

typedef struct fixture {
    wb_questionnaire *q;
    wb_organisation *o;
} fixture;

static inline fixture make_fixture(void)
{
    return (fixture){composed(RECIPE), organisation_of(BAKERY)};
}

static inline void free_fixture(fixture *f)
{
    wb_questionnaire_free(f->q);
    wb_organisation_free(f->o);
}

/* What is exported; free it. */
static inline char *exported(const fixture *f, const char *format, const char *unit,
                             const char *language, size_t *length)
{
    wb_writer *writer = NULL;
    wb_error err = {0};
    size_t n = 0;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    if (wb_scan_export(f->q, f->o, format, unit, language, writer, &err) != WB_OK)
        fail_msg("%s", err.message);
    const char *bytes = wb_writer_bytes(writer, &n);
    char *copy = calloc(n + 1, 1);
    assert_non_null(copy);
    memcpy(copy, bytes, n);
    if (length != NULL)
        *length = n;
    wb_writer_free(writer);
    return copy;
}

#endif
