/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small files and frames for the tests of this room. Every helper asserts. */
#ifndef WB_TEST_COMPOSE_MODULES_H
#define WB_TEST_COMPOSE_MODULES_H

#include "frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* clang-format would take these texts apart. */
/* clang-format off */
#define MODULE_HEAD(id)                                                                  \
    "'format':'werkbaar-module/1.0','id':'" id "','licence':'MIT','source':'hand',"      \
    "'validated':'no','for':['employees','selfemployed'],'languages':['nl','en'],"
#define TEXTS(nl, en) "{'nl':'" nl "','en':'" en "'}"
#define OFTEN                                                                            \
    "'answer_sets':{'often':[{'code':0,'label':" TEXTS("nooit", "never") "},"            \
    "{'code':1,'label':" TEXTS("soms", "sometimes") "},{'code':2,'label':"               \
    TEXTS("vaak", "often") "},{'code':9,'label':" TEXTS("weet ik niet", "no idea")       \
    "}]},"

/* Three questions, the third of them optional and for those who often do the second; one
 * scale, one indicator. */
#define A_THEMES                                                                         \
    "'themes':[{'id':'pace','title':" TEXTS("tempo", "pace") ",'kind':'risk',"           \
    "'discussion':[" TEXTS("Wat zegt {leader}?", "What does {leader} say?") "]}],"
#define A_TERMS "'terms':{'leader':" TEXTS("je chef", "your chief") "},"
#define A_ITEM_1                                                                         \
    "{'id':'a1','theme':'pace','label':" TEXTS("haast", "haste") ",'text':'own',"        \
    "'question':" TEXTS("Heb je haast?", "Are you in a hurry?") ",'answers':'often',"    \
    "'missing':[9]}"
#define A_ITEM_2                                                                         \
    "{'id':'a2','theme':'pace','label':" TEXTS("druk", "pressure") ",'text':'own',"      \
    "'question':"                                                                        \
    TEXTS("{leader} jaagt je op. Hoe vaak?", "{leader} rushes you. How often?") ","      \
    "'answers':'often','missing':[9],'reversed':true}"
#define A_ITEM_3                                                                         \
    "{'id':'a3','theme':'pace','label':" TEXTS("gevolg", "result") ",'text':'own',"      \
    "'question':" TEXTS("Stoort dat?", "Does that bother you?") ",'answers':'often',"    \
    "'missing':[9],'optional':true,'show_if':{'item':'a2','in':[1,2]}}"
#define A_SCALE                                                                          \
    "{'id':'pace_score','label':" TEXTS("tempo", "pace") ",'rule':'percent',"            \
    "'items':['a1','a2','a3'],'min_answered':2}"
#define CUT(comparison, value)                                                           \
    "{'comparison':'" comparison "','value':" value ",'source':'hand'}"
#define A_INDICATOR                                                                      \
    "{'id':'pace','theme':'pace','label':" TEXTS("tempo", "pace") ",'kind':'risk',"      \
    "'scale':'pace_score','direction':'high','problem':" CUT("at_least", "50") ","       \
    "'acute':" CUT("at_least", "'75'") "}"
#define A_BODY                                                                           \
    "'version':'1.0','unit':'person','base':true,'title':"                               \
    TEXTS("Module A", "Module A") "," A_TERMS A_THEMES OFTEN "'items':[" A_ITEM_1 ","    \
    A_ITEM_2 "," A_ITEM_3 "],'scales':[" A_SCALE "],'indicators':[" A_INDICATOR "]"
#define MODULE_A "{" MODULE_HEAD("a") A_BODY "}"

/* One record per work post: a scale of one item, and a checklist. */
#define MODULE_B                                                                         \
    "{" MODULE_HEAD("b") "'version':'1.0','unit':'workpost','title':"                    \
    TEXTS("Module B", "Module B") ",'themes':[{'id':'noise','title':"                    \
    TEXTS("lawaai", "noise") ",'kind':'other'}]," OFTEN "'items':[{'id':'b1',"           \
    "'theme':'noise','label':" TEXTS("lawaai", "noise") ",'text':'own','question':"      \
    TEXTS("Is er lawaai?", "Is there noise?") ",'answers':'often','missing':[9]}],"      \
    "'checklist':[{'id':'b2','theme':'noise','label':" TEXTS("wanden", "walls") ","      \
    "'question':" TEXTS("Zijn er wanden?", "Are there walls?") "}],'scales':["           \
    "{'id':'noise_score','label':" TEXTS("lawaai", "noise") ",'rule':'sum',"             \
    "'items':['b1']}],'indicators':[{'id':'noise','theme':'noise','label':"              \
    TEXTS("lawaai", "noise") ",'kind':'other','scale':'noise_score',"                    \
    "'direction':'high','problem':" CUT("above", "1") "}]}"

#define SECTOR                                                                           \
    "{'format':'werkbaar-sector/1.0','id':'bakers','version':'1.0','source':'hand',"     \
    "'title':" TEXTS("bakkers", "bakers") ",'nace':['10.71'],'committees':['118.03'],"   \
    "'modules':[{'id':'b'},{'id':'a'}]}"

#define MEASURES                                                                         \
    "{'format':'werkbaar-measures/1.0','id':'ideas','version':'2.10','licence':'MIT',"   \
    "'source':'hand','languages':['nl','en'],'measures':[{'id':'slower','title':"        \
    TEXTS("trager", "slower") ",'text':" TEXTS("Doe trager.", "Go slower.") ","          \
    "'themes':['pace'],'levels':['team','leader'],'kind':'measure','actions':['8.2',"    \
    "'15'],'tools':[{'title':" TEXTS("klok", "clock") ",'source':'shop'}],"              \
    "'source':'hand'}]}"
/* clang-format on */

/* A reader of JSON that is written with ' for ". *json is the reader's memory. */
static inline wb_reader *reader_of(const char *text, char **json)
{
    wb_reader *reader = NULL;
    char *copy = malloc(strlen(text) + 1);

    assert_non_null(copy);
    strcpy(copy, text);
    for (char *at = copy; *at != '\0'; at++) {
        if (*at == '\'')
            *at = '"';
    }
    *json = copy;
    if (wb_reader_from_memory(copy, strlen(copy), "file", &reader, NULL) != WB_OK)
        return NULL;
    return reader;
}

static inline wb_status add_file(wb_catalogue *catalogue, const char *text, wb_error *err)
{
    char *json = NULL;
    wb_reader *reader = reader_of(text, &json);
    wb_status st =
        reader != NULL ? wb_catalogue_read(catalogue, reader, err) : WB_E_NOMEM;

    wb_reader_free(reader);
    free(json);
    return st;
}

static inline wb_catalogue *new_catalogue(void)
{
    wb_catalogue *catalogue = NULL;

    assert_ok(wb_catalogue_new(&catalogue, NULL));
    return catalogue;
}

static inline void must_add(wb_catalogue *catalogue, const char *text)
{
    wb_error err = {0};

    if (add_file(catalogue, text, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
}

/* The row where a column has this text. */
static inline int64_t row_of(const wb_frame *frame, const char *name, const char *text)
{
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        if (strcmp(text_at(frame, name, row), text) == 0)
            return row;
    }
    fail_msg("no row has '%s' as %s", text, name);
    return -1;
}

static inline wb_frame *catalogue_table(const wb_catalogue *catalogue, const char *part,
                                        const char *language)
{
    wb_frame *frame = NULL;
    wb_error err = {0};

    if (wb_catalogue_table(catalogue, part, language, &frame, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return frame;
}

#endif
