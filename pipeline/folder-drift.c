/* folder-drift.c - is a batch like what its promise was measured on? */
#include "binomial.h"
#include "folder-facts.h"

#define LEAST_SHARE 0.2   /* of the pages, in the lowest tenth of those fitted on */
#define CHANCE      0.001 /* that a batch like them has so many there */

void
facts_drift(const Check *check, FolderFindings *findings)
{
    guint count = check->pages->len;
    for (guint k = 0; check->like && k < N_FOLDER_LIKE && count > 0; k++) {
        guint low = 0;
        for (guint i = 0; i < count; i++)
            low += ((const Facts *)check->pages->pdata[i])->like[k] < check->like->tenth[k];
        if (low < LEAST_SHARE * count || binomial_tail(low, count, 0.1) > CHANCE)
            continue;
        findings->drifted = check->like->names[k];
        findings->pages_low = low;
        findings->pages = count;
        for (guint i = 0; i < count; i++) {
            Facts *facts = check->pages->pdata[i];
            facts->withdrawn = facts->withdrawn || 2 * low > count || facts->like[k] < check->like->tenth[k];
        }
    }
}
