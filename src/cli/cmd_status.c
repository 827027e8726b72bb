#include "cli/cli.h"
const struct cli_option cmd_status_options[]={{0}};int cmd_status(struct cli *cli){(void)cli;return 2;}
