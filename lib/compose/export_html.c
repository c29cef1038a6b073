/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One page, on paper or on screen: no script, nothing from elsewhere, nothing is sent. */
#include "compose/export.h"

static const char style[] =
    ":root{--ink:#1d2733;--soft:#5a6776;--line:#c9d1da;--tint:#f3f6f9;--mark:#0b5a83}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;padding:1.5rem 1.25rem 3rem;max-width:46rem;color:var(--ink);"
    "background:#fff;font:1rem/1.5 system-ui,-apple-system,\"Segoe UI\",\"Noto Sans\","
    "Helvetica,Arial,sans-serif}\n"
    "h1{margin:0 0 .25rem;font-size:1.75rem;line-height:1.2}\n"
    "h2{margin:2.25rem 0 .5rem;padding-bottom:.3rem;border-bottom:2px solid var(--mark);"
    "font-size:1.2rem;line-height:1.3;break-after:avoid}\n"
    ".about{margin:0 0 1rem;color:var(--soft)}\n"
    ".information{margin:1rem 0;padding:.75rem 1rem;border-left:4px solid var(--mark);"
    "background:var(--tint)}\n"
    ".information p{margin:.4rem 0}\n"
    ".preface{margin:.5rem 0;color:var(--soft)}\n"
    ".how{margin:1rem 0;font-weight:600}\n"
    "fieldset{margin:0;padding:.8rem 0 .7rem;border:0;border-bottom:1px solid "
    "var(--line);"
    "break-inside:avoid}\n"
    "legend{display:flex;float:left;width:100%;margin:0 0 .35rem;padding:0;"
    "font-weight:500}\n"
    "legend b{flex:none;min-width:2.2rem;color:var(--mark);font-weight:600}\n"
    ".when{clear:both;margin:0 0 .35rem 2.2rem;color:var(--soft);font-size:.9rem;"
    "font-style:italic}\n"
    ".answers{clear:both;display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;"
    "margin-left:2.2rem}\n"
    "label{display:inline-flex;align-items:baseline;gap:.45rem;font-size:.95rem;"
    "cursor:pointer}\n"
    "input[type=radio]{appearance:none;-webkit-appearance:none;flex:none;position:"
    "relative;"
    "top:.12em;width:1em;height:1em;margin:0;border:1.5px solid var(--ink);"
    "border-radius:50%;background:#fff}\n"
    "input:checked{border-color:var(--mark);background:var(--mark);"
    "box-shadow:inset 0 0 0 .18em #fff}\n"
    ".post label{display:flex;font-size:1rem}\n"
    ".post input{flex:1;border:0;border-bottom:1px solid var(--ink);font:inherit}\n"
    "input:focus-visible{outline:3px solid #7fb6d6;outline-offset:2px}\n"
    "footer{margin-top:2rem;color:var(--soft);font-size:.8rem;overflow-wrap:anywhere}\n"
    "footer p{margin:.2rem 0}\n"
    ".thanks{color:var(--ink);font-size:1rem;font-weight:600}\n"
    "@media print{@page{size:A4;margin:16mm 15mm 18mm}"
    "html{font-size:10pt}body{max-width:none;padding:0;line-height:1.35}"
    "h2{margin-top:1.4rem}fieldset{padding:.45rem 0 .4rem}"
    ".information{border:1px solid var(--line);border-left:3pt solid var(--mark);"
    "background:none}}\n";

static wb_status put_span(wb_text *out, const char *before, wb_span span,
                          const char *after, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(out, before, err));
    WB_TRY(wb_form_escape(out, span, err));
    WB_TRY(wb_text_add(out, after, err));
done:
    return st;
}

/* ---- the opening ---- */

static wb_status put_head(wb_text *out, const wb_form *form, wb_error *err)
{
    const char *language = form->languages[0];
    wb_span title = wb_span_of(wb_questionnaire_title(form->questionnaire, language));
    wb_status st = WB_OK;

    WB_TRY(put_span(out, "<!DOCTYPE html>\n<html lang=\"", wb_span_of(language), "\">\n",
                    err));
    WB_TRY(wb_text_add(out,
                       "<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                       "content=\"width=device-width, initial-scale=1\">\n",
                       err));
    WB_TRY(put_span(out, "<title>", title, "</title>\n<style>\n", err));
    WB_TRY(wb_text_add(out, style, err));
    WB_TRY(
        put_span(out, "</style>\n</head>\n<body>\n<main>\n<h1>", title, "</h1>\n", err));
done:
    return st;
}

/* Minutes are of the questions to persons. */
static wb_status put_minutes(wb_text *out, const wb_form *form,
                             const wb_form_words *words, wb_error *err)
{
    int32_t minutes =
        wb_span_is(wb_form_asked(form, 0, 0, "unit"), "person")
            ? wb_questionnaire_minutes(form->questionnaire, form->languages[0])
            : 0;
    wb_status st = WB_OK;

    if (minutes == 0)
        return WB_OK;
    WB_TRY(wb_text_add(out, "<p class=\"about\">", err));
    WB_TRY(wb_text_format(out, err, words->minutes, (int)minutes));
    WB_TRY(wb_text_add(out, "</p>\n", err));
done:
    return st;
}

static wb_status put_information(wb_text *out, const wb_form *form, wb_error *err)
{
    int64_t n = wb_frame_row_count(form->notices[0]);
    bool any = false;
    wb_status st = WB_OK;

    for (int64_t row = 0; row < n; row++) {
        wb_span text = wb_form_information(form, 0, row);
        if (text.bytes == NULL)
            continue;
        WB_TRY(put_span(out, any ? "<p>" : "<section class=\"information\">\n<p>", text,
                        "</p>\n", err));
        any = true;
    }
    if (any)
        WB_TRY(wb_text_add(out, "</section>\n", err));
done:
    return st;
}

/* A record is of one work post; of persons nothing is asked that tells who they are. */
static wb_status put_post(wb_text *out, const wb_form *form, const wb_form_words *words,
                          wb_error *err)
{
    if (!wb_span_is(wb_form_asked(form, 0, 0, "unit"), "workpost"))
        return WB_OK;
    return wb_text_format(
        out, err, "<p class=\"post\"><label>%s <input type=\"text\"></label></p>\n",
        words->post);
}

/* ---- questions ---- */

/* "yes", "often or always", "1, 2 or 3": the answers at which a question is asked. */
static wb_status put_condition(wb_text *out, const wb_form *form, size_t i,
                               const wb_form_words *words, wb_error *err)
{
    size_t on = form->asked[i].depends_on;
    int64_t n_left = 0;
    bool first = true;
    wb_status st = WB_OK;

    if (on == WB_NO_QUESTION)
        return WB_OK;
    for (int64_t k = 0; k < form->asked[on].n_answers; k++)
        n_left += wb_form_shown_by(form, i, wb_form_answer_code(form, on, k));
    WB_TRY(wb_text_add(out, "<p class=\"when\">", err));
    WB_TRY(wb_text_format(out, err, words->condition, on + 1));
    for (int64_t k = 0; k < form->asked[on].n_answers; k++) {
        if (!wb_form_shown_by(form, i, wb_form_answer_code(form, on, k)))
            continue;
        const char *between = first ? "" : n_left == 1 ? words->either : ", ";
        WB_TRY(put_span(out, between, wb_form_answer_label(form, 0, on, k), "", err));
        first = false;
        n_left--;
    }
    WB_TRY(wb_text_add(out, "</p>\n", err));
done:
    return st;
}

static wb_status put_answers(wb_text *out, const wb_form *form, size_t i, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(out, "<div class=\"answers\">\n", err));
    for (int64_t k = 0; k < form->asked[i].n_answers; k++) {
        WB_TRY(wb_text_format(out, err,
                              "<label><input type=\"radio\" name=\"q%zu\" "
                              "value=\"%lld\">",
                              i + 1, (long long)wb_form_answer_code(form, i, k)));
        WB_TRY(put_span(out, "", wb_form_answer_label(form, 0, i, k), "</label>\n", err));
    }
    WB_TRY(wb_text_add(out, "</div>\n", err));
done:
    return st;
}

static wb_status put_heading(wb_text *out, const wb_form *form, size_t i, wb_error *err)
{
    wb_text text = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_form_heading(form, 0, i, &text, err));
    WB_TRY(put_span(out, i > 0 ? "</section>\n<section>\n<h2>" : "<section>\n<h2>",
                    (wb_span){text.bytes, text.length}, "</h2>\n", err));
    wb_text_cut(&text, 0);
    WB_TRY(wb_form_preface(form, 0, i, &text, err));
    if (text.length > 0)
        WB_TRY(put_span(out, "<p class=\"preface\">", (wb_span){text.bytes, text.length},
                        "</p>\n", err));
done:
    wb_text_free(&text);
    return st;
}

static wb_status put_question(wb_text *out, const wb_form *form, size_t i,
                              const wb_form_words *words, wb_error *err)
{
    wb_status st = WB_OK;

    if (form->asked[i].opens_page)
        WB_TRY(put_heading(out, form, i, err));
    WB_TRY(wb_text_format(out, err, "<fieldset>\n<legend><b>%zu.</b> ", i + 1));
    WB_TRY(put_span(out, "<span>", wb_form_asked(form, 0, i, "question"),
                    "</span></legend>\n", err));
    WB_TRY(put_condition(out, form, i, words, err));
    WB_TRY(put_answers(out, form, i, err));
    WB_TRY(wb_text_add(out, "</fieldset>\n", err));
done:
    return st;
}

/* ---- the page ---- */

static wb_status put_foot(wb_text *out, const wb_form *form, const wb_form_words *words,
                          wb_error *err)
{
    const wb_questionnaire *q = form->questionnaire;
    wb_status st = WB_OK;

    WB_TRY(put_span(out, "</section>\n</main>\n<footer>\n<p class=\"thanks\">",
                    wb_span_of(words->thanks), "</p>\n", err));
    WB_TRY(put_span(out, "<p>", wb_span_of(wb_questionnaire_id(q)), " · ", err));
    WB_TRY(put_span(out, words->version, wb_span_of(""), " ", err));
    WB_TRY(put_span(out, "", wb_span_of(wb_questionnaire_version(q)), "</p>\n", err));
    WB_TRY(wb_text_format(out, err, "<p>%s</p>\n</footer>\n</body>\n</html>\n",
                          wb_questionnaire_hash(q)));
done:
    return st;
}

wb_status wb_export_html(const wb_form *form, wb_writer *writer, wb_error *err)
{
    const wb_form_words *words = wb_form_words_in(form->languages[0]);
    wb_text out = {0};
    wb_status st = WB_OK;

    WB_TRY(put_head(&out, form, err));
    WB_TRY(put_minutes(&out, form, words, err));
    WB_TRY(put_information(&out, form, err));
    WB_TRY(put_post(&out, form, words, err));
    WB_TRY(put_span(&out, "<p class=\"how\">", wb_span_of(words->instruction), "</p>\n",
                    err));
    for (size_t i = 0; i < form->n_asked; i++)
        WB_TRY(put_question(&out, form, i, words, err));
    WB_TRY(put_foot(&out, form, words, err));
    WB_TRY(wb_writer_write(writer, out.bytes, out.length, err));
done:
    wb_text_free(&out);
    return st;
}
