#ifndef CHAFF_KERNELS_H
#define CHAFF_KERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ck_arrange.h"
#include "ck_batch.h"
#include "ck_bfloat16.h"
#include "ck_convolution.h"
#include "ck_elementwise.h"
#include "ck_matrix.h"
#include "ck_normalize.h"
#include "ck_perturbation.h"
#include "ck_pool.h"
#include "ck_recurrent.h"
#include "ck_reduce.h"
#include "ck_separable.h"
#include "ck_softmax.h"

// Vectorised loops over Float arrays. Every function works on a range of its outermost loop, so that the caller can
// split it over threads; none allocates, none keeps state. Spatial tensors are channels-last: [N, spatial…, C].

// ---- Threads -------------------------------------------------------------------------------------------------

// Calls body(context, begin, end) on disjoint ranges that cover 0..<count, on the threads that oneDNN uses (GNU
// OpenMP) where that library is loaded, so that two pools never fight over the cores; on the calling thread alone
// otherwise. Ranges are multiples of `grain` except the last.
typedef void (*ck_range_body)(void *context, ptrdiff_t begin, ptrdiff_t end);
void ck_parallel_for(ptrdiff_t count, ptrdiff_t grain, ck_range_body body, void *context);

// How many threads ck_parallel_for uses at most, and which of them the caller is (0 outside).
int ck_thread_count(void);
int ck_thread_index(void);

// ---- Memory ---------------------------------------------------------------------------------------------------

// Keeps freed memory in the process rather than giving every large array back to the system, where the C library can.
// Attacks make and drop arrays of the size of a batch at every step; from the system each comes as pages of its own,
// which it must first fill with zeros.
void ck_keep_freed_memory(void);

// A block of zeros for a plan's buffers, at an address that is a multiple of 64; NULL when the system gives none. Large
// blocks are on large pages, which spare the processor most of its address translation, and are not inherited by forked
// processes: those that read files would otherwise share the pages, and every page written meanwhile would be copied.
// ck_release wants the size that ck_reserve was given.
void *ck_reserve(size_t bytes);
void ck_release(void *block, size_t bytes);

// ---- Convolution with few result channels ------------------------------------------------------------------------

// y[n, q, c] = Σ_p Σ_k Σ_o w[o, c, k] · x[n, p, o] over p·stride − pad + k·dilation = q, 1 ≤ C ≤ CK_NARROW_MAX_CHANNELS.
//
// This is the input gradient of a network's first layer, which no library optimises because training never asks for
// it. The lanes of a vector run over o; 16 accumulators (pixels × C) stay in registers over all taps and are summed
// across their lanes once at the end. With a stride the results of one phase of the last axis are neighbours, and reached by
// the same taps.
enum { CK_NARROW_MAX_CHANNELS = 4 };

typedef struct {
  ptrdiff_t batch, source_channels, channels;
  ptrdiff_t source[3], result[3], kernel[3], strides[3], dilations[3];  // unused leading axes are 1
  ptrdiff_t pad_before[3];  // not negative; this and the strides and dilations are those of the layer
  bool reads_bfloat16;  // x is ck_bfloat16; what is computed with is Float either way
} ck_narrow_shape;

// The weights [O, C, kernel…] of the forward layer (whose output channels are o) laid out for ck_narrow_convolution:
// taps by the phase of the result that they reach, o padded to whole vectors.
size_t ck_narrow_weight_count(const ck_narrow_shape *shape);
void ck_narrow_pack_weights(const ck_narrow_shape *shape, const float *weights, float *packed);
// Floats of scratch memory per thread.
size_t ck_narrow_scratch_count(const ck_narrow_shape *shape);
// How many independent pieces there are; a call does pieces begin ..< end.
ptrdiff_t ck_narrow_piece_count(const ck_narrow_shape *shape);
void ck_narrow_convolution(
    const ck_narrow_shape *shape, const void *x, const float *packed, float *y, float *scratch, ptrdiff_t begin,
    ptrdiff_t end);

#endif
