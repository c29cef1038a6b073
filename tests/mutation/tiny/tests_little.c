/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A test that leaves half of tiny.c alone. */
int tiny_clamp(int x, int least, int most);

int main(void)
{
    return tiny_clamp(0, 1, 3) != 1;
}
