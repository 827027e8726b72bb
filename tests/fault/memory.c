/*
 * Memory, and threads, that fail where it is told: for the whole process, so
 * also for libarchive, zlib, OpenSSL, libxml2 and the C library.
 *
 * What the program itself defines, its libraries use as well.  free() stays the
 * C library's, to which everything is handed on; or the address sanitizer's.
 */
#include "fault.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#define SEEN	__attribute__((visibility("default")))

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__interceptor_malloc(size_t size) __attribute__((weak));
void *__interceptor_calloc(size_t n, size_t size) __attribute__((weak));
void *__interceptor_realloc(void *old, size_t size) __attribute__((weak));

SEEN void *malloc(size_t size)
{
	if (fault_fails(CALL_MEMORY))
		return NULL;
	return __interceptor_malloc ? __interceptor_malloc(size)
				    : __libc_malloc(size);
}

SEEN void *calloc(size_t n, size_t size)
{
	if (fault_fails(CALL_MEMORY))
		return NULL;
	return __interceptor_calloc ? __interceptor_calloc(n, size)
				    : __libc_calloc(n, size);
}

SEEN void *realloc(void *old, size_t size)
{
	if (fault_fails(CALL_MEMORY))
		return NULL;
	return __interceptor_realloc ? __interceptor_realloc(old, size)
				     : __libc_realloc(old, size);
}

/* The linker hands over every call of it that our own objects make. */
int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
			  void *(*run)(void *), void *arg);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
			  void *(*run)(void *), void *arg);

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
			  void *(*run)(void *), void *arg)
{
	if (fault_fails(CALL_THREAD))
		return errno;
	return __real_pthread_create(thread, attr, run, arg);
}
