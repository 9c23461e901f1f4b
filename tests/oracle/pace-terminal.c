/*
 * The terminal's side of PACE by OpenPACE (libeac), to check the virtual card against mathematics it does not share.
 * usage: pace-terminal mrz|can PASSWORD EF.CARDACCESS-HEX
 * Speaks in lines of hex on standard input and output: takes the encrypted nonce, gives mapping data, takes the card's,
 * gives an ephemeral key, takes the card's, gives a token, takes the card's, then gives the cryptogram of a plain text
 * and the MAC over it under the new keys. Ends with 1 where a step fails.
 */
#include <eac/eac.h>
#include <eac/pace.h>
#include <openssl/buffer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *step)
{
    fprintf(stderr, "%s\n", step);
    exit(1);
}

static BUF_MEM *from_hex(const char *hex)
{
    size_t length = strcspn(hex, "\r\n") / 2;
    BUF_MEM *bytes = BUF_MEM_new();
    if (!bytes || (length && !BUF_MEM_grow(bytes, length)))
        fail("memory");
    for (size_t i = 0; i < length; i++) {
        unsigned value;
        if (sscanf(hex + 2 * i, "%2x", &value) != 1)
            fail("hex");
        bytes->data[i] = (char)value;
    }
    return bytes;
}

static BUF_MEM *take(void)
{
    static char line[16384];
    if (!fgets(line, sizeof line, stdin))
        fail("end of input");
    return from_hex(line);
}

static void give(const BUF_MEM *bytes, const char *step)
{
    if (!bytes)
        fail(step);
    for (size_t i = 0; i < bytes->length; i++)
        printf("%02x", (unsigned char)bytes->data[i]);
    printf("\n");
    fflush(stdout);
}

int main(int count, char **words)
{
    if (count != 4)
        fail("usage");
    EAC_init();
    EAC_CTX *ctx = EAC_CTX_new();
    BUF_MEM *access = from_hex(words[3]);
    if (!ctx || !EAC_CTX_init_ef_cardaccess((unsigned char *)access->data, access->length, ctx))
        fail("EF.CardAccess");
    enum s_type type = strcmp(words[1], "can") == 0 ? PACE_CAN : PACE_MRZ;
    PACE_SEC *secret = PACE_SEC_new(words[2], strlen(words[2]), type);
    if (!secret || !PACE_STEP2_dec_nonce(ctx, secret, take()))
        fail("nonce");

    BUF_MEM *mapping = PACE_STEP3A_generate_mapping_data(ctx);
    give(mapping, "mapping data");
    BUF_MEM *theirs = take();
    /* Integrated mapping: the card sends nothing, and the terminal's nonce is what both map with. */
    if (!PACE_STEP3A_map_generator(ctx, theirs->length ? theirs : mapping))
        fail("mapping");

    BUF_MEM *mine = PACE_STEP3B_generate_ephemeral_key(ctx);
    give(mine, "ephemeral key");
    BUF_MEM *card_key = take();
    if (!PACE_STEP3B_compute_shared_secret(ctx, card_key) || !PACE_STEP3C_derive_keys(ctx))
        fail("key agreement");

    give(PACE_STEP3D_compute_authentication_token(ctx, card_key), "token");
    if (PACE_STEP3D_verify_authentication_token(ctx, take()) != 1)
        fail("card's token");

    if (!EAC_CTX_set_encryption_ctx(ctx, EAC_ID_PACE) || !EAC_increment_ssc(ctx))
        fail("secure messaging");
    BUF_MEM *cryptogram = EAC_encrypt(ctx, EAC_add_iso_pad(ctx, take()));
    give(cryptogram, "encryption");
    give(EAC_authenticate(ctx, EAC_add_iso_pad(ctx, take())), "authentication");
    return 0;
}
