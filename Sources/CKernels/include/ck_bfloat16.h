#ifndef CHAFF_KERNELS_BFLOAT16_H
#define CHAFF_KERNELS_BFLOAT16_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ck_elementwise.h"
#include "ck_pool.h"

// ---- bf16: the upper half of a Float ---------------------------------------------------------------------------

// One sign, eight exponent and seven fraction bits: the range of Float, rounding (to nearest,
// ties to even) is a relative error of at most 2⁻⁸. Arithmetic is Float; only what lies in memory is short.
typedef uint16_t ck_bfloat16;

void ck_bfloat16_narrow(const float *x, ck_bfloat16 *y, ptrdiff_t count);
void ck_bfloat16_widen(const ck_bfloat16 *x, float *y, ptrdiff_t count);

// Each row of `channels` numbers becomes one of twice as many: the rounded numbers, then what rounding took from each,
// rounded itself. The two add up to x with a relative error of at most 2⁻¹⁷.
void ck_bfloat16_split(const float *x, ck_bfloat16 *y, ptrdiff_t rows, ptrdiff_t channels);

// dx = dy · f′, as ck_unary_gradient, for CK_RELU, CK_LEAKY_RELU and CK_CLIP.
void ck_bfloat16_unary_gradient(ck_unary_function function, float a, float b, const ck_bfloat16 *known,
                                const ck_bfloat16 *dy, ck_bfloat16 *dx, ptrdiff_t count);

// y = a + b.
void ck_bfloat16_add(const ck_bfloat16 *a, const ck_bfloat16 *b, ck_bfloat16 *y, ptrdiff_t count);

// As ck_max_pool and its gradients.
void ck_bfloat16_max_pool(const ck_window *window, const ck_bfloat16 *x, ck_bfloat16 *y, ptrdiff_t first_row,
                          ptrdiff_t end_row);
void ck_bfloat16_max_pool_gradient_disjoint(const ck_window *window, bool masks, const ck_bfloat16 *x,
                                            const ck_bfloat16 *y, const ck_bfloat16 *dy,
                                            const ck_pool_addend *addend, const ck_bfloat16 *added, ck_bfloat16 *dx,
                                            ptrdiff_t first_row, ptrdiff_t end_row);
void ck_bfloat16_max_pool_gradient_overlapping(const ck_window *window, bool masks, const ck_bfloat16 *x,
                                               const ck_bfloat16 *y, const ck_bfloat16 *dy, ck_bfloat16 *dx,
                                               ptrdiff_t first_channel, ptrdiff_t end_channel);

// ---- Taps along the last axis as channels ------------------------------------------------------------------------

// A convolution over few channels leaves most of a matrix unit idle. Seen from the last axis, its taps are as good as
// channels: a row [width, channels] becomes [result, parts · taps · channels], or is summed up from such a row.
typedef struct {
  ptrdiff_t width, result, channels, taps, stride, pad;
} ck_tap_rows;

// Numbers of bf16 that `ck_bfloat16_unfold` needs as scratch memory.
ptrdiff_t ck_bfloat16_unfold_scratch(const ck_tap_rows *shape);
// y[r, o, part, k, c] = part of x[r, o·stride + k − pad, c], zero outside the row; parts as in ck_bfloat16_split.
void ck_bfloat16_unfold(const ck_tap_rows *shape, const float *x, ck_bfloat16 *y, ck_bfloat16 *scratch,
                        ptrdiff_t first_row, ptrdiff_t end_row);
// y[r, o, c] = Σ_k x[r, o + k − pad, k, c] over the columns that exist; stride 1.
void ck_fold_taps(const ck_tap_rows *shape, const float *x, float *y, ptrdiff_t first_row, ptrdiff_t end_row);

#endif
