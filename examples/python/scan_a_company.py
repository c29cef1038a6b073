# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""From modules to findings, cell by cell: a company asks its people how work is, sees what may be
shown, and takes the first steps to a plan. The company is made up (SYNTHETIC).

    pip install ./bindings/python
    python examples/python/scan_a_company.py

Editors that know `# %%` show it as a notebook."""

# %% What can be asked? Modules are built in; files of your own stand beside them.
import werkbaar as wb

catalogue = wb.Catalogue()
modules = catalogue.table("modules", "en")
print(modules.select(["id", "title", "unit", "items"])[0:8])

# %% A recipe names modules. The same recipe gives the same questionnaire everywhere.
recipe = {
    "format": "werkbaar-recipe/1.0", "id": "bakery-scan", "version": "1.0",
    "languages": ["nl", "en"],
    "title": {"nl": "Scan van een bakkerij", "en": "Scan of a bakery"},
    "modules": [{"id": "work-pressure"}, {"id": "leader-support"}, {"id": "ergonomics"}],
}
questionnaire = wb.Questionnaire.compose(recipe, catalogue)
print(questionnaire, "takes about", questionnaire.minutes("en"), "minutes")
print(questionnaire.table("questions", "en").select(["number", "label", "unit"])[0:5])
page = questionnaire.export("html", language="en")  # to print; also for LimeSurvey and XLSForm
print(len(page), "bytes of a page to print")

# %% Who works where, and below how many answers nothing is shown: an organisation file. Here both
# it and the answers are made up.
same, organisation, answers = wb.example_scan()
assert same == questionnaire
print(organisation, "- fewer than", organisation.min_n, "answers are not shown")
print(organisation.groups("en").select(["group", "title", "staff"]))

# %% The scan keeps what may be shown, and nothing else: no answer, no small count.
scan = wb.Scan.run(questionnaire, organisation, answers)
response = scan.table("response", "en")
print(response.select(["group", "status", "answered", "staff", "rate"]))
results = scan.table("results", "en")
print(results.select(["title", "indicator", "status", "n", "problem", "share", "lower", "upper"]))

# %% Why is something hidden? The audit tells who keeps the answers, and is as confidential.
audit = scan.table("audit", "en")
print(audit.select(["cell", "measure", "count", "rule"])[0:5])

# %% What an expert saw at the work posts stands beside it, without statistics.
questions = questionnaire.table("questions").to_dict()
posts = {"record": ["oven", "packing"]}
posts |= {id: [1, 0] for id, unit in zip(questions["id"], questions["unit"]) if unit == "workpost"}
scan = scan.with_records(questionnaire, "workpost", posts)
print(scan.table("records", "en").select(["record", "label", "score", "light"])[0:4])

# %% What stands out, beside the rest of the organisation? Where, and never why.
findings = scan.findings()
for row in range(len(findings)):
    if findings["status"][row] == "ok":
        print(findings["rank"][row], findings["direction"][row], findings["group"][row],
              findings["theme"][row], f"{findings['share'][row]:.0%} against "
              f"{findings['reference'][row]:.0%} elsewhere")

# %% What others did about such a thing; to talk about first.
proposed = wb.suggest(findings, catalogue, most=2, language="en")
print(proposed.select(["group", "number", "title", "level"]))
print(scan.table("guide", "en").select(["title", "question"])[0:3])

# %% Chosen measures become draft actions of a plan, undiscussed and planned.
drafts = wb.draft_actions(findings, proposed[0:1])
plan = wb.Plan.builtin("actieplan-werkbaar-werk")
changes, report = plan.draft(drafts, parent="action-15")
print(report.select(["measure", "outcome", "text"])[0:1])

# %% The next report on the same answers keeps to this one; a later scan is held against it.
again = wb.Scan.run(questionnaire, organisation, answers, release="2", earlier=scan.ledger())
print(set(again.compare(scan.reference())["colour"]))
