#include "register/schema.h"

#include <stddef.h>

/*
 * An entry names a package, and that its first entry: one of the two must be
 * there before the other.  Were "first" a deferred reference, SQLite would go
 * through all packages for each entry that brings one.
 */
const char *const hf_schema_tables[] = {
	"CREATE TABLE log (\n"
	"	id INTEGER PRIMARY KEY CHECK (id = 1),\n"
	"	origin TEXT NOT NULL,\n"
	"	size INTEGER NOT NULL,\n"
	"	offset INTEGER NOT NULL,\n"
	"	length INTEGER NOT NULL,\n"
	"	leaf TEXT NOT NULL\n"
	") STRICT",
	"CREATE TABLE package (\n"
	"	id INTEGER PRIMARY KEY,\n"
	"	name TEXT NOT NULL UNIQUE,\n"
	"	root TEXT,\n"
	"	first INTEGER NOT NULL\n"
	") STRICT",
	"CREATE TABLE entry (\n"
	"	number INTEGER PRIMARY KEY,\n"
	"	offset INTEGER NOT NULL,\n"
	"	length INTEGER NOT NULL,\n"
	"	time INTEGER NOT NULL,\n"
	"	event TEXT NOT NULL,\n"
	"	package INTEGER REFERENCES package (id),\n"
	"	location TEXT,\n"
	"	outcome TEXT\n"
	") STRICT",
	"CREATE TABLE root (\n"
	"	package INTEGER NOT NULL REFERENCES package (id),\n"
	"	root TEXT NOT NULL,\n"
	"	entry INTEGER NOT NULL REFERENCES entry (number),\n"
	"	PRIMARY KEY (package, root)\n"
	") STRICT, WITHOUT ROWID",
	"CREATE TABLE copy (\n"
	"	package INTEGER NOT NULL REFERENCES package (id),\n"
	"	location TEXT NOT NULL,\n"
	"	fate TEXT NOT NULL CHECK (fate IN\n"
	"		('held', 'destroyed', 'lost', 'transferred')),\n"
	"	form TEXT NOT NULL CHECK (form IN ('bag', 'tar')),\n"
	"	root TEXT,\n"
	"	files INTEGER NOT NULL,\n"
	"	octets INTEGER NOT NULL,\n"
	"	origin INTEGER NOT NULL REFERENCES entry (number),\n"
	"	since INTEGER NOT NULL,\n"
	"	checked INTEGER,\n"
	"	passed INTEGER,\n"
	"	checked_by INTEGER REFERENCES entry (number),\n"
	"	failed INTEGER NOT NULL CHECK (failed IN (0, 1)),\n"
	"	ended_by INTEGER REFERENCES entry (number),\n"
	"	PRIMARY KEY (package, location)\n"
	") STRICT, WITHOUT ROWID",
	NULL
};

const char *const hf_schema_indexes[] = {
	"CREATE INDEX copy_due ON copy (fate, checked)",
	"CREATE INDEX entry_of_package ON entry (package)",
	NULL
};

/* In the order of struct hf_held_copy. */
#define COPY_COLUMNS							\
	"package.name, location, fate, form, copy.root, files, octets, "\
	"origin, since, checked, passed, checked_by, failed, ended_by "

const char *const hf_schema_sql[HF_SQL_COUNT] = {
	[HF_SQL_BEGIN] = "BEGIN IMMEDIATE",
	[HF_SQL_BEGIN_READ] = "BEGIN",
	[HF_SQL_COMMIT] = "COMMIT",

	[HF_SQL_KNOWN] =
		"SELECT origin, size, offset, length, leaf FROM log",
	[HF_SQL_SET_KNOWN] =
		"INSERT OR REPLACE INTO log (id, origin, size, offset, length, leaf) "
		"VALUES (1, ?1, ?2, ?3, ?4, ?5)",

	[HF_SQL_PACKAGE] = "SELECT id, root FROM package WHERE name = ?1",
	[HF_SQL_ADD_PACKAGE] =
		"INSERT INTO package (name, first) VALUES (?1, ?2)",
	[HF_SQL_SET_PACKAGE] = "UPDATE package SET root = ?2 WHERE id = ?1",
	[HF_SQL_ADD_ENTRY] =
		"INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[HF_SQL_ADD_ROOT] = "INSERT OR IGNORE INTO root VALUES (?1, ?2, ?3)",
	[HF_SQL_SET_COPY] =
		"INSERT OR REPLACE INTO copy VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
		"?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",

	[HF_SQL_COPIES_OF] =
		"SELECT " COPY_COLUMNS "FROM copy JOIN package ON id = package "
		"WHERE package = ?1 ORDER BY location",
	[HF_SQL_COPIES] =
		"SELECT " COPY_COLUMNS "FROM package JOIN copy ON package = id "
		"WHERE (?1 IS NULL OR name = ?1) "
		"AND (?2 IS NULL OR location = ?2) ORDER BY name, location",
	[HF_SQL_COPY] =
		"SELECT " COPY_COLUMNS "FROM package JOIN copy ON package = id "
		"WHERE name = ?1 AND location = ?2",
	[HF_SQL_ROOT] = "SELECT root FROM package "
		"WHERE name = ?1 AND root IS NOT NULL",
	[HF_SQL_KNOWS_ROOT] =
		"SELECT entry FROM package JOIN root ON package = id "
		"WHERE name = ?1 AND root.root = ?2",
	[HF_SQL_ENTRIES] =
		"SELECT number, offset, length FROM package JOIN entry "
		"ON package = id WHERE name = ?1 ORDER BY number",
	[HF_SQL_HELD] = "SELECT package, octets FROM copy "
		"WHERE fate = 'held' ORDER BY package",
	[HF_SQL_RUNS] = "SELECT time, number, offset, length FROM entry "
		"WHERE event = ?1 "
		"AND package IS NULL AND location IS NULL "
		"ORDER BY number DESC LIMIT ?2",

	[HF_SQL_DUMP] = "SELECT 'log', origin, size, offset, length, leaf "
		"FROM log",
	[HF_SQL_DUMP_PACKAGES] =
		"SELECT 'package', name, root, first FROM package ORDER BY name",
	[HF_SQL_DUMP_ROOTS] =
		"SELECT 'root', name, root.root, entry FROM package "
		"JOIN root ON package = id ORDER BY name, root.root",
	[HF_SQL_DUMP_COPIES] = "SELECT 'copy', " COPY_COLUMNS
		"FROM package JOIN copy ON package = id ORDER BY name, location",
	[HF_SQL_DUMP_ENTRIES] =
		"SELECT 'entry', number, offset, length, time, event, name, "
		"location, outcome FROM entry LEFT JOIN package ON id = package "
		"ORDER BY number",
};
