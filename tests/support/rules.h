/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small rules and frames for the tests of this room. Every helper asserts. */
#ifndef WB_TEST_SUPPORT_RULES_H
#define WB_TEST_SUPPORT_RULES_H

#include "frames.h"

#include <stdio.h>
#include <string.h>

#define TEXTS "{'nl':'n','en':'e'}"
#define NOTE  "'verified':false,'note':" TEXTS
#define HEAD                                                                             \
    "'format':'werkbaar-support/1.0','id':'r','measure':'m','version':'1',"              \
    "'licence':'MIT','title':{'nl':'Regel','en':'Rule'},'historical':false,"             \
    "'sources':{'s':{'title':'Source','where':'page'}},"
#define PERIOD                                                                           \
    "'valid':{'from':{'date':'2020-01-01','source':['s'],'verified':true},"              \
    "'until':{'date':'2020-12-31','source':['s'],'verified':true}}"
#define FACTS                                                                            \
    "'facts':[{'id':'n','label':{'nl':'aantal','en':'number'},'type':'count'},"          \
    "{'id':'x','label':{'nl':'maat','en':'size'},'type':'number'},"                      \
    "{'id':'b','label':{'nl':'wel','en':'so'},'type':'bool'},"                           \
    "{'id':'c','label':{'nl':'keuze','en':'choice'},'type':'choice','values':["          \
    "{'id':'p','label':{'nl':'de p','en':'the p'}},"                                     \
    "{'id':'q','label':{'nl':'de q','en':'the q'}}]}]"

/* Everything that a rule may hold. */
#define RULE                                                                             \
    "{" HEAD PERIOD "," FACTS ",'conditions':["                                          \
    "{'id':'k','kind':'use','asked':" TEXTS ",'demand':{'any':["                         \
    "{'fact':'n','at_least':2},{'fact':'c','one_of':['p']}]}," NOTE "},"                 \
    "{'id':'l','kind':'file','asked':" TEXTS ",'demand':{'fact':'b','is':true}," NOTE    \
    "}],'rates':[{'id':'a','when':{'fact':'x','below':50},'percent':30," NOTE            \
    "},{'id':'z','percent':20," NOTE "}],'ceiling':{'cents':100,'per':" TEXTS            \
    ",'source':['s'],'verified':true}}"

/* A rule from JSON with ' for ", whole. */
static inline wb_status read_rule(const char *text, wb_support **out, wb_error *err)
{
    char json[16384];
    wb_reader *reader = NULL;
    wb_status st;

    assert_true(strlen(text) < sizeof json);
    strcpy(json, text);
    for (char *at = json; *at != '\0'; at++) {
        if (*at == '\'')
            *at = '"';
    }
    st = wb_reader_from_memory(json, strlen(json), "file", &reader, err);
    if (st == WB_OK)
        st = wb_support_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

static inline wb_support *rule_of(const char *text)
{
    wb_support *rule = NULL;
    wb_error err = {0};

    if (read_rule(text, &rule, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return rule;
}

static inline wb_support *builtin_rule(const char *id)
{
    wb_support *rule = NULL;

    assert_ok(wb_support_builtin(id, &rule, NULL));
    return rule;
}

#endif
