/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What forms say besides the questionnaire, in our own words. */
#include "compose/definition.h"
#include "compose/export.h"

#include <string.h>

static const wb_form_words words[] = {
    {"en", "English", "About %d minutes",
     "Tick one answer to each question. You may skip any question.",
     "Only if your answer to question %zu was: ", " or ", "Version", "Thank you.",
     "Work post:", "The groups you belong to",
     "These questions serve to show results by group. Nothing is ever shown of a group "
     "with fewer than %lld answers. You may skip any of them."},
    {"nl", "Nederlands", "Ongeveer %d minuten",
     "Kruis bij elke vraag één antwoord aan. Je mag elke vraag overslaan.",
     "Alleen als je antwoord op vraag %zu was: ", " of ", "Versie", "Bedankt.",
     "Werkpost:", "De groepen waar je bij hoort",
     "Deze vragen dienen om resultaten per groep te tonen. Van een groep met minder dan "
     "%lld antwoorden wordt nooit iets getoond. Je mag ze overslaan."},
    {"fr", "Français", "Environ %d minutes",
     "Cochez une réponse à chaque question. Vous pouvez passer n’importe quelle "
     "question.",
     "Seulement si votre réponse à la question %zu était : ", " ou ", "Version", "Merci.",
     "Poste de travail :", "Les groupes dont vous faites partie",
     "Ces questions servent à montrer les résultats par groupe. Aucun résultat n’est "
     "jamais montré pour un groupe de moins de %lld réponses. Vous pouvez les passer."},
};

const wb_form_words *wb_form_words_in(const char *language)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].language, language) == 0)
            return &words[i];
    return &words[0];
}

wb_status wb_form_heading(const wb_form *form, size_t l, size_t i, wb_text *out,
                          wb_error *err)
{
    wb_span title = wb_form_theme(form, l, i);

    if (wb_form_list(form, i) != NULL)
        return wb_text_add(out, wb_form_words_in(form->languages[l])->groups, err);
    return title.length > 0 ? wb_add_capital(out, title.bytes, title.length, err) : WB_OK;
}

wb_status wb_form_preface(const wb_form *form, size_t l, size_t i, wb_text *out,
                          wb_error *err)
{
    if (wb_form_list(form, i) == NULL)
        return WB_OK;
    return wb_text_format(out, err, wb_form_words_in(form->languages[l])->why,
                          (long long)form->lists->min_n);
}
