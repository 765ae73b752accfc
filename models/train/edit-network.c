/* edit-network.c - to-float IN OUT: int8 weights to doubles, so that training can go on;
 * average SHARE BASE TUNED OUT: (1 - SHARE) BASE + SHARE TUNED. */
#include "network.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gboolean
save(GBytes *bytes, const char *path, GError **error)
{
    gsize size;
    const char *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
    return data && g_file_set_contents(path, data, (gssize)size, error);
}

static gboolean
to_float(const char *in, const char *out, GError **error)
{
    g_autoptr(Network) network = network_load(in, error);
    g_autoptr(GBytes) bytes = network ? network_to_float(network) : NULL;
    return save(bytes, out, error);
}

static gboolean
average(const char *share, const char *base, const char *tuned, const char *out, GError **error)
{
    g_autoptr(Network) a = network_load(base, error);
    g_autoptr(Network) b = a ? network_load(tuned, error) : NULL;
    g_autoptr(GBytes) bytes = b ? network_average(a, b, g_ascii_strtod(share, NULL), error) : NULL;
    return save(bytes, out, error);
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    gboolean done = FALSE;
    if (argc == 4 && strcmp(argv[1], "to-float") == 0)
        done = to_float(argv[2], argv[3], &error);
    else if (argc == 6 && strcmp(argv[1], "average") == 0)
        done = average(argv[2], argv[3], argv[4], argv[5], &error);
    else
        fprintf(stderr, "usage: edit-network to-float IN OUT | average SHARE BASE TUNED OUT\n");
    if (error)
        fprintf(stderr, "edit-network: %s\n", error->message);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
