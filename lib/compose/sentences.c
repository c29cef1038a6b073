/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "compose/sentences.h"

#include <string.h>

typedef struct sentence {
    const char *id;
    const char *nl;
    const char *en;
    const char *fr;
} sentence;

static const sentence sentences[] = {
    {"yes", "ja", "yes", "oui"},
    {"no", "nee", "no", "non"},
    {"not_applicable", "niet van toepassing", "does not apply", "sans objet"},

    /* ---- to a person who answers ---- */
    {"about", "Deze vragenlijst gaat over je werk: wat loopt goed en wat kan beter.",
     "These questions are about your work: what goes well and what could be better.",
     "Ce questionnaire porte sur votre travail : ce qui va bien et ce qui pourrait aller "
     "mieux."},
    {"voluntary",
     "Meedoen is vrijwillig. Je mag elke vraag overslaan en op elk moment stoppen.",
     "Taking part is voluntary. You may skip every question and stop at any moment.",
     "La participation est volontaire. Vous pouvez passer chaque question et vous "
     "arrêter à "
     "tout moment."},
    {"anonymous",
     "Er wordt niet naar je naam gevraagd. Schrijf nergens je naam of die van iemand "
     "anders.",
     "Your name is not asked for. Do not write your name or that of anybody else.",
     "Votre nom n’est pas demandé. N’écrivez nulle part votre nom ni celui de quelqu’un "
     "d’autre."},
    {"host",
     "Antwoord je online? Wie de website van de vragenlijst beheert, kan het "
     "internetadres van je toestel zien en het tijdstip waarop je antwoordt, wat er ook "
     "is ingesteld. Bij het inlezen van de antwoorden vallen die gegevens weg.",
     "Do you answer online? Whoever runs the website of the questionnaire can see the "
     "internet address of your device and the time at which you answer, whatever the "
     "settings are. These are left out when the answers are read in.",
     "Vous répondez en ligne ? La personne qui gère le site du questionnaire peut voir "
     "l’adresse internet de votre appareil et l’heure de votre réponse, quels que soient "
     "les "
     "réglages. Ces données sont écartées à la lecture des réponses."},
    {"groups",
     "Resultaten worden alleen getoond voor groepen met genoeg antwoorden, zodat niemand "
     "te herkennen is.",
     "Results are shown only for groups with enough answers, so that nobody can be "
     "recognised.",
     "Les résultats ne sont montrés que pour des groupes avec assez de réponses, afin "
     "que "
     "personne ne puisse être reconnu."},
    {"sensitive",
     "Sommige vragen gaan over ervaringen die zwaar kunnen wegen. Wil je daarover "
     "praten? "
     "Dat kan met een vertrouwenspersoon, de preventieadviseur of je huisarts.",
     "Some questions are about experiences that may weigh on you. Would you like to talk "
     "about them? A person of trust, the prevention adviser or your doctor can help.",
     "Certaines questions portent sur des expériences qui peuvent peser. Voulez-vous en "
     "parler ? Une personne de confiance, le conseiller en prévention ou votre médecin "
     "peuvent vous aider."},

    /* ---- to whoever fills in a record ---- */
    {"record_workpost",
     "Deze fiche gaat over een werkpost, niet over een persoon. Noteer geen namen.",
     "This record is about a work post, not about a person. Do not write names.",
     "Cette fiche porte sur un poste de travail, pas sur une personne. Ne notez pas de "
     "noms."},
    {"record_organisation",
     "Deze fiche gaat over de organisatie, niet over een persoon. Noteer geen namen.",
     "This record is about the organisation, not about a person. Do not write names.",
     "Cette fiche porte sur l’organisation, pas sur une personne. Ne notez pas de noms."},

    /* ---- to both, of the recipe ---- */
    {"controller", "Verantwoordelijk voor de gegevens: %", "Responsible for the data: %",
     "Responsable des données : %"},
    {"who_sees", "Wie ziet wat: %", "Who sees what: %", "Qui voit quoi : %"},
    {"retention", "Hoe lang de gegevens bewaard worden: %",
     "How long the data are kept: %", "Durée de conservation des données : %"},
    {"contact", "Vragen hierover: %", "Questions about this: %",
     "Questions à ce sujet : %"},

    /* ---- to those who read the results ---- */
    {"not_validated", "Niet gevalideerd: %.", "Not validated: %.", "Non validé : %."},
    {"not_verified",
     "Grenswaarden of schalen die niet in een bron zijn nagetrokken: %. De cijfers zijn "
     "een "
     "voorinstelling, niet de officiële definitie.",
     "Cut-offs or scales that were not verified in a source: %. The figures are a "
     "preset, "
     "not the official definition.",
     "Seuils ou échelles non vérifiés dans une source : %. Les chiffres sont un "
     "préréglage, "
     "pas la définition officielle."},
    {"conditional",
     "Niet aan iedereen gevraagd: %. De aandelen gaan over wie een score heeft, niet "
     "over "
     "iedereen die antwoordde.",
     "Not asked of everybody: %. The shares are of those who have a score, not of all "
     "who "
     "answered.",
     "Pas demandé à tous : %. Les parts portent sur ceux qui ont un score, pas sur tous "
     "ceux qui ont répondu."},
    {"left_out",
     "Weggelaten vragen: %. Wat ermee berekend wordt, is alleen te vergelijken met "
     "metingen "
     "zonder deze vragen.",
     "Questions left out: %. What is worked out with them compares only with "
     "measurements "
     "without these questions.",
     "Questions omises : %. Ce qui en est calculé ne se compare qu’aux mesures sans ces "
     "questions."},
    {"no_base", "Zonder basispakket: het geheel van werkbaar werk wordt niet gemeten.",
     "Without a base package: workable work as a whole is not measured.",
     "Sans module de base : le travail faisable dans son ensemble n’est pas mesuré."},
    {"information_missing", "In de informatie voor wie antwoordt ontbreekt nog: %.",
     "Still missing in the information to those who answer: %.",
     "Il manque encore dans l’information aux répondants : %."},
    {"name_controller", "de verantwoordelijke voor de gegevens",
     "who is responsible for the data", "le responsable des données"},
    {"name_who_sees", "wie wat ziet", "who sees what", "qui voit quoi"},
    {"name_retention", "hoe lang de gegevens bewaard worden",
     "how long the data are kept", "la durée de conservation"},
    {"name_contact", "bij wie men terechtkan met vragen", "whom to ask",
     "la personne de contact"},
};

static const sentence *find(const char *id)
{
    const sentence *found = sentences;

    while (strcmp(found->id, id) != 0)
        found++;
    return found;
}

static const char *in_language(const sentence *found, const char *language)
{
    if (strcmp(language, "nl") == 0)
        return found->nl;
    return strcmp(language, "fr") == 0 ? found->fr : found->en;
}

static wb_status put(json_t *made, const sentence *found, const char *language,
                     const char *what, wb_text *text)
{
    const char *pattern = in_language(found, language);
    size_t before = strcspn(pattern, "%");
    wb_status st = WB_OK;

    wb_text_cut(text, 0);
    WB_TRY(wb_text_append(text, pattern, before, NULL));
    if (pattern[before] == '%') {
        WB_TRY(wb_text_add(text, what, NULL));
        WB_TRY(wb_text_add(text, pattern + before + 1, NULL));
    }
    WB_TRY(wb_json_put(made, language, json_string(text->bytes), NULL));

done:
    return st;
}

json_t *wb_sentence(const json_t *languages, const char *id, const json_t *what)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    json_t *made = json_object();

    if (made == NULL)
        return NULL;
    for (size_t i = 0; i < json_array_size(languages); i++) {
        const char *language = json_string_value(json_array_get(languages, i));

        WB_TRY(put(made, find(id), language,
                   json_string_value(json_object_get(what, language)), &text));
    }
done:
    wb_text_free(&text);
    if (st == WB_OK)
        return made;
    json_decref(made);
    return NULL;
}
