/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What is known of the tools. Columns that they add to what was asked tell who answered,
 * when, from where and how long it took: none of them goes any further. */
#include "compose/import.h"

#include <string.h>

/* A name that ends in '*' stands for all that begin so. */
static const char *const limesurvey[] = {
    "id",        "submitdate",  "lastpage",      "startlanguage", "seed",
    "startdate", "datestamp",   "ipaddr",        "refurl",        "token",
    "firstname", "lastname",    "email",         "emailstatus",   "participant_id",
    "language",  "attribute_*", "interviewtime", "groupTime*",    NULL};

static const char *const xlsform[] = {
    /* KoboToolbox */
    "_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status",
    "_submitted_by", "__version__", "_version_", "_version__*", "_tags", "_index",
    "_parent_index", "_parent_table_name", "_submission__*", "_attachments",
    "_geolocation", "_xform_id_string", "_edited", "formhub/uuid", "meta/rootUuid",
    /* what a form may ask of the device */
    "start", "end", "today", "deviceid", "subscriberid", "simserial", "simid",
    "phonenumber", "username", "email", "audit", "background-audio", "start-geopoint",
    /* ODK Central */
    "SubmissionDate", "KEY", "PARENT_KEY", "SubmitterID", "SubmitterName",
    "AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID",
    "Edits", "FormVersion", "meta/instanceID", "meta-instanceID", "meta/instanceName",
    "meta-instanceName", "instanceID", "instanceName", "meta/deprecatedID",
    "meta-deprecatedID",
    /* the information that we wrote */
    "about_*", "about/about_*", "about-about_*", "groups/about_*", "groups-about_*",
    NULL};

static bool fits(const char *pattern, const char *column)
{
    size_t length = strlen(pattern);

    if (pattern[length - 1] == '*')
        return strncmp(pattern, column, length - 1) == 0;
    return strcmp(pattern, column) == 0;
}

bool wb_import_is_known(wb_import_tool tool, const char *column)
{
    static const char *const none[] = {NULL};
    const char *const *known = tool == WB_IMPORT_LIMESURVEY ? limesurvey
                               : tool == WB_IMPORT_XLSFORM  ? xlsform
                                                            : none;

    for (size_t i = 0; known[i] != NULL; i++)
        if (fits(known[i], column))
            return true;
    return false;
}

wb_form_tool wb_import_names(wb_import_tool tool)
{
    return tool == WB_IMPORT_LIMESURVEY ? WB_FORM_LIMESURVEY : WB_FORM_XLSFORM;
}
