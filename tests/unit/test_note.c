#include "unit.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <string.h>

#include "log/note.h"

/* Known answers of C2SP signed-note, and of golang.org/x/mod/sumdb/note. */
#define FOO	"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define FOO_SIGNATURE							\
	"Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZX"	\
	"sYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
#define NEUMANN	"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define NEUMANN_SECRET							\
	"PRIVATE+KEY+PeterNeumann+c74f20a3+"				\
	"AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define NEUMANN_TEXT							\
	"If you think cryptography is the answer to your problem,\n"	\
	"then you don't know what your problem is.\n"
#define NEUMANN_LINE							\
	"\xE2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8"	\
	"pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define DASH	"\xE2\x80\x94 "
#define LINE	DASH "example.com/foo " FOO_SIGNATURE "\n"

static const char text[] = "This is an example message.\n";

static struct hf_signer signer(const char *name, enum hf_key_kind kind)
{
	struct hf_signer signer;
	struct hf_error err;

	assert_ok(hf_signer_new(&signer, name, kind, &err), &err);
	return signer;
}

static struct hf_verifier verifier(const char *vkey)
{
	struct hf_verifier verifier;
	struct hf_error err;

	assert_ok(hf_verifier_parse(&verifier, vkey, &err), &err);
	return verifier;
}

static void parse(struct hf_note *note, const char *bytes)
{
	struct hf_error err;

	assert_ok(hf_note_parse(note, bytes, strlen(bytes), false, &err),
		  &err);
}

/* @text, signed; the note owns nothing, @bytes does. */
static void make(struct hf_note *note, struct hf_buf *bytes,
		 const struct hf_signer *by, const char *body, uint64_t time)
{
	struct hf_error err;

	hf_buf_adds(bytes, body);
	hf_buf_addc(bytes, '\n');
	assert_ok(hf_note_sign(bytes, by, body, strlen(body), time, &err),
		  &err);
	parse(note, hf_buf_text(bytes));
	ck_assert_uint_eq(note->n_signatures, 1);
}

static bool holds(const struct hf_note *note, const struct hf_verifier *key)
{
	return hf_signature_holds(&note->signatures[0], key, note->text,
				  note->len, NULL);
}

START_TEST(the_published_signature_holds)
{
	struct hf_verifier foo = verifier(FOO);
	struct hf_note note;
	struct hf_signature bad;

	parse(&note, "This is an example message.\n\n" LINE);
	ck_assert_uint_eq(note.len, strlen(text));
	ck_assert_mem_eq(note.text, text, note.len);
	ck_assert_uint_eq(note.n_signatures, 1);
	ck_assert_str_eq(note.signatures[0].name, "example.com/foo");
	ck_assert_uint_eq(note.signatures[0].id, 0x530d903a);
	ck_assert_uint_eq(note.signatures[0].size, 64);
	ck_assert(hf_signature_is_by(&note.signatures[0], &foo));
	ck_assert(holds(&note, &foo));

	ck_assert(!hf_signature_holds(&note.signatures[0], &foo, text,
				      strlen(text) - 1, NULL));
	for (int bit = 0; bit < 8 * 64; bit++) {
		bad = note.signatures[0];
		bad.at[bit / 8] ^= (unsigned char)(1 << bit % 8);
		require(!hf_signature_holds(&bad, &foo, text, strlen(text),
					    NULL));
	}
}
END_TEST

START_TEST(the_published_key_signs_as_published)
{
	struct hf_buf bytes = { 0 }, key = { 0 };
	struct hf_verifier neumann = verifier(NEUMANN);
	struct hf_signer secret;
	struct hf_note note;
	struct hf_error err;

	assert_ok(hf_signer_parse(&secret, NEUMANN_SECRET, &err), &err);
	make(&note, &bytes, &secret, NEUMANN_TEXT, 0);
	ck_assert_str_eq(hf_buf_text(&bytes), NEUMANN_TEXT "\n" NEUMANN_LINE);
	ck_assert(holds(&note, &neumann));
	hf_signer_format(&key, &secret);
	ck_assert_str_eq(hf_buf_text(&key), NEUMANN_SECRET);
	hf_buf_clear(&key);
	hf_verifier_format(&key, &secret.verifier);
	ck_assert_str_eq(hf_buf_text(&key), NEUMANN);
	hf_buf_release(&bytes);
	hf_buf_release(&key);
}
END_TEST

START_TEST(a_vkey_is_written_as_it_was_read)
{
	struct hf_verifier foo = verifier(FOO);
	struct hf_buf vkey = { 0 };

	ck_assert_str_eq(foo.name, "example.com/foo");
	ck_assert_int_eq(foo.kind, HF_KEY_SIGNER);
	hf_verifier_format(&vkey, &foo);
	ck_assert_str_eq(hf_buf_text(&vkey), FOO);
	hf_buf_release(&vkey);
}
END_TEST

static const struct {
	const char *vkey, *says;
} bad_vkeys[] = {
	{ "", "NAME+ID+KEY" },
	{ "example.com/foo", "NAME+ID+KEY" },
	{ "example.com/foo+530d903a", "NAME+ID+KEY" },
	{ "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its name" },
	{ "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its name" },
	{ "a\tb+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its name" },
	{ "a\nb+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its name" },
	{ "\xC2\xA0+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its name" },
	{ "\xE3\x80\x80+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its name" },
	{ "\xff+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its name" },
	{ "example+com+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its id is not" },
	{ "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its id is not" },
	{ "example.com/foo+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its id is not" },
	{ "example.com/foo+530d903a0+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its id is not" },
	{ "example.com/foo+530d903g+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its id is not" },
	{ "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "is 530d903a" },
	{ "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its id is 530d903a, but" },
	{ "example.com/foo+530d903a+AelyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "its id is 530d903a, but" },
	{ "example.com/foo+530d903a+BekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "kind 0x05" },
	{ "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "kind 0x02" },
	{ "example.com/foo+530d903a+", "0 octets" },
	{ "example.com/foo+530d903a+Aeky", "3 octets" },
	{ "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2kAA==", "34 octets" },
	{ "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k ", "canonical" },
	{ "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n", "canonical" },
	{ "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2=", "canonical" },
	{ NEUMANN_SECRET, "private key" },
};

START_TEST(what_is_no_vkey_is_refused)
{
	struct hf_verifier verifier;
	struct hf_error err;

	assert_fails(hf_verifier_parse(&verifier, bad_vkeys[_i].vkey, &err),
		     &err, HF_EFORMAT);
	ck_assert_msg(strstr(err.text, bad_vkeys[_i].says), "%s", err.text);
}
END_TEST

static const struct {
	const char *skey, *says;
} bad_skeys[] = {
	{ "", "no private key" },
	{ NEUMANN, "no private key" },
	{ "PRIVATE+KEY+", "NAME+ID+KEY" },
	/* The id of another key: the secret is not that of the name. */
	{ "PRIVATE+KEY+PeterNeumann+c74f20a4+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", "is c74f20a3" },
	{ "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDF0", "its id is c74f20a3, but" },
	{ "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n", "canonical" },
};

START_TEST(what_is_no_private_key_is_refused_and_not_repeated)
{
	static const unsigned char zero[32];
	struct hf_signer signer;
	struct hf_error err;

	assert_fails(hf_signer_parse(&signer, bad_skeys[_i].skey, &err), &err,
		     HF_EFORMAT);
	ck_assert_msg(strstr(err.text, bad_skeys[_i].says), "%s", err.text);
	ck_assert_ptr_null(strstr(err.text, "AYEKFALV"));
	ck_assert_mem_eq(signer.seed, zero, sizeof(zero));
}
END_TEST

static const char *const bad_names[] = {
	"", "a b", "a+b", "a\nb", "\xE2\x80\x83", "\xC2\x85", "\xff",
};

START_TEST(no_key_is_made_for_a_name_that_cannot_be)
{
	char name[HF_KEY_NAME_MAX + 2];
	struct hf_signer signer;
	struct hf_error err;

	for (int i = 0; i < COUNT(bad_names); i++)
		assert_fails(hf_signer_new(&signer, bad_names[i],
					   HF_KEY_SIGNER, &err), &err,
			     HF_EUSAGE);
	memset(name, 'a', sizeof(name));
	name[HF_KEY_NAME_MAX + 1] = '\0';
	assert_fails(hf_signer_new(&signer, name, HF_KEY_SIGNER, &err), &err,
		     HF_EUSAGE);
	name[HF_KEY_NAME_MAX] = '\0';
	assert_ok(hf_signer_new(&signer, name, HF_KEY_SIGNER, &err), &err);
}
END_TEST

static const enum hf_key_kind kinds[] = { HF_KEY_SIGNER, HF_KEY_WITNESS };

START_TEST(a_new_key_signs_and_goes_through_its_text)
{
	struct hf_signer first = signer("example.org/\xC3\xA9", kinds[_i]);
	struct hf_signer other = signer("example.org/\xC3\xA9", kinds[_i]);
	struct hf_signer back;
	struct hf_buf bytes = { 0 }, skey = { 0 }, vkey = { 0 };
	struct hf_verifier key;
	struct hf_note note;
	struct hf_error err;

	ck_assert_mem_ne(first.seed, other.seed, sizeof(first.seed));
	make(&note, &bytes, &first, "one\n\ntwo\n", 1700000000);
	ck_assert_uint_eq(note.len, strlen("one\n\ntwo\n"));
	hf_signer_format(&skey, &first);
	assert_ok(hf_signer_parse(&back, hf_buf_text(&skey), &err), &err);
	hf_verifier_format(&vkey, &back.verifier);
	key = verifier(hf_buf_text(&vkey));
	ck_assert(holds(&note, &key));
	ck_assert(!hf_signature_is_by(&note.signatures[0], &other.verifier));
	ck_assert(!holds(&note, &other.verifier));

	/* Under the right name and id, but by another key. */
	key = other.verifier;
	key.id = first.verifier.id;
	ck_assert(hf_signature_is_by(&note.signatures[0], &key));
	ck_assert(!holds(&note, &key));

	hf_signer_forget(&back);
	hf_buf_clear(&skey);
	hf_signer_format(&skey, &back);
	assert_fails(hf_signer_parse(&other, hf_buf_text(&skey), &err), &err,
		     HF_EFORMAT);
	hf_buf_release(&bytes);
	hf_buf_release(&skey);
	hf_buf_release(&vkey);
}
END_TEST

/* Whether OpenSSL by itself says that the last 64 octets sign @message. */
static bool plainly_holds(const struct hf_signature *signature,
			  const struct hf_verifier *key, const char *message)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
						     key->key, 32);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool yes = EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
		EVP_DigestVerify(ctx, signature->at + signature->size - 64, 64,
				 (const unsigned char *)message,
				 strlen(message)) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	return yes;
}

START_TEST(openssl_verifies_the_text_itself)
{
	struct hf_signer log = signer("example.org/log", HF_KEY_SIGNER);
	struct hf_buf bytes = { 0 };
	struct hf_note note;

	make(&note, &bytes, &log, text, 0);
	ck_assert_uint_eq(note.signatures[0].size, 64);
	ck_assert(plainly_holds(&note.signatures[0], &log.verifier, text));
	ck_assert(!plainly_holds(&note.signatures[0], &log.verifier, "x"));
	hf_buf_release(&bytes);
}
END_TEST

START_TEST(a_witness_signs_the_text_and_the_time)
{
	struct hf_signer witness = signer("w.example/1", HF_KEY_WITNESS);
	struct hf_buf bytes = { 0 };
	struct hf_signature bad;
	struct hf_note note;
	uint64_t time = 0;

	make(&note, &bytes, &witness, text, 1679315147);
	ck_assert_uint_eq(note.signatures[0].size, 72);
	ck_assert_mem_eq(note.signatures[0].at, "\0\0\0\0\x64\x18\x50\xcb", 8);
	ck_assert(hf_signature_holds(&note.signatures[0], &witness.verifier,
				     text, strlen(text), &time));
	ck_assert_uint_eq(time, 1679315147);
	ck_assert(plainly_holds(&note.signatures[0], &witness.verifier,
				"cosignature/v1\ntime 1679315147\n"
				"This is an example message.\n"));

	bad = note.signatures[0];
	bad.at[7]++;
	time = 7;
	ck_assert(!hf_signature_holds(&bad, &witness.verifier, text,
				      strlen(text), &time));
	ck_assert_uint_eq(time, 7);
	hf_buf_release(&bytes);
}
END_TEST

/* The same key in the other role has another id, and signs something else. */
START_TEST(a_log_and_a_witness_do_not_speak_for_each_other)
{
	struct hf_signer log = signer("example.org/log", HF_KEY_SIGNER);
	struct hf_signer witness = log;
	struct hf_buf bytes = { 0 };
	struct hf_signature forged;
	struct hf_error err;
	struct hf_note note;

	witness.verifier.kind = HF_KEY_WITNESS;
	make(&note, &bytes, &log, "cosignature/v1\ntime 0\nx\n", 0);
	forged = note.signatures[0];
	memmove(forged.at + 8, forged.at, 64);
	memset(forged.at, 0, 8);
	forged.size = 72;
	/* Only the id, which has the kind in it, is in the way. */
	ck_assert(hf_signature_holds(&forged, &witness.verifier, "x\n", 2,
				     NULL));
	hf_buf_clear(&bytes);
	hf_verifier_format(&bytes, &witness.verifier);
	assert_fails(hf_verifier_parse(&witness.verifier, hf_buf_text(&bytes),
				       &err), &err, HF_EFORMAT);
	hf_buf_release(&bytes);
}
END_TEST

START_TEST(a_cosignature_is_not_of_a_time_beyond_all_clocks)
{
	struct hf_signer witness = signer("w.example/1", HF_KEY_WITNESS);
	struct hf_buf bytes = { 0 };
	struct hf_error err;
	struct hf_note note;

	make(&note, &bytes, &witness, text, INT64_MAX);
	ck_assert(holds(&note, &witness.verifier));
	assert_fails(hf_note_sign(&bytes, &witness, text, strlen(text),
				  (uint64_t)INT64_MAX + 1, &err), &err,
		     HF_EUSAGE);
	hf_buf_release(&bytes);
}
END_TEST

static const struct {
	const char *note;
	size_t len;
	const char *says;
} bad_notes[] = {
	{ BYTES(""), "no end" },
	{ BYTES("text"), "no end" },
	{ BYTES("text\n"), "no empty line" },
	{ BYTES("text\n" LINE), "no empty line" },
	{ BYTES("\n" LINE), "no empty line" },
	{ BYTES("text\n\n"), "no signature below" },
	{ BYTES("text\n\n\n"), "no signature below" },
	{ BYTES("text\n\n" LINE "\n"), "no signature below" },
	{ BYTES("te\0xt\n\n" LINE), "control character" },
	{ BYTES("te\txt\n\n" LINE), "control character" },
	{ BYTES("text\r\n\r\n" LINE), "control character" },
	{ BYTES("te\xffxt\n\n" LINE), "UTF-8" },
	{ BYTES("text\n\nmore\n"), "U+2014" },
	{ BYTES("text\n\n- example.com/foo " FOO_SIGNATURE "\n"), "U+2014" },
	{ BYTES("text\n\n " LINE), "U+2014" },
	{ BYTES("text\n\n" LINE "more\n"), "U+2014" },
	{ BYTES("text\n\n" DASH "\n"), "name" },
	{ BYTES("text\n\n" DASH "example.com/foo\n"), "name" },
	{ BYTES("text\n\n" DASH " " FOO_SIGNATURE "\n"), "name" },
	{ BYTES("text\n\n" DASH "a+b " FOO_SIGNATURE "\n"), "name" },
	{ BYTES("text\n\n" DASH "a\xC2\xA0" "b " FOO_SIGNATURE "\n"), "name" },
	{ BYTES("text\n\n" DASH "foo  " FOO_SIGNATURE "\n"), "canonical" },
	{ BYTES("text\n\n" DASH "foo " FOO_SIGNATURE " \n"), "canonical" },
	{ BYTES("text\n\n" DASH "foo " FOO_SIGNATURE " more\n"), "canonical" },
	{ BYTES("text\n\n" DASH "foo Uw2QOk==\n"), "canonical" },
	{ BYTES("text\n\n" DASH "foo Uw2QOkn8\n" DASH "foo Uw2QO\n"), "canonical" },
	{ BYTES("text\n\n" DASH "foo \n"), "too short" },
	{ BYTES("text\n\n" DASH "foo Uw2QOg==\n"), "too short" },
	{ BYTES("text\n\n" LINE DASH "foo Uw2QOkn8"), "no end" },
};

START_TEST(what_is_no_note_is_refused)
{
	struct hf_note note;
	struct hf_error err;

	assert_fails(hf_note_parse(&note, bad_notes[_i].note,
				   bad_notes[_i].len, false, &err), &err,
		     HF_EFORMAT);
	ck_assert_msg(strstr(err.text, bad_notes[_i].says), "%s", err.text);
}
END_TEST

START_TEST(an_unsigned_text_is_taken_where_that_is_allowed)
{
	struct hf_note note;
	struct hf_error err;

	assert_ok(hf_note_parse(&note, text, strlen(text), true, &err), &err);
	ck_assert_uint_eq(note.len, strlen(text));
	ck_assert_uint_eq(note.n_signatures, 0);
	assert_ok(hf_note_parse(&note, BYTES("text\n\n" LINE), true, &err),
		  &err);
	ck_assert_uint_eq(note.n_signatures, 1);
	assert_fails(hf_note_parse(&note, BYTES("text\n\n"), true, &err), &err,
		     HF_EFORMAT);
	assert_fails(hf_note_parse(&note, BYTES("text"), true, &err), &err,
		     HF_EFORMAT);
}
END_TEST

/* Longer signatures than ours, as of ML-DSA-44, are somebody else's matter. */
START_TEST(a_signature_of_an_unknown_kind_spoils_no_note)
{
	struct hf_verifier foo = verifier(FOO);
	struct hf_buf bytes = { 0 };
	struct hf_note note;

	hf_buf_printf(&bytes, "%s\n" DASH "w.example ", text);
	for (int i = 0; i < 2432 / 3; i++)
		hf_buf_adds(&bytes, "Uw2Q");
	hf_buf_adds(&bytes, "\n" LINE DASH "foo Uw2QOkn8\n");
	parse(&note, hf_buf_text(&bytes));
	ck_assert_uint_eq(note.n_signatures, 3);
	ck_assert_uint_eq(note.signatures[0].size, 2430 - 4);
	ck_assert(!hf_signature_is_by(&note.signatures[0], &foo));
	ck_assert(hf_signature_holds(&note.signatures[1], &foo, note.text,
				     note.len, NULL));
	ck_assert_uint_eq(note.signatures[2].size, 2);
	hf_buf_release(&bytes);
}
END_TEST

START_TEST(a_signature_of_the_wrong_length_does_not_hold)
{
	struct hf_verifier foo = verifier(FOO);
	struct hf_note note;

	parse(&note, "This is an example message.\n\n" LINE);
	for (size_t size = 0; size < 5000; size++) {
		note.signatures[0].size = size;
		require(holds(&note, &foo) == (size == 64));
	}
}
END_TEST

START_TEST(a_note_has_a_bounded_number_of_signatures)
{
	struct hf_buf bytes = { 0 };
	struct hf_note note;
	struct hf_error err;

	hf_buf_printf(&bytes, "%s\n", text);
	for (int i = 0; i < HF_NOTE_SIGNATURES_MAX; i++)
		hf_buf_adds(&bytes, LINE);
	parse(&note, hf_buf_text(&bytes));
	ck_assert_uint_eq(note.n_signatures, HF_NOTE_SIGNATURES_MAX);
	hf_buf_adds(&bytes, LINE);
	assert_fails(hf_note_parse(&note, bytes.data, bytes.len, false, &err),
		     &err, HF_EFORMAT);
	hf_buf_release(&bytes);
}
END_TEST

Suite *note_suite(void)
{
	Suite *s = suite_create("note");
	TCase *tc = unit_case(s, "note");

	tcase_add_test(tc, the_published_signature_holds);
	tcase_add_test(tc, the_published_key_signs_as_published);
	tcase_add_test(tc, a_vkey_is_written_as_it_was_read);
	tcase_add_loop_test(tc, what_is_no_vkey_is_refused, 0,
			    COUNT(bad_vkeys));
	tcase_add_loop_test(tc, what_is_no_private_key_is_refused_and_not_repeated,
			    0, COUNT(bad_skeys));
	tcase_add_test(tc, no_key_is_made_for_a_name_that_cannot_be);
	tcase_add_loop_test(tc, a_new_key_signs_and_goes_through_its_text, 0,
			    COUNT(kinds));
	tcase_add_test(tc, openssl_verifies_the_text_itself);
	tcase_add_test(tc, a_witness_signs_the_text_and_the_time);
	tcase_add_test(tc, a_log_and_a_witness_do_not_speak_for_each_other);
	tcase_add_test(tc, a_cosignature_is_not_of_a_time_beyond_all_clocks);
	tcase_add_loop_test(tc, what_is_no_note_is_refused, 0,
			    COUNT(bad_notes));
	tcase_add_test(tc, an_unsigned_text_is_taken_where_that_is_allowed);
	tcase_add_test(tc, a_signature_of_an_unknown_kind_spoils_no_note);
	tcase_add_test(tc, a_signature_of_the_wrong_length_does_not_hold);
	tcase_add_test(tc, a_note_has_a_bounded_number_of_signatures);
	return s;
}
