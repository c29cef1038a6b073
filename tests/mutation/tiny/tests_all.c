/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A test that notices every fault of tiny.c which changes what it does. */
int tiny_clamp(int x, int least, int most);
int tiny_sum(const int *numbers, int n);

int main(void)
{
    static const int numbers[] = {5, 7, 1000};

    return tiny_clamp(0, 1, 3) != 1 || tiny_clamp(2, 1, 3) != 2 ||
           tiny_clamp(4, 1, 3) != 3 || tiny_sum(numbers, 0) != 0 ||
           tiny_sum(numbers, 2) != 12;
}
