/*
 * Feed files to a fuzz target, so that any compiler can replay a corpus: each
 * file that is named, and each that is in a folder that is named.
 */
#include <dirent.h>
#include <sys/stat.h>

#include "fuzz.h"

static unsigned long replayed;

static void replay_file(const char *path)
{
	FILE *in = fopen(path, "rb");
	uint8_t *data = NULL;
	size_t size = 0, room = 0, n;

	if (!in) {
		perror(path);
		exit(2);
	}
	do {
		if (size == room) {
			room = room ? 2 * room : 4096;
			data = realloc(data, room);
			if (!data) {
				perror(path);
				exit(2);
			}
		}
		n = fread(data + size, 1, room - size, in);
		size += n;
	} while (n);
	if (ferror(in)) {
		perror(path);
		exit(2);
	}
	fclose(in);
	/* Exactly so large, so that a look beyond the end is seen. */
	data = realloc(data, size ? size : 1);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	replayed++;
}

static void replay_folder(const char *path)
{
	struct dirent **entries;
	int n = scandir(path, &entries, NULL, alphasort);

	if (n < 0) {
		perror(path);
		exit(2);
	}
	for (int i = 0; i < n; i++) {
		char inner[4096];

		if (entries[i]->d_name[0] != '.') {
			snprintf(inner, sizeof(inner), "%s/%s", path,
				 entries[i]->d_name);
			replay_file(inner);
		}
		free(entries[i]);
	}
	free(entries);
}

int main(int argc, char *argv[])
{
	struct stat st;

	for (int i = 1; i < argc; i++) {
		if (stat(argv[i], &st) < 0) {
			perror(argv[i]);
			return 2;
		}
		if (S_ISDIR(st.st_mode))
			replay_folder(argv[i]);
		else
			replay_file(argv[i]);
	}
	if (!replayed) {
		fprintf(stderr, "%s: nothing to replay\n", argv[0]);
		return 2;
	}
	return 0;
}
