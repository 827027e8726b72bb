#include "cli/cli.h"
int cmd_levels(struct cli *cli){(void)cli;return 2;}
