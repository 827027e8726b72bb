#include "unit.h"
Suite *joined_suite(void) { return suite_create("joined"); }
