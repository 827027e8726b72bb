# holdfast: `make help` lists the targets.
#
# Set V=1 to see commands.  CC, CFLAGS, CPPFLAGS, LDFLAGS, PREFIX and DESTDIR
# mean what they usually mean.  All output goes to $(BUILD).

VERSION	  := 0.1.0
SOVERSION := 0

BUILD	   ?= build
PREFIX	   ?= /usr/local
BINDIR	   ?= $(PREFIX)/bin
LIBDIR	   ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR	   ?= $(PREFIX)/share/man
UNITDIR	   ?= $(PREFIX)/lib/systemd/system
PKGS	   := libcrypto libxml-2.0 jansson libutf8proc libarchive zlib libseccomp sqlite3
OPENED	   := libcurl	# by src/fetch/curl.c, when it is wanted

cc-option = $(shell $(CC) $(1) -Werror -c -x c /dev/null -o /dev/null \
		2>/dev/null && echo $(1))

# Ours come first so that the user's can override them.  pkg-config is asked
# only when something is compiled: `make deps` may have to install it first.
CFLAGS	?= -O2 -g
WARNINGS := -Wall -Wextra -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wundef -Wshadow -Wwrite-strings -Wpointer-arith -Wformat=2 \
	-Wno-missing-field-initializers -Wno-unused-parameter
HARDENING = -fstack-protector-strong -fPIC -fno-plt \
	$(call cc-option,-fstack-clash-protection) \
	$(call cc-option,-fcf-protection=full) \
	$(if $(findstring -fsanitize,$(CFLAGS)),,$(if $(findstring -O0,$(CFLAGS)),,-D_FORTIFY_SOURCE=2))
OUR_CFLAGS   := -std=gnu11 -pthread -fvisibility=hidden $(WARNINGS) $(HARDENING)
OUR_CPPFLAGS  = -Isrc -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 \
	-DHOLDFAST_VERSION='"$(VERSION)"' $(PKG_CFLAGS)
OUR_LDFLAGS  := -pthread -Wl,-z,relro,-z,now -Wl,--as-needed
PKG_CFLAGS    = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(PKGS) $(OPENED)))$(PKG_CFLAGS)
PKG_LIBS      = $(eval PKG_LIBS := $$(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)

ifneq ($(V),1)
Q = @printf '  %-7s %s\n' $(1) '$@';
endif

COMPILE	 = $(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS) -MMD -MP
LINK	 = $(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS)
LIBS	 = $(PKG_LIBS) $(LDLIBS)

LIB_SRC	  := $(filter-out src/cli/%,$(wildcard src/*/*.c))
CLI_SRC	  := $(wildcard src/cli/*.c)
UNIT_SRC  := $(wildcard tests/unit/*.c)
FAULT_SRC := $(wildcard tests/fault/*.c)
BENCH_SRC := $(wildcard tests/bench/*.c tests/bench/*/*.c)
FUZZERS	  := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
# What a client sees: holdfast.h and what it includes, and nothing else.
HEADERS	   = $(filter src/%,$(shell $(CC) -Isrc -MM src/holdfast.h))
obj	   = $(patsubst %.c,$(BUILD)/%.o,$(1))

STATIC	:= $(BUILD)/libholdfast.a
SONAME	:= libholdfast.so.$(SOVERSION)
SHARED	:= $(BUILD)/libholdfast.so.$(VERSION)
PROGRAM	:= $(BUILD)/holdfast

all: $(PROGRAM) $(STATIC) $(SHARED)		## build the program and the libraries

# Rebuild everything when the settings change.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(VERSION) $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS)' | cmp -s - $@ || \
		echo '$(VERSION) $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS)' >$@

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call Q,CC)$(COMPILE) -c -o $@ $<

$(STATIC): $(call obj,$(LIB_SRC))
	$(call Q,AR)rm -f $@ && $(AR) rcs $@ $^

$(SHARED): $(call obj,$(LIB_SRC))
	$(call Q,LINK)$(LINK) -shared -Wl,-soname,$(SONAME) -o $@ $^ $(LIBS)

$(PROGRAM): $(call obj,$(CLI_SRC)) $(STATIC)
	$(call Q,LINK)$(LINK) -pie -o $@ $^ $(LIBS)

# The program again, with a table of I/O that fails or ends where it is told.
$(BUILD)/holdfast-fault: $(call obj,$(CLI_SRC) $(FAULT_SRC)) $(STATIC)
	$(call Q,LINK)$(LINK) -pie -Wl,--wrap=pthread_create -o $@ $^ $(LIBS)

# The program again, with kernels that are wrong where it is told.
$(BUILD)/holdfast-planted: $(call obj,$(CLI_SRC) tests/trust/planted.c) $(STATIC)
	$(call Q,LINK)$(LINK) -pie -Wl,--wrap=hf_kernel_at -o $@ $^ $(LIBS)

# The program again, with somebody in it who does what it must not.
$(BUILD)/holdfast-intruder: $(call obj,$(CLI_SRC) tests/sandbox/intruder.c) $(STATIC)
	$(call Q,LINK)$(LINK) -pie -Wl,--wrap=hf_declaration_parse -o $@ $^ $(LIBS)

$(BUILD)/bag-root: $(BUILD)/tests/forms/root.o $(STATIC)
	$(call Q,LINK)$(LINK) -o $@ $^ $(LIBS)

# With the table of I/O that fails, for what no command shows by itself.
$(BUILD)/unit: $(call obj,$(UNIT_SRC) tests/fault/table.c tests/fault/durable.c) $(STATIC)
	$(call Q,LINK)$(LINK) -o $@ $^ $(LIBS) $$(pkg-config --libs check)

$(BUILD)/replay_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/replay.o \
		   $(STATIC)
	$(call Q,LINK)$(LINK) -o $@ $^ $(LIBS)

$(BUILD)/peak: $(BUILD)/tests/memory/peak.o
	$(call Q,LINK)$(LINK) -o $@ $^

# What the tests run.
# Those that take longest begin first, so that none is left over at the end.
SUITES := fault forms unit chain corpus create real-faults archive audit bench \
	cli pack kept premis founding fetch register custody repair status \
	witness service year sandbox trust fuzz memory
REPLAYS = $(FUZZERS:%=$(BUILD)/replay_%)
TEST_PROGRAMS = all $(BUILD)/holdfast-fault $(BUILD)/holdfast-planted \
	$(BUILD)/holdfast-intruder $(BUILD)/unit $(BUILD)/peak $(BUILD)/bag-root \
	$(REPLAYS)

check: deps					## build, and run all tests (some minutes)
	@$(MAKE) --no-print-directory test-programs bench-tools
	@tests/run.sh $(BUILD) $(SUITES) install

test-programs: $(TEST_PROGRAMS)
replays: all $(REPLAYS)

TRUST_ROUNDS ?= 1000
trust: deps					## verify odd lengths TRUST_ROUNDS times, without a false alarm
	@$(MAKE) --no-print-directory test-programs
	@TRUST_ROUNDS=$(TRUST_ROUNDS) tests/run.sh $(BUILD) trust

demo: deps					## package the sample, verify it, decide its copy chain
	@$(MAKE) --no-print-directory all
	@tests/demo.sh $(PROGRAM)

deps:						## install what is missing from Debian
	@.ci/deps

# The same tests under instruments.  Each has its own tree, so that going from
# one to another does not build the world anew.  Suites that run the program
# thousands of times are left to check; SUITES has them all.
ASAN_SUITES ?= unit cli corpus archive premis founding fuzz
ASAN_PROGRAMS ?= test-programs
SANITIZE = -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all

asan: deps					## the tests with AddressSanitizer and UBSan
	@$(MAKE) --no-print-directory BUILD=build/asan $(ASAN_PROGRAMS) \
		CFLAGS="$(SANITIZE) -fsanitize=address,undefined"
	@tests/run.sh build/asan $(ASAN_SUITES)

# Once for each compiler: each watches other accesses.  What has no threads
# has nothing to gain.
TSAN_SUITES ?= unit cli corpus create founding sandbox trust

tsan: deps					## the tests that use threads, with ThreadSanitizer
	@for cc in gcc clang; do \
		$(MAKE) --no-print-directory BUILD=build/tsan-$$cc CC=$$cc \
			test-programs CFLAGS="$(SANITIZE) -fsanitize=thread" && \
		tests/run.sh build/tsan-$$cc $(TSAN_SUITES) || exit; \
	done

# Other processors, under qemu: what cannot be had is said, and skipped.
emulated:					## the tests on x86-64 with fewer extensions, under qemu
	@.ci/deps qemu-user-static || true
	@$(MAKE) --no-print-directory all $(BUILD)/unit
	@tests/cross/x86-64.sh $(BUILD)

cross:						## build for aarch64, and test that under qemu
	@.ci/deps qemu-user-static gcc-aarch64-linux-gnu || true
	@MAKE="$(MAKE)" tests/cross/aarch64.sh build/cross

memcheck: deps					## the tests under valgrind
	@$(MAKE) --no-print-directory BUILD=build/memcheck test-programs \
		CFLAGS="-O1 -g"
	@HOLDFAST_WRAP="valgrind -q --vgdb=no --error-exitcode=99 --leak-check=full" \
		tests/run.sh build/memcheck unit cli

coverage: deps					## which lines the tests run
	@$(MAKE) --no-print-directory BUILD=build/coverage test-programs \
		CFLAGS="-O0 -g --coverage -DHF_COVERAGE='\"$(CURDIR)/build/coverage\"'"
	@tests/run.sh build/coverage $(filter-out real-faults bench,$(SUITES))
	@tests/coverage.sh build/coverage

FUZZ_SECONDS ?= 60
fuzz: deps					## fuzz each parser for FUZZ_SECONDS
	@$(MAKE) --no-print-directory fuzz-programs CC=clang BUILD=build/fuzz \
		CFLAGS="$(SANITIZE) -fsanitize=fuzzer-no-link,address,undefined"
	@tests/fuzz/run.sh build/fuzz $(FUZZ_SECONDS)

fuzz-programs: $(FUZZERS:%=$(BUILD)/fuzz_%)
$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(STATIC)
	$(call Q,LINK)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBS)

# SCALE=1/16, CASES="big small-both growth", ROUNDS=3: see tests/bench/bench.sh.
bench: bench-programs				## measure beside peers and limits (SCALE, CASES, ROUNDS)
	@SCALE='$(SCALE)' CASES='$(CASES)' ROUNDS='$(ROUNDS)' \
		tests/bench/bench.sh $(BUILD) build/bench
	@[ -n '$(CASES)' ] || tests/chain/scale.sh $(BUILD)

bench-docs: bench				## bench, and put the results into docs/performance.md
	@tests/bench/publish.sh $(BENCH_TOOLS)/report build/bench/results.json \
		docs/performance.md docs/performance.svg

bench-programs: deps
	@.ci/deps bench || echo 'bench: peers that are not there are left out'
	@$(MAKE) --no-print-directory all bench-tools

BENCH_TOOLS    := $(BUILD)/bench-tools
BENCH_PROGRAMS := $(addprefix $(BENCH_TOOLS)/,measure corpus entries limits readall report)
bench_obj	= $(call obj,$(addprefix tests/bench/,$(addsuffix .c,$(1))))

bench-tools: $(BENCH_PROGRAMS)
	@:
$(BENCH_PROGRAMS): | $(BENCH_TOOLS)
$(BENCH_TOOLS):
	@mkdir -p $@
$(BENCH_TOOLS)/measure: $(call obj,$(wildcard tests/bench/measure/*.c))
	$(call Q,LINK)$(LINK) -o $@ $^
$(BENCH_TOOLS)/corpus: $(call bench_obj,corpus)
	$(call Q,LINK)$(LINK) -o $@ $^ -lm
$(BENCH_TOOLS)/readall: $(call bench_obj,readall)
	$(call Q,LINK)$(LINK) -o $@ $^
$(BENCH_TOOLS)/entries: $(call bench_obj,entries) $(STATIC)
	$(call Q,LINK)$(LINK) -o $@ $^ $(LIBS)
$(BENCH_TOOLS)/limits: $(call bench_obj,limits rates) $(STATIC)
	$(call Q,LINK)$(LINK) -o $@ $^ $(LIBS)
$(BENCH_TOOLS)/report: $(call bench_obj,report report_tables report_register report_chart)
	$(call Q,LINK)$(LINK) -o $@ $^ $(LIBS)

conformance: deps				## the Library of Congress's suite of bags
	@$(MAKE) --no-print-directory all
	@tests/run.sh $(BUILD) conformance

lint: deps					## layers, symbols, documents, scripts
	@$(MAKE) --no-print-directory all
	@tests/run.sh $(BUILD) lint

measures: all					## how long functions and files are
	@tests/measures.sh $(BUILD)

install: all					## install under PREFIX (and DESTDIR)
	@.ci/install $(VERSION) $(SOVERSION) $(BUILD) \
		"$(DESTDIR)" "$(PREFIX)" "$(BINDIR)" "$(LIBDIR)" \
		"$(INCLUDEDIR)" "$(MANDIR)" "$(UNITDIR)" $(HEADERS)

uninstall:					## remove what install put there
	@.ci/install --remove $(VERSION) $(SOVERSION) $(BUILD) \
		"$(DESTDIR)" "$(PREFIX)" "$(BINDIR)" "$(LIBDIR)" \
		"$(INCLUDEDIR)" "$(MANDIR)" "$(UNITDIR)" $(HEADERS)

clean:						## remove everything that was built
	rm -rf build

help:						## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## */  \1	/p' Makefile | \
		expand -t 16

FORCE:
.SECONDARY:
.PHONY: all check test-programs replays trust demo deps asan tsan emulated cross \
	memcheck fuzz coverage fuzz-programs bench bench-docs bench-programs \
	bench-tools conformance lint measures install uninstall clean help FORCE

# What each object was made of: of the library, the program, and all tests.
-include $(patsubst %.c,$(BUILD)/%.d,$(wildcard src/*/*.c tests/*/*.c \
	tests/*/*/*.c))
