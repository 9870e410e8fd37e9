#ifndef CHAFF_KERNELS_H
#define CHAFF_KERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ck_arrange.h"
#include "ck_elementwise.h"
#include "ck_matrix.h"
#include "ck_pool.h"
#include "ck_reduce.h"

// Vectorised loops over Float arrays. Every function works on a range of its outermost loop, so that the caller can
// split it over threads; none allocates, none keeps state. Spatial tensors are channels-last: [N, spatial…, C].

// ---- Threads -------------------------------------------------------------------------------------------------

// Calls body(context, begin, end) on disjoint ranges that cover 0..<count, on the threads that oneDNN uses (GNU
// OpenMP) where that library is loaded, so that two pools never fight over the cores; on the calling thread alone
// otherwise. Ranges are multiples of `grain` except the last.
typedef void (*ck_range_body)(void *context, ptrdiff_t begin, ptrdiff_t end);
void ck_parallel_for(ptrdiff_t count, ptrdiff_t grain, ck_range_body body, void *context);

// How many threads ck_parallel_for uses at most.
int ck_thread_count(void);

#endif
