#include <errno.h>
#include <fcntl.h>
#include <string.h>

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
