/* Told to end in the midst of making something: say what becomes of it. */
#include "cli/cli.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* Ends the waiting; by itself it means nothing to anybody. */
#define ENOUGH	SIGURG

/* Waits in a thread of its own: a handler could say nothing. */
static void *wait_for_it(void *ctx)
{
	struct cli_watch *watch = ctx;
	const sigset_t *awaited = &watch->awaited;
	int number;

	sem_post(&watch->waits);
	if (sigwait(awaited, &number) != 0 || number == ENOUGH)
		return NULL;
	fprintf(stderr, "%sholdfast: interrupted; nothing is lost: the same command, run again, removes or finishes what was begun\n",
		isatty(STDERR_FILENO) ? "\n" : "");
	/* And then end by it, as whoever sent it expects. */
	signal(number, SIG_DFL);
	pthread_sigmask(SIG_UNBLOCK, awaited, NULL);
	kill(getpid(), number);
	return NULL;
}

void cli_watch_begin(struct cli_watch *watch)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction before;

	sigemptyset(&watch->awaited);
	sigaddset(&watch->awaited, ENOUGH);
	/* What nohup, or a shell in the background, ignores stays ignored. */
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (sigaction(numbers[i], NULL, &before) == 0 &&
		    before.sa_handler != SIG_IGN)
			sigaddset(&watch->awaited, numbers[i]);
	}
	/* Threads inherit the mask, so that none but the waiting one has them. */
	pthread_sigmask(SIG_BLOCK, &watch->awaited, &watch->before);
	watch->on = sem_init(&watch->waits, 0, 0) == 0 &&
		    pthread_create(&watch->thread, NULL, wait_for_it,
				   watch) == 0;
	if (!watch->on)
		pthread_sigmask(SIG_SETMASK, &watch->before, NULL);
	/*
	 * A process that is made while it begins would have for ever the locks
	 * that beginning takes.
	 */
	while (watch->on && sem_wait(&watch->waits) < 0)
		;
}

void cli_watch_end(struct cli_watch *watch)
{
	if (!watch->on)
		return;
	pthread_kill(watch->thread, ENOUGH);
	pthread_join(watch->thread, NULL);
	sem_destroy(&watch->waits);
	pthread_sigmask(SIG_SETMASK, &watch->before, NULL);
}
