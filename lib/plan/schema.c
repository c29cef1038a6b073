/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The tables of plan/schema.h. A word, field or kind added here needs its line in
 * docs/formats/plan.md and data/schema/plan.schema.json: a test compares the three. A
 * kind stands below the kinds it has in its lists. */
#include "plan/schema.h"

/* clang-format off */

/* ---- words ---- */


static const char *const scopes[] = {"flemish", "sector", "organisation", NULL};
static const char *const certainties[] = {"printed", "inferred", NULL};
static const char *const fundings[] = {"committed", "indicative", "to_be_determined", NULL};
static const char *const forces[] = {"commitment", "request", "possibility", NULL};
static const char *const action_kinds[] = {"research", "consultation", "information",
    "sensitisation", "measure", NULL};
static const char *const levels[] = {"federal", "flemish", "interprofessional", "sector",
    "organisation", "team", "individual", NULL};
static const char *const responses[] = {"adopted", "adapted", "declined", "unknown", NULL};
static const char *const statuses[] = {"planned", "running", "done", "stopped", "unknown", NULL};
static const char *const roles[] = {"responsible", "partner", "advice", "funder", "informed", NULL};
static const char *const party_roles[] = {"author", "signatory", "government",
    "not_signed", NULL};
static const char *const actor_types[] = {"organisation", "government", "group", "role", NULL};
static const char *const event_types[] = {"measurement", "round_table", "participation",
    "consultation", "decision", "signing", "publication", "rule", "project", "campaign", NULL};
static const char *const recurrences[] = {"monthly", "quarterly", "half_yearly", "yearly",
    "two_yearly", "three_yearly", NULL};
static const char *const bodies[] = {"works_council", "prevention_committee",
    "union_delegation", "staff", NULL};
static const char *const outcomes[] = {"agreed", "adapted", "not_agreed", "noted", NULL};
static const char *const verdicts[] = {"reached", "partly", "not_reached", "unknown", NULL};
static const char *const relations[] = {"feeds", "depends_on", "part_of", "supports", "funds",
    "related", NULL};
static const char *const origins[] = {"plan", "scan", "other", NULL};
static const char *const per_what[] = {"total", "year", "project", "applicant", NULL};
static const char *const answer_states[] = {"answered", "not_answered", "awaited", NULL};
static const char *const exactness[] = {"exact", "almost", "about", "more_than", NULL};

/* ---- small objects ---- */

static const wb_field cited_fields[] = {
    {.name = "source", .type = WB_FIELD_REF, .required = true, .target = "source"},
    {.name = "lines", .type = WB_FIELD_TEXT},
    {0}};

static const wb_field timing_fields[] = {
    {.name = "text", .type = WB_FIELD_TEXT},
    {.name = "from", .type = WB_FIELD_DATE},
    {.name = "to", .type = WB_FIELD_DATE},
    {.name = "open_end", .type = WB_FIELD_BOOL},
    {.name = "to_be_determined", .type = WB_FIELD_BOOL},
    {.name = "recurring", .type = WB_FIELD_WORD, .words = recurrences},
    {0}};

/* What a source prints and what it must have meant, side by side with the reason. */
static const wb_field moment_fields[] = {
    {.name = "text", .type = WB_FIELD_TEXT},
    {.name = "from", .type = WB_FIELD_DATE},
    {.name = "to", .type = WB_FIELD_DATE},
    {.name = "certainty", .type = WB_FIELD_WORD, .words = certainties},
    {.name = "corrected_from", .type = WB_FIELD_DATE},
    {.name = "corrected_to", .type = WB_FIELD_DATE},
    {.name = "corrected_certainty", .type = WB_FIELD_WORD, .words = certainties},
    {.name = "reason", .type = WB_FIELD_TEXTS},
    {0}};

static const wb_field share_fields[] = {
    {.name = "part", .type = WB_FIELD_WHOLE, .required = true},
    {.name = "of", .type = WB_FIELD_WHOLE, .required = true},
    {0}};

static const wb_field response_fields[] = {
    {.name = "by", .type = WB_FIELD_REF, .required = true, .target = "actor"},
    {.name = "date", .type = WB_FIELD_DATE},
    {.name = "verdict", .type = WB_FIELD_WORD, .required = true, .words = responses},
    {.name = "text", .type = WB_FIELD_TEXTS},
    {0}};

static const wb_field origin_fields[] = {
    {.name = "from", .type = WB_FIELD_WORD, .required = true, .words = origins},
    {.name = "scan", .type = WB_FIELD_SLUG},
    {.name = "finding", .type = WB_FIELD_SLUG},
    {.name = "measure", .type = WB_FIELD_SLUG},
    {0}};

/* ---- fields that every record may have ---- */

const wb_field wb_common_fields[] = {
    {.name = "note", .type = WB_FIELD_TEXTS},
    {.name = "cited", .type = WB_FIELD_OBJECT, .fields = cited_fields},
    {0}};

/* ---- leaves: records without lists ---- */

static const wb_list no_lists[] = {{0}};

static const wb_kind source_kind = {"source", (const wb_field[]){
    {.name = "title", .type = WB_FIELD_TEXT, .required = true},
    {.name = "publisher", .type = WB_FIELD_TEXT},
    {.name = "date", .type = WB_FIELD_DATE},
    {.name = "certainty", .type = WB_FIELD_WORD, .words = certainties},
    {.name = "address", .type = WB_FIELD_TEXT},
    {0}}, no_lists};

static const wb_kind actor_kind = {"actor", (const wb_field[]){
    {.name = "name", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "heading", .type = WB_FIELD_TEXT},
    {.name = "type", .type = WB_FIELD_WORD, .required = true, .words = actor_types},
    {.name = "part_of", .type = WB_FIELD_REF, .target = "actor"},
    {0}}, no_lists};

static const wb_kind principle_kind = {"principle", (const wb_field[]){
    {.name = "heading", .type = WB_FIELD_TEXT},
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "text", .type = WB_FIELD_TEXTS},
    {0}}, no_lists};

static const wb_kind party_kind = {"party", (const wb_field[]){
    {.name = "actor", .type = WB_FIELD_REF, .required = true, .target = "actor"},
    {.name = "role", .type = WB_FIELD_WORD, .required = true, .words = party_roles},
    {0}}, no_lists};

static const wb_kind event_kind = {"event", (const wb_field[]){
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "type", .type = WB_FIELD_WORD, .required = true, .words = event_types},
    {.name = "when", .type = WB_FIELD_OBJECT, .fields = moment_fields},
    {.name = "by", .type = WB_FIELD_REF, .target = "actor"},
    {.name = "participants", .type = WB_FIELD_WHOLE},
    {0}}, no_lists};

static const wb_kind figure_kind = {"figure", (const wb_field[]){
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "text", .type = WB_FIELD_TEXT},
    {.name = "value", .type = WB_FIELD_NUMBER},
    {.name = "to", .type = WB_FIELD_NUMBER},
    {.name = "of", .type = WB_FIELD_NUMBER},
    {.name = "unit", .type = WB_FIELD_TEXT},
    {.name = "exactness", .type = WB_FIELD_WORD, .words = exactness},
    {.name = "indicator", .type = WB_FIELD_SLUG},
    {.name = "date", .type = WB_FIELD_DATE},
    {0}}, no_lists};

static const wb_kind assignment_kind = {"assignment", (const wb_field[]){
    {.name = "actor", .type = WB_FIELD_REF, .required = true, .target = "actor"},
    {.name = "role", .type = WB_FIELD_WORD, .required = true, .words = roles},
    {.name = "text", .type = WB_FIELD_TEXT},
    {.name = "certainty", .type = WB_FIELD_WORD, .words = certainties},
    {.name = "only_for", .type = WB_FIELD_REFS, .target = "action"},
    {0}}, no_lists};

static const wb_kind milestone_kind = {"milestone", (const wb_field[]){
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "text", .type = WB_FIELD_TEXT},
    {.name = "due", .type = WB_FIELD_DATE},
    {.name = "done", .type = WB_FIELD_DATE},
    {.name = "by", .type = WB_FIELD_REF, .target = "actor"},
    {0}}, no_lists};

static const wb_kind status_kind = {"status", (const wb_field[]){
    {.name = "status", .type = WB_FIELD_WORD, .required = true, .words = statuses},
    {.name = "date", .type = WB_FIELD_DATE},
    {.name = "why", .type = WB_FIELD_TEXTS},
    {.name = "by", .type = WB_FIELD_REF, .target = "actor"},
    {0}}, no_lists};

static const wb_kind note_kind = {"note", (const wb_field[]){
    {.name = "text", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "date", .type = WB_FIELD_DATE},
    {.name = "by", .type = WB_FIELD_REF, .target = "actor"},
    {0}}, no_lists};

static const wb_kind consultation_kind = {"consultation", (const wb_field[]){
    {.name = "title", .type = WB_FIELD_TEXTS},
    {.name = "with", .type = WB_FIELD_REFS, .target = "actor"},
    {.name = "date", .type = WB_FIELD_DATE},
    {.name = "basis", .type = WB_FIELD_TEXTS},
    {.name = "priorities", .type = WB_FIELD_TEXTS},
    {.name = "decisions", .type = WB_FIELD_TEXTS},
    {0}}, no_lists};

static const wb_kind discussion_kind = {"discussion", (const wb_field[]){
    {.name = "body", .type = WB_FIELD_WORD, .required = true, .words = bodies},
    {.name = "date", .type = WB_FIELD_DATE},
    {.name = "outcome", .type = WB_FIELD_WORD, .words = outcomes},
    {.name = "text", .type = WB_FIELD_TEXTS},
    {0}}, no_lists};

static const wb_kind adjustment_kind = {"adjustment", (const wb_field[]){
    {.name = "what", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "why", .type = WB_FIELD_TEXTS},
    {.name = "date", .type = WB_FIELD_DATE},
    {.name = "by", .type = WB_FIELD_REF, .target = "actor"},
    {0}}, no_lists};

static const wb_kind evaluation_kind = {"evaluation", (const wb_field[]){
    {.name = "criteria", .type = WB_FIELD_TEXTS},
    {.name = "term", .type = WB_FIELD_OBJECT, .fields = timing_fields},
    {.name = "verdict", .type = WB_FIELD_WORD, .words = verdicts},
    {.name = "text", .type = WB_FIELD_TEXTS},
    {.name = "date", .type = WB_FIELD_DATE},
    {.name = "by", .type = WB_FIELD_REF, .target = "actor"},
    {0}}, no_lists};

static const wb_kind evidence_kind = {"evidence", (const wb_field[]){
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "address", .type = WB_FIELD_TEXT},
    {.name = "date", .type = WB_FIELD_DATE},
    {0}}, no_lists};

static const wb_kind reference_kind = {"reference", (const wb_field[]){
    {.name = "to", .type = WB_FIELD_REF, .required = true},
    {.name = "relation", .type = WB_FIELD_WORD, .required = true, .words = relations},
    {.name = "certainty", .type = WB_FIELD_WORD, .required = true, .words = certainties},
    {0}}, no_lists};

static const wb_kind target_kind = {"target", (const wb_field[]){
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "text", .type = WB_FIELD_TEXT},
    {.name = "indicator", .type = WB_FIELD_SLUG},
    {.name = "from", .type = WB_FIELD_NUMBER},
    {.name = "to", .type = WB_FIELD_NUMBER},
    {.name = "unit", .type = WB_FIELD_TEXT},
    {.name = "from_date", .type = WB_FIELD_DATE},
    {.name = "date", .type = WB_FIELD_DATE},
    {0}}, no_lists};

/* ---- money ---- */

static const wb_kind budget_kind = {"budget", (const wb_field[]){
    {.name = "title", .type = WB_FIELD_TEXTS},
    {.name = "heading", .type = WB_FIELD_TEXT},
    {.name = "text", .type = WB_FIELD_TEXT},
    {.name = "year", .type = WB_FIELD_WHOLE},
    {.name = "amount", .type = WB_FIELD_CENTS},
    {.name = "revised", .type = WB_FIELD_CENTS},
    {.name = "spent", .type = WB_FIELD_CENTS},
    {.name = "certainty", .type = WB_FIELD_WORD, .words = fundings},
    {.name = "general", .type = WB_FIELD_BOOL},
    {.name = "held_by", .type = WB_FIELD_REF, .target = "actor"},
    {.name = "conditions", .type = WB_FIELD_TEXTS},
    {0}}, (const wb_list[]){
    {"references", &reference_kind},
    {0}}};

static const wb_kind funding_kind = {"funding", (const wb_field[]){
    {.name = "source", .type = WB_FIELD_REF, .target = "actor"},
    {.name = "text", .type = WB_FIELD_TEXT},
    {.name = "programme", .type = WB_FIELD_TEXT},
    {.name = "certainty", .type = WB_FIELD_WORD, .words = fundings},
    {.name = "amount", .type = WB_FIELD_CENTS},
    {.name = "per", .type = WB_FIELD_WORD, .words = per_what},
    {.name = "spent", .type = WB_FIELD_CENTS},
    {.name = "share", .type = WB_FIELD_OBJECT, .fields = share_fields},
    {.name = "purpose", .type = WB_FIELD_TEXTS},
    {.name = "conditions", .type = WB_FIELD_TEXTS},
    {.name = "only_for", .type = WB_FIELD_REFS, .target = "action"},
    {0}}, (const wb_list[]){
    {"budgets", &budget_kind},
    {0}}};

/* ---- what is promised ---- */

static const wb_kind block_kind = {"block", (const wb_field[]){
    {.name = "heading", .type = WB_FIELD_TEXT},
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "aim", .type = WB_FIELD_TEXTS},
    {.name = "explanation", .type = WB_FIELD_TEXTS},
    {.name = "timing", .type = WB_FIELD_OBJECT, .fields = timing_fields},
    {0}}, (const wb_list[]){
    {"assignments", &assignment_kind},
    {"funding", &funding_kind},
    {"targets", &target_kind},
    {"figures", &figure_kind},
    {"events", &event_kind},
    {"notes", &note_kind},
    {0}}};

static const wb_kind action_kind = {"action", (const wb_field[]){
    {.name = "number", .type = WB_FIELD_TEXT},
    {.name = "number_certainty", .type = WB_FIELD_WORD, .words = certainties},
    {.name = "block", .type = WB_FIELD_REF, .target = "block"},
    {.name = "heading", .type = WB_FIELD_TEXT},
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "aim", .type = WB_FIELD_TEXTS},
    {.name = "explanation", .type = WB_FIELD_TEXTS},
    {.name = "force", .type = WB_FIELD_WORD, .words = forces},
    {.name = "force_certainty", .type = WB_FIELD_WORD, .words = certainties},
    {.name = "addressed_to", .type = WB_FIELD_REFS, .target = "actor"},
    {.name = "response", .type = WB_FIELD_OBJECT, .fields = response_fields},
    {.name = "kind", .type = WB_FIELD_WORD, .words = action_kinds},
    {.name = "levels", .type = WB_FIELD_WORDS, .words = levels},
    {.name = "target_groups", .type = WB_FIELD_WORDS},
    {.name = "themes", .type = WB_FIELD_WORDS},
    {.name = "indicators", .type = WB_FIELD_WORDS},
    {.name = "voluntary", .type = WB_FIELD_BOOL},
    {.name = "timing", .type = WB_FIELD_OBJECT, .fields = timing_fields},
    {.name = "cost", .type = WB_FIELD_CENTS},
    {.name = "origin", .type = WB_FIELD_OBJECT, .fields = origin_fields},
    {0}}, (const wb_list[]){
    {"actions", &action_kind},
    {"assignments", &assignment_kind},
    {"milestones", &milestone_kind},
    {"funding", &funding_kind},
    {"statuses", &status_kind},
    {"notes", &note_kind},
    {"consultations", &consultation_kind},
    {"discussions", &discussion_kind},
    {"adjustments", &adjustment_kind},
    {"evaluations", &evaluation_kind},
    {"evidence", &evidence_kind},
    {"references", &reference_kind},
    {"targets", &target_kind},
    {"figures", &figure_kind},
    {"events", &event_kind},
    {0}}};

static const wb_kind section_kind = {"section", (const wb_field[]){
    {.name = "number", .type = WB_FIELD_TEXT},
    {.name = "heading", .type = WB_FIELD_TEXT},
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "aim", .type = WB_FIELD_TEXTS},
    {0}}, (const wb_list[]){
    {"blocks", &block_kind},
    {"actions", &action_kind},
    {"notes", &note_kind},
    {0}}};

static const wb_kind objective_kind = {"objective", (const wb_field[]){
    {.name = "number", .type = WB_FIELD_TEXT},
    {.name = "heading", .type = WB_FIELD_TEXT},
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "aim", .type = WB_FIELD_TEXTS},
    {0}}, (const wb_list[]){
    {"sections", &section_kind},
    {"targets", &target_kind},
    {"notes", &note_kind},
    {0}}};

/* ---- what was agreed, asked and answered about it ---- */

static const wb_kind agreement_kind = {"agreement", (const wb_field[]){
    {.name = "heading", .type = WB_FIELD_TEXT},
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {0}}, (const wb_list[]){
    {"parties", &party_kind},
    {"events", &event_kind},
    {"references", &reference_kind},
    {"notes", &note_kind},
    {0}}};

static const wb_kind answer_kind = {"answer", (const wb_field[]){
    {.name = "about", .type = WB_FIELD_TEXTS},
    {.name = "status", .type = WB_FIELD_WORD, .required = true, .words = answer_states},
    {.name = "awaited_from", .type = WB_FIELD_REFS, .target = "actor"},
    {.name = "text", .type = WB_FIELD_TEXTS},
    {.name = "by", .type = WB_FIELD_REF, .target = "actor"},
    {.name = "date", .type = WB_FIELD_DATE},
    {0}}, (const wb_list[]){
    {"parts", &answer_kind},
    {"references", &reference_kind},
    {0}}};

static const wb_kind question_kind = {"question", (const wb_field[]){
    {.name = "number", .type = WB_FIELD_TEXT},
    {.name = "text", .type = WB_FIELD_TEXTS, .required = true},
    {0}}, (const wb_list[]){
    {"answers", &answer_kind},
    {0}}};

static const wb_kind inquiry_kind = {"inquiry", (const wb_field[]){
    {.name = "heading", .type = WB_FIELD_TEXT},
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "asked_by", .type = WB_FIELD_REF, .target = "actor"},
    {.name = "asked_to", .type = WB_FIELD_REF, .target = "actor"},
    {.name = "when", .type = WB_FIELD_OBJECT, .fields = moment_fields},
    {0}}, (const wb_list[]){
    {"questions", &question_kind},
    {0}}};

/* ---- the plan ---- */

const wb_kind wb_kind_plan = {"plan", (const wb_field[]){
    {.name = "version", .type = WB_FIELD_TEXT, .required = true},
    {.name = "licence", .type = WB_FIELD_TEXT},
    {.name = "languages", .type = WB_FIELD_WORDS, .required = true},
    {.name = "scope", .type = WB_FIELD_WORD, .required = true, .words = scopes},
    {.name = "organisation", .type = WB_FIELD_TEXT},
    {.name = "sector", .type = WB_FIELD_TEXT},
    {.name = "heading", .type = WB_FIELD_TEXT},
    {.name = "title", .type = WB_FIELD_TEXTS, .required = true},
    {.name = "summary", .type = WB_FIELD_TEXTS},
    {.name = "date", .type = WB_FIELD_DATE},
    {0}}, (const wb_list[]){
    {"sources", &source_kind},
    {"actors", &actor_kind},
    {"principles", &principle_kind},
    {"parties", &party_kind},
    {"events", &event_kind},
    {"figures", &figure_kind},
    {"objectives", &objective_kind},
    {"agreements", &agreement_kind},
    {"inquiries", &inquiry_kind},
    {"budgets", &budget_kind},
    {"consultations", &consultation_kind},
    {"adjustments", &adjustment_kind},
    {"evaluations", &evaluation_kind},
    {"notes", &note_kind},
    {0}}};

const wb_kind *const wb_kinds[] = {
    &wb_kind_plan, &source_kind, &actor_kind, &principle_kind, &party_kind, &event_kind,
    &figure_kind, &objective_kind, &section_kind, &block_kind, &action_kind,
    &assignment_kind, &milestone_kind, &funding_kind, &budget_kind, &status_kind,
    &note_kind, &consultation_kind, &discussion_kind, &adjustment_kind, &evaluation_kind,
    &evidence_kind, &reference_kind, &target_kind, &agreement_kind, &inquiry_kind,
    &question_kind, &answer_kind, NULL};

/* clang-format on */
