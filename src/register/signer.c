#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "register/signer.h"

#define SECRET_MAX	1024	/* octets: a key is much shorter */

/* Others must not have had it: what they sign would be taken for ours. */
static int refuse_open_key(int fd, const char *path, struct hf_error *err)
{
	struct stat st;

	if (hf_io->fstat(fd, &st) < 0)
		return hf_fail(err, HF_ESYS, "cannot look at '%s'",
			       hf_shown(path));
	if (!S_ISREG(st.st_mode))
		return hf_fail(err, HF_EREFUSED,
			       "'%s', which Key-File names, is no file",
			       hf_shown(path));
	if (st.st_mode & 077)
		return hf_fail(err, HF_EREFUSED,
			       "others than its owner have rights to the key '%s' (its mode is %04o): take them away with chmod 600, and make a new key if somebody may have read it",
			       hf_shown(path), st.st_mode & 07777);
	return 0;
}

/* All of it, as a text; the buffer is the caller's to overwrite. */
static int read_secret(int fd, const char *path, char secret[SECRET_MAX + 1],
		       struct hf_error *err)
{
	size_t len = 0;
	ssize_t n;

	do {
		n = hf_io->read(fd, secret + len, SECRET_MAX - len);
		if (n > 0)
			len += (size_t)n;
	} while ((n > 0 && len < SECRET_MAX) || (n < 0 && errno == EINTR));
	if (n < 0)
		return hf_fail(err, HF_ESYS, "cannot read '%s'",
			       hf_shown(path));
	if (len == SECRET_MAX || memchr(secret, '\0', len))
		return hf_fail(err, HF_EFORMAT, "'%s' is no private key",
			       hf_shown(path));
	while (len && (secret[len - 1] == '\n' || secret[len - 1] == '\r'))
		len--;
	secret[len] = '\0';
	return 0;
}

int hf_signer_read(const char *path, struct hf_signer *signer_ret,
		   struct hf_error *err)
{
	char secret[SECRET_MAX + 1];
	int fd, ret;

	do {
		fd = hf_io->openat(AT_FDCWD, path,
				   O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
				   0);
	} while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return hf_fail(err, HF_ESYS,
			       "cannot open the key '%s', which Key-File names",
			       hf_shown(path));
	ret = refuse_open_key(fd, path, err);
	if (ret == 0)
		ret = read_secret(fd, path, secret, err);
	if (ret == 0 && hf_signer_parse(signer_ret, secret, err) < 0)
		ret = hf_error_within(err, "'%s'", hf_shown(path));
	explicit_bzero(secret, sizeof(secret));
	hf_close(fd);
	return ret;
}

int hf_register_signer(const struct hf_register *reg,
		       struct hf_signer *signer_ret, struct hf_error *err)
{
	if (!reg->key_file)
		return 0;
	return hf_signer_read(reg->key_file, signer_ret, err) < 0 ? -1 : 1;
}

/* Nobody else may read it, at no moment. */
static int write_secret(int dir, const char *name, const struct hf_buf *text,
			struct hf_error *err)
{
	int fd = hf_create_beneath(dir, name, 0600);

	if (fd >= 0 && hf_write_all(fd, text->data, text->len) == 0 &&
	    hf_io->fsync(fd) == 0 && hf_io->fsync(dir) == 0) {
		hf_close(fd);
		return 0;
	}
	hf_fail(err, HF_ESYS, "the key '%s' cannot be written", name);
	/* Half a key is none. */
	if (fd >= 0)
		hf_io->unlinkat(dir, name, 0);
	hf_close(fd);
	return -1;
}

int hf_signer_write(int dir, const char *name, const struct hf_signer *signer,
		    struct hf_error *err)
{
	struct hf_buf text = { 0 };
	int ret;

	hf_signer_format(&text, signer);
	hf_buf_addc(&text, '\n');
	ret = hf_buf_check(&text, err);
	if (ret == 0)
		ret = write_secret(dir, name, &text, err);
	if (text.data)
		explicit_bzero(text.data, text.len);
	hf_buf_release(&text);
	return ret;
}
