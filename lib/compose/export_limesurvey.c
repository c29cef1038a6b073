/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The tab-separated survey structure that LimeSurvey imports: a line per setting (S),
 * text of the survey (SL), group (G), question (Q) and answer (A), the texts once per
 * language. Groups are matched between languages by type/scale, questions by name. No
 * field needs quotes: texts are HTML, in which a quote is an entity. */
#include "compose/export.h"

#include <string.h>

static const char header[] =
    "class\ttype/scale\tname\trelevance\ttext\thelp\tlanguage\tvalidation\tmandatory"
    "\tother\tdefault\tsame_default\thidden\n";

typedef struct setting {
    const char *name;
    const char *value;
} setting;

/* Nothing is kept that tells who answered or when, and nothing has to be answered. */
static const setting settings[] = {
    {"format", "G"},
    {"anonymized", "Y"},
    {"datestamp", "N"},
    {"ipaddr", "N"},
    {"ipanonymize", "Y"},
    {"refurl", "N"},
    {"savetimings", "N"},
    {"usecookie", "N"},
    {"allowregister", "N"},
    {"allowsave", "N"},
    {"alloweditaftercompletion", "N"},
    {"tokenanswerspersistence", "N"},
    {"sendconfirmation", "N"},
    {"emailnotificationto", ""},
    {"emailresponseto", ""},
    {"googleanalyticsapikey", ""},
    {"publicstatistics", "N"},
    {"publicgraphs", "N"},
    {"printanswers", "N"},
    {"listpublic", "N"},
    {"showwelcome", "Y"},
    {"showprogress", "Y"},
    {"shownoanswer", "Y"},
    {"showxquestions", "N"},
    {"showgroupinfo", "B"},
    {"showqnumcode", "X"},
    {"allowprev", "Y"},
    {"questionindex", "0"},
    {"navigationdelay", "0"},
    {"nokeyboard", "N"},
    {"assessments", "N"},
};

/* A line; what is not given stays empty. */
typedef struct line {
    const char *class;
    const char *scale;
    wb_span name;
    wb_span relevance;
    wb_span text;
    const char *language;
    const char *other; /* what comes behind the language */
} line;

/* Escaped texts have no quotes; tabs and line ends would end the field. */
static wb_status put_field(wb_text *out, wb_span span, wb_error *err)
{
    size_t from = out->length;
    wb_status st = wb_text_append(out, span.bytes, span.length, err);

    for (; st == WB_OK && from < out->length; from++)
        if (strchr("\t\r\n", out->bytes[from]) != NULL)
            out->bytes[from] = ' ';
    return st;
}

static wb_status put_line(wb_text *out, const line *l, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(
        wb_text_format(out, err, "%s\t%s\t", l->class, l->scale != NULL ? l->scale : ""));
    WB_TRY(put_field(out, l->name, err));
    WB_TRY(wb_text_add(out, "\t", err));
    WB_TRY(put_field(out, l->relevance, err));
    WB_TRY(wb_text_add(out, "\t", err));
    WB_TRY(put_field(out, l->text, err));
    WB_TRY(wb_text_format(out, err, "\t\t%s\t%s\n",
                          l->language != NULL ? l->language : "",
                          l->other != NULL ? l->other : "\t\t\t\t\t"));
done:
    return st;
}

static wb_status put_setting(wb_text *out, const char *class, const char *name,
                             wb_span value, const char *language, wb_error *err)
{
    const line l = {
        .class = class, .name = wb_span_of(name), .text = value, .language = language};

    return put_line(out, &l, err);
}

/* ---- the survey ---- */

static wb_status put_languages(wb_text *out, const wb_form *form, wb_error *err)
{
    wb_text others = {0};
    wb_status st = WB_OK;

    for (size_t l = 1; l < form->n_languages; l++)
        WB_TRY(
            wb_text_format(&others, err, "%s%s", l > 1 ? " " : "", form->languages[l]));
    WB_TRY(put_setting(out, "S", "language", wb_span_of(form->languages[0]), NULL, err));
    WB_TRY(put_setting(out, "S", "additional_languages",
                       (wb_span){others.bytes, others.length}, NULL, err));
done:
    wb_text_free(&others);
    return st;
}

/* The information that opens the questionnaire, a paragraph each. */
static wb_status gather_welcome(wb_text *out, const wb_form *form, size_t l,
                                wb_error *err)
{
    int64_t n = wb_frame_row_count(form->notices[l]);
    wb_status st = WB_OK;

    for (int64_t row = 0; row < n; row++) {
        wb_span text = wb_form_information(form, l, row);
        if (text.bytes == NULL)
            continue;
        WB_TRY(wb_text_add(out, "<p>", err));
        WB_TRY(wb_form_escape(out, text, err));
        WB_TRY(wb_text_add(out, "</p>", err));
    }
done:
    return st;
}

static wb_status put_survey_texts(wb_text *out, const wb_form *form, size_t l,
                                  wb_error *err)
{
    const char *language = form->languages[l];
    const char *title = wb_questionnaire_title(form->questionnaire, language);
    wb_text text = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_form_escape(&text, wb_span_of(title), err));
    WB_TRY(put_setting(out, "SL", "surveyls_title", (wb_span){text.bytes, text.length},
                       language, err));
    wb_text_cut(&text, 0);
    WB_TRY(gather_welcome(&text, form, l, err));
    WB_TRY(put_setting(out, "SL", "surveyls_welcometext",
                       (wb_span){text.bytes, text.length}, language, err));
    WB_TRY(put_setting(out, "SL", "surveyls_endtext",
                       wb_span_of(wb_form_words_in(language)->thanks), language, err));
done:
    wb_text_free(&text);
    return st;
}

/* ---- questions ---- */

static const char not_mandatory[] = "\tN\tN\t\t\t"; /* and neither other nor default */
static const char hidden[] = "\tN\tN\t\t\t1";

static wb_status check_code(const wb_form *form, size_t i, int64_t code, wb_error *err)
{
    wb_span id = wb_form_asked(form, 0, i, "id");

    if (code >= -9999 && code <= 99999)
        return WB_OK;
    return wb_fail(
        err, WB_E_LIMIT,
        "answer %lld of question '%.*s' is too long for LimeSurvey, whose codes "
        "have 5 characters",
        (long long)code, (int)id.length, id.bytes);
}

static wb_status gather_relevance(wb_text *out, const wb_form *form, size_t i,
                                  wb_error *err)
{
    size_t on = form->asked[i].depends_on;
    bool first = true;
    wb_status st = WB_OK;

    if (on == WB_NO_QUESTION)
        return wb_text_add(out, "1", err);
    for (int64_t k = 0; k < form->asked[on].n_answers; k++) {
        int64_t code = wb_form_answer_code(form, on, k);
        if (!wb_form_shown_by(form, i, code))
            continue;
        WB_TRY(wb_text_add(out, first ? "" : " or ", err));
        WB_TRY(wb_form_code(form, on, WB_FORM_LIMESURVEY, out, err));
        WB_TRY(wb_text_add(out, ".NAOK == '", err));
        WB_TRY(wb_form_answer_name(form, on, k, WB_FORM_LIMESURVEY, out, err));
        WB_TRY(wb_text_add(out, "'", err));
        first = false;
    }
done:
    return st;
}

static wb_status put_answer(wb_text *out, const wb_form *form, size_t l, size_t i,
                            int64_t k, wb_error *err)
{
    wb_text code = {0}, label = {0};
    wb_status st = WB_OK;

    WB_TRY(check_code(form, i, wb_form_answer_code(form, i, k), err));
    WB_TRY(wb_form_answer_name(form, i, k, WB_FORM_LIMESURVEY, &code, err));
    WB_TRY(wb_form_escape(&label, wb_form_answer_label(form, l, i, k), err));
    const line a = {.class = "A",
                    .scale = "0",
                    .name = {code.bytes, code.length},
                    .text = {label.bytes, label.length},
                    .language = form->languages[l]};
    WB_TRY(put_line(out, &a, err));
done:
    wb_text_free(&code);
    wb_text_free(&label);
    return st;
}

static wb_status put_question(wb_text *out, const wb_form *form, size_t l, size_t i,
                              wb_error *err)
{
    wb_text code = {0}, relevance = {0}, text = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_form_code(form, i, WB_FORM_LIMESURVEY, &code, err));
    WB_TRY(gather_relevance(&relevance, form, i, err));
    WB_TRY(wb_form_escape(&text, wb_form_asked(form, l, i, "question"), err));
    const line q = {.class = "Q",
                    .scale = form->asked[i].n_answers > WB_MOST_OPEN_ANSWERS ? "!" : "L",
                    .name = {code.bytes, code.length},
                    .relevance = {relevance.bytes, relevance.length},
                    .text = {text.bytes, text.length},
                    .language = form->languages[l],
                    .other = not_mandatory};
    WB_TRY(put_line(out, &q, err));
    for (int64_t k = 0; k < form->asked[i].n_answers; k++)
        WB_TRY(put_answer(out, form, l, i, k, err));
done:
    wb_text_free(&code);
    wb_text_free(&relevance);
    wb_text_free(&text);
    return st;
}

/* A question that nobody sees: which questionnaire, or lists, the answers are of. */
static wb_status put_hash(wb_text *out, const wb_form *form, size_t l, const char *name,
                          const char *hash, wb_error *err)
{
    const line q = {.class = "Q",
                    .scale = "*",
                    .name = wb_span_of(name),
                    .relevance = wb_span_of("1"),
                    .text = wb_span_of(hash),
                    .language = form->languages[l],
                    .other = hidden};

    return put_line(out, &q, err);
}

/* What a record is of, as text. */
static wb_status put_record(wb_text *out, const wb_form *form, size_t l, wb_error *err)
{
    if (form->lists == NULL || form->lists->record == NULL)
        return WB_OK;
    const line q = {.class = "Q",
                    .scale = "S",
                    .name = wb_span_of(form->lists->record),
                    .relevance = wb_span_of("1"),
                    .text = wb_span_of(wb_form_words_in(form->languages[l])->post),
                    .language = form->languages[l],
                    .other = not_mandatory};

    return put_line(out, &q, err);
}

static wb_status put_group(wb_text *out, const wb_form *form, size_t l, size_t i,
                           size_t number, wb_error *err)
{
    char scale[WB_NUMBER_CHARS];
    wb_text heading = {0}, name = {0}, text = {0};
    wb_status st = WB_OK;

    wb_format_int64(scale, (int64_t)number);
    WB_TRY(wb_form_heading(form, l, i, &heading, err));
    WB_TRY(wb_form_escape(&name, (wb_span){heading.bytes, heading.length}, err));
    WB_TRY(wb_form_preface(form, l, i, &text, err));
    const line g = {.class = "G",
                    .scale = scale,
                    .name = {name.bytes, name.length},
                    .relevance = wb_span_of("1"),
                    .text = {text.bytes, text.length},
                    .language = form->languages[l]};
    WB_TRY(put_line(out, &g, err));
done:
    wb_text_free(&heading);
    wb_text_free(&name);
    wb_text_free(&text);
    return st;
}

static wb_status put_questions(wb_text *out, const wb_form *form, size_t l, wb_error *err)
{
    const char *hash = wb_questionnaire_hash(form->questionnaire);
    size_t number = 0;
    wb_status st = WB_OK;

    for (size_t i = 0; i < form->n_asked; i++) {
        if (form->asked[i].opens_page)
            WB_TRY(put_group(out, form, l, i, ++number, err));
        if (i == 0) {
            WB_TRY(put_hash(out, form, l, WB_FORM_HASH, hash, err));
            WB_TRY(put_record(out, form, l, err));
        }
        if (i == form->n_own)
            WB_TRY(put_hash(out, form, l, WB_FORM_LISTS, form->lists->hash, err));
        WB_TRY(put_question(out, form, l, i, err));
    }
done:
    return st;
}

wb_status wb_export_limesurvey(const wb_form *form, wb_writer *writer, wb_error *err)
{
    wb_text out = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(&out, header, err));
    WB_TRY(put_languages(&out, form, err));
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
        WB_TRY(put_setting(&out, "S", settings[i].name, wb_span_of(settings[i].value),
                           NULL, err));
    for (size_t l = 0; l < form->n_languages; l++)
        WB_TRY(put_survey_texts(&out, form, l, err));
    for (size_t l = 0; l < form->n_languages; l++)
        WB_TRY(put_questions(&out, form, l, err));
    WB_TRY(wb_writer_write(writer, out.bytes, out.length, err));
done:
    wb_text_free(&out);
    return st;
}
