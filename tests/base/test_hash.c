/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Checksums and hashes against published values. */
#include "support.h"

#include "base/base.h"

#include <string.h>

static void assert_sha256(const char *bytes, size_t length, const char *expected)
{
    char hex[65];

    wb_sha256_hex(bytes, length, hex);
    assert_string_equal(hex, expected);
}

/* The examples of FIPS 180-4 and its predecessor, and NIST's million times 'a'. */
static void test_sha256__gives_the_published_digests(void **state)
{
    const char *two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    char *million = wb_resize(NULL, 1000000, 1);

    (void)state;
    assert_sha256(NULL, 0,
                  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_sha256("abc", 3,
                  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_sha256(two_blocks, 56,
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    memset(million, 'a', 1000000);
    assert_sha256(million, 1000000,
                  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    wb_release(million);
}

/* Around the lengths where the padding needs another block. */
static void test_sha256__pads_at_every_length(void **state)
{
    char bytes[130];

    (void)state;
    memset(bytes, 'a', sizeof bytes);
    assert_sha256(bytes, 55,
                  "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    assert_sha256(bytes, 56,
                  "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
    assert_sha256(bytes, 63,
                  "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34");
    assert_sha256(bytes, 64,
                  "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
    assert_sha256(bytes, 65,
                  "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0");
    assert_sha256(bytes, 128,
                  "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e");
}

/* RFC 3720, appendix B.4, and the check value of the CRC catalogue. */
static void test_crc32c__gives_the_published_checksums(void **state)
{
    unsigned char bytes[32];

    (void)state;
    assert_int_equal(wb_crc32c(0, NULL, 0), 0);
    assert_int_equal(wb_crc32c(0, "123456789", 9), 0xE3069283);
    memset(bytes, 0, sizeof bytes);
    assert_int_equal(wb_crc32c(0, bytes, 32), 0x8A9136AA);
    memset(bytes, 0xFF, sizeof bytes);
    assert_int_equal(wb_crc32c(0, bytes, 32), 0x62A8AB43);
    for (unsigned char i = 0; i < 32; i++)
        bytes[i] = i;
    assert_int_equal(wb_crc32c(0, bytes, 32), 0x46DD794E);
    for (unsigned char i = 0; i < 32; i++)
        bytes[i] = (unsigned char)(31 - i);
    assert_int_equal(wb_crc32c(0, bytes, 32), 0x113FDB5C);
}

static void test_crc32c__continues(void **state)
{
    (void)state;
    for (size_t cut = 0; cut <= 9; cut++) {
        uint32_t crc = wb_crc32c(0, "123456789", cut);
        assert_int_equal(wb_crc32c(crc, &"123456789"[cut], 9 - cut), 0xE3069283);
    }
}

static void test_hash_bytes__is_fnv_1a(void **state)
{
    (void)state;
    assert_true(wb_hash_bytes(NULL, 0) == UINT64_C(0xcbf29ce484222325));
    assert_true(wb_hash_bytes("a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(wb_hash_bytes("foobar", 6) == UINT64_C(0x85944171f73967e8));
}

static void test_hex__writes_two_digits_a_byte(void **state)
{
    const uint8_t bytes[] = {0x00, 0x0F, 0xA0, 0xFF};
    char hex[9] = "before";

    (void)state;
    wb_hex(bytes, 4, hex);
    assert_string_equal(hex, "000fa0ff");
    wb_hex(bytes, 0, hex);
    assert_string_equal(hex, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256__gives_the_published_digests),
        cmocka_unit_test(test_sha256__pads_at_every_length),
        cmocka_unit_test(test_crc32c__gives_the_published_checksums),
        cmocka_unit_test(test_crc32c__continues),
        cmocka_unit_test(test_hash_bytes__is_fnv_1a),
        cmocka_unit_test(test_hex__writes_two_digits_a_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
