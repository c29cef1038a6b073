# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
# A store of a plan in which hr has a part.
werkbaar plan show actieplan-werkbaar-werk --format plan --output plan.json
sed 's/"stia"/"hr"/g' plan.json >own.json
werkbaar plan import actions.plan own.json --editor e1
