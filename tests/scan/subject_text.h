/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A small questionnaire of three questions, with ' for ". An answer is the light itself:
 * 0 and 1 green, 2 orange, 3 red. */
#ifndef WB_TEST_SCAN_SUBJECT_TEXT_H
#define WB_TEST_SCAN_SUBJECT_TEXT_H

#define ITEM(id)                                                                         \
    "{'id':'" id "','label':{'nl':'l'},'text':'own','min':0,'max':3,'missing':[9]}"
#define SCALE(id, item)                                                                  \
    "{'id':'" id "','label':{'nl':'l'},'rule':'sum','items':['" item "']}"
#define CUT(value) "{'comparison':'at_least','value':" value ",'source':'test'}"
#define LIGHT(id, scale)                                                                 \
    "{'id':'" id "','label':{'nl':'l'},'kind':'risk','scale':'" scale                    \
    "','direction':'high','problem':" CUT("2")
#define INSTRUMENT                                                                                                                                  \
    "{'format':'werkbaar-instrument/1.0','id':'q.person','version':'1','licence':'MIT',"                                                            \
    "'title':{'nl':'Q'},'source':'test','unit':'person','languages':['nl'],"                                                                        \
    "'items':[" ITEM("q1") "," ITEM("q2") "," ITEM("q3") "],'scales':[" SCALE(                                                                      \
        "s1",                                                                                                                                       \
        "q"                                                                                                                                         \
        "1") "," SCALE("s2",                                                                                                                        \
                       "q2") "," SCALE("s3",                                                                                                        \
                                       "q3") "],'indicators':[" LIGHT("load",                                                                       \
                                                                      "s1") ",'acute'"                                                              \
                                                                            ":" CUT("3") "}," LIGHT(                                                \
                                                                                "joy",                                                              \
                                                                                "s2") ",'"                                                          \
                                                                                      "acu"                                                         \
                                                                                      "te'"                                                         \
                                                                                      ":" CUT("3") "}," LIGHT(                                      \
                                                                                          "harm",                                                   \
                                                                                          "s3") "}],'composites':[{'id':'fine','label':{'nl':'l'}," \
                                                                                                "'rule':'none_of','of':['load','joy']}]}"

#define ABOUT                                                                            \
    "{'questionnaire':{'id':'q','version':'1','hash':'abc','title':{'nl':'Vragen',"      \
    "'en':'Questions'}},'themes':["                                                      \
    "{'id':'pressure','kind':'risk','title':{'nl':'Werkdruk','en':'Work pressure'},"     \
    "'discussion':[{'nl':'Hoeveel?','en':'How much?'},{'nl':'Waarom?'}]},"               \
    "{'id':'joy','kind':'workability','title':{'nl':'Plezier'},'discussion':[]},"        \
    "{'id':'harm','kind':'other','sensitive':true,'title':{'nl':'Gedrag'},"              \
    "'discussion':[]}],'indicators':["                                                   \
    "{'id':'load','theme':'pressure','module':'m','unit':'person','fingerprint':'f1',"   \
    "'acute':true,'label':{'nl':'druk','en':'load'}},"                                   \
    "{'id':'joy','theme':'joy','module':'m','unit':'person','fingerprint':'f2',"         \
    "'acute':true,'label':{'nl':'plezier'}},"                                            \
    "{'id':'harm','theme':'harm','module':'m','unit':'person','fingerprint':'f3',"       \
    "'sensitive':true,'conditional':true,'label':{'nl':'gedrag'}},"                      \
    "{'id':'fine','unit':'person','fingerprint':'f4','none_of':['load','joy'],'label':{" \
    "'nl':'goed'}}],"                                                                    \
    "'checks':[],'notices':[{'id':'note','text':{'nl':'Lees mij.','en':'Read me.'}}]}"

#endif
