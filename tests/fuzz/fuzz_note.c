/*
 * Any bytes as a signed note, a checkpoint, a trust.txt, or a key: what is
 * taken has one spelling, and is written again as it was.
 */
#include "fuzz.h"

#include <errno.h>

#include "base/buf.h"
#include "base/io.h"
#include "base/read.h"
#include "finding/sink.h"
#include "log/base64.h"
#include "log/checkpoint.h"
#include "log/note.h"
#include "log/trust.h"

static void must_be_same(struct hf_buf *again, const uint8_t *data,
			 size_t size)
{
	must(!again->failed);
	must(again->len == size);
	must(!size || memcmp(again->data, data, size) == 0);
	hf_buf_release(again);
}

/* False if the signature was too long to be kept. */
static int add_line(struct hf_buf *again, const struct hf_signature *signature)
{
	unsigned char octets[4 + sizeof(signature->at)];

	if (signature->size > sizeof(signature->at))
		return 0;
	for (int i = 0; i < 4; i++)
		octets[i] = (unsigned char)(signature->id >> (24 - 8 * i));
	memcpy(octets + 4, signature->at, signature->size);
	hf_buf_printf(again, "\xE2\x80\x94 %s ", signature->name);
	hf_base64_encode(again, octets, 4 + signature->size);
	hf_buf_addc(again, '\n');
	return 1;
}

static void verify(const struct hf_note *note)
{
	static const char vkey[] = "example.com/foo+530d903a+"
		"AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
	static const char text[] = "This is an example message.\n";
	struct hf_verifier foo;
	struct hf_error err;

	must(hf_verifier_parse(&foo, vkey, &err) == 0);
	for (size_t i = 0; i < note->n_signatures; i++) {
		if (!hf_signature_holds(&note->signatures[i], &foo, note->text,
					note->len, NULL))
			continue;
		/* Nobody here has the secret: it signed this, and no more. */
		must(note->len == strlen(text));
		must(memcmp(note->text, text, note->len) == 0);
	}
}

static void as_note(const uint8_t *data, size_t size)
{
	static struct hf_note note;
	struct hf_buf again = { 0 };
	struct hf_error err;
	int kept = 1;

	if (hf_note_parse(&note, (const char *)data, size, true, &err) < 0) {
		must(err.code == HF_EFORMAT);
		must(hf_note_parse(&note, (const char *)data, size, false,
				   &err) < 0);
		return;
	}
	must(note.len > 0 && note.len <= size);
	must(note.text == (const char *)data);
	must(note.text[note.len - 1] == '\n');
	hf_buf_add(&again, note.text, note.len);
	if (note.n_signatures)
		hf_buf_addc(&again, '\n');
	for (size_t i = 0; i < note.n_signatures; i++)
		kept = kept && add_line(&again, &note.signatures[i]);
	if (kept)
		must_be_same(&again, data, size);
	hf_buf_release(&again);
	verify(&note);
}

static void as_checkpoint(const uint8_t *data, size_t size)
{
	struct hf_checkpoint checkpoint;
	struct hf_buf again = { 0 };
	struct hf_error err;

	if (hf_checkpoint_parse(&checkpoint, (const char *)data, size,
				&err) < 0) {
		must(err.code == HF_EFORMAT);
		return;
	}
	hf_checkpoint_format(&again, &checkpoint);
	must_be_same(&again, data, size);
}

static struct hf_memory_reader file;

static ssize_t read_file(int fd, void *data, size_t size)
{
	return hf_read_memory(&file, data, size);
}

static bool everybody(void *ctx, size_t witness)
{
	must(hf_trust_witness_name(ctx, witness));
	return true;
}

static void as_trust(const uint8_t *data, size_t size)
{
	struct hf_trust *trust;
	struct hf_findings list;
	struct hf_error err;
	struct hf_io io = hf_io_system;

	io.read = read_file;
	hf_io = &io;
	file = (struct hf_memory_reader){ (const char *)data, size };
	hf_findings_init(&list);
	if (hf_trust_read(&trust, 0, "trust.txt", &list.sink, &err) < 0) {
		must(!trust);
		must((err.code == HF_EREFUSED) == (list.n > 0));
		must(list.n > 0 || err.sys_errno == EFBIG);
	} else {
		must(list.n == 0);
		must(!hf_trust_quorum_name(trust) ||
		     hf_trust_group(trust, hf_trust_quorum_name(trust),
				    everybody, trust) > 0);
		hf_trust_free(trust);
	}
	hf_findings_release(&list);
	hf_io = &hf_io_system;
}

static void as_key(const uint8_t *data, size_t size)
{
	struct hf_verifier verifier;
	struct hf_signer signer;
	struct hf_buf text = { 0 }, again = { 0 };
	struct hf_error err;

	if (memchr(data, '\0', size))
		return;
	hf_buf_add(&text, data, size);
	if (hf_verifier_parse(&verifier, hf_buf_text(&text), &err) == 0) {
		hf_verifier_format(&again, &verifier);
		must_be_same(&again, data, size);
	}
	if (hf_signer_parse(&signer, hf_buf_text(&text), &err) == 0) {
		hf_signer_format(&again, &signer);
		must_be_same(&again, data, size);
	}
	hf_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const ways[])(const uint8_t *data, size_t size) = {
		as_note, as_checkpoint, as_trust, as_key,
	};
	unsigned int way = choose(&data, &size, 4);

	ways[way](data, size);
	return 0;
}
