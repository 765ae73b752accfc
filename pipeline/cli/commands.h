/* commands.h - every command is a row: name, summary, function. */
#pragma once

typedef struct {
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv); /* argv[0] is the name; returns the exit status */
} Command;

int cmd_calibrate(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_eval(int argc, char **argv);
int cmd_export(int argc, char **argv);
int cmd_forms(int argc, char **argv);
int cmd_review(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_sample(int argc, char **argv);
int cmd_stages(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_why(int argc, char **argv);

enum { EXIT_ALL_DONE = 0, EXIT_NO_START = 1, EXIT_SOME_FAILED = 2, EXIT_INTERRUPTED = 130 };
