#ifndef CHAFF_WINOGRAD_SHARED_H
#define CHAFF_WINOGRAD_SHARED_H
#include "winograd_tiles.h"

// Whether the workers go through strips together, cell by cell: where the weights are too many to be read again for every
// strip of every worker.
bool ck_shares_strips(const ck_winograd_shape *s);
size_t ck_shared_scratch_count(const ck_winograd_shape *s);
ptrdiff_t ck_shared_pass_count(const ck_winograd_shape *s);
void ck_shared_pass(const ck_winograd_shape *s, const float *const *x, const float *packed,
                    const struct results *results, float *scratch, ptrdiff_t pass, ptrdiff_t worker);

#endif
