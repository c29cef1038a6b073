# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
printf 'q1,q2,q3\n1,2,5\n2,2,4\n4,5,1\n3,3,3\n5,4,2\n2,1,4\n4,4,2\n' >answers.csv
