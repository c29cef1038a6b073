/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the mutation tests put faults in. */
int tiny_clamp(int x, int least, int most);
int tiny_sum(const int *numbers, int n);

int tiny_clamp(int x, int least, int most)
{
    if (x < least)
        return least;
    return x > most ? most : x;
}

int tiny_sum(const int *numbers, int n)
{
    int sum = 0;

    for (int i = 0; i < n; i++)
        sum += numbers[i];
    return sum;
}
