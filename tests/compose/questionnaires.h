/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Recipes, modules that go with those of modules.h, and questionnaires. */
#ifndef WB_TEST_COMPOSE_QUESTIONNAIRES_H
#define WB_TEST_COMPOSE_QUESTIONNAIRES_H

#include "modules.h"

/* clang-format would take these texts apart. */
/* clang-format off */
#define RECIPE(rest)                                                                     \
    "{'format':'werkbaar-recipe/1.0','id':'both','version':'1.0','languages':['nl',"     \
    "'en'],'title':" TEXTS("Allebei", "Both") "," rest "}"
#define RECIPE_AB RECIPE("'modules':[{'id':'a'},{'id':'b'}]")

/* One question about a work post, and nothing scored. */
#define B_OWN(version)                                                                   \
    "{" MODULE_HEAD("b_own") "'version':'" version "','unit':'workpost','title':"        \
    TEXTS("Eigen", "Own") ",'themes':[{'id':'noise','title':" TEXTS("lawaai", "noise")   \
    ",'kind':'other'}],'checklist':[{'id':'o1','theme':'noise','label':"                 \
    TEXTS("deur", "door") ",'question':" TEXTS("Deur dicht?", "Door shut?") "}]}"

/* Shares the first question, its answers and the theme of module A; has another question
 * to talk about. */
#define SHARES                                                                           \
    "{" MODULE_HEAD("shares") "'version':'1.0','unit':'person','title':"                 \
    TEXTS("Deelt", "Shares") "," A_TERMS "'themes':[{'id':'pace','title':"               \
    TEXTS("tempo", "pace") ",'kind':'risk','discussion':["                               \
    TEXTS("Wat zegt {leader}?", "What does {leader} say?") ","                           \
    TEXTS("Wat nog?", "What else?") "]}]," OFTEN "'items':[" A_ITEM_1 "]}"

/* One more question, with other answers under the name that those of module A have. */
#define OTHER_ANSWERS                                                                    \
    "{" MODULE_HEAD("other") "'version':'1.0','unit':'person','title':"                  \
    TEXTS("Ander", "Other") ",'themes':[{'id':'pace','title':" TEXTS("tempo", "pace")    \
    ",'kind':'risk'}],'answer_sets':{'often':[{'code':0,'label':" TEXTS("nee", "no")     \
    "},{'code':1,'label':" TEXTS("ja", "yes") "}]},'items':[{'id':'s1',"                 \
    "'theme':'pace','label':" TEXTS("rust", "rest") ",'text':'own','question':"          \
    TEXTS("Heb je rust?", "Do you rest?") ",'answers':'often'}]}"

#define SHORT_BEGIN                                                                      \
    "{" MODULE_HEAD("short") "'version':'1.0','unit':'person','title':"                  \
    TEXTS("Kort", "Short") ",'themes':[{'id':'pace','title':" TEXTS("tempo", "pace")     \
    ",'kind':'risk'}],'answer_sets':{'yes':[{'code':0,'label':" TEXTS("nee", "no")       \
    "},{'code':1,'label':" TEXTS("ja", "yes") "}]},'items':["
#define SHORT_ITEM                                                                       \
    "{'id':'q%d','theme':'pace','label':" TEXTS("er", "in") ",'text':'own',"             \
    "'question':" TEXTS("Ben je er?", "Are you in?") ",'answers':'yes'}"
/* clang-format on */

static inline wb_status compose(const wb_catalogue *catalogue, const char *recipe,
                                wb_questionnaire **out, wb_error *err)
{
    char *json = NULL;
    wb_reader *reader = reader_of(recipe, &json);
    wb_status st = reader != NULL ? wb_compose(catalogue, reader, out, err) : WB_E_NOMEM;

    wb_reader_free(reader);
    free(json);
    return st;
}

static inline wb_frame *questionnaire_table(const wb_questionnaire *questionnaire,
                                            const char *part, const char *language)
{
    wb_frame *frame = NULL;
    wb_error err = {0};

    if (wb_questionnaire_table(questionnaire, part, language, &frame, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return frame;
}

/* The bytes of its file, to be freed. */
static inline char *written(const wb_questionnaire *questionnaire)
{
    wb_writer *writer = NULL;
    const char *bytes;
    char *text;
    size_t length = 0;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_questionnaire_write(questionnaire, writer, NULL));
    bytes = wb_writer_bytes(writer, &length);
    text = malloc(length + 1);
    assert_non_null(text);
    memcpy(text, bytes, length);
    text[length] = '\0';
    wb_writer_free(writer);
    return text;
}

static inline void free_and_compare(char *one, char *other)
{
    assert_string_equal(one, other);
    free(other);
    free(one);
}

#endif
