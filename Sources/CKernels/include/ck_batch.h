#ifndef CHAFF_KERNELS_BATCH_H
#define CHAFF_KERNELS_BATCH_H
#include <stdbool.h>
#include <stddef.h>

#include "ck_pool.h"

// ---- Batch normalisation of channels-last rows ---------------------------------------------------------------

// Tensors [rows, channels]. Rows are summed in Double, in chunks that depend on the shape alone and are then added in
// order: the number of threads changes no bit.
typedef struct {
  ptrdiff_t rows, channels, chunk, chunks;
  float epsilon;
} ck_batch_shape;

// Per channel, [channels] each. `scale` and `shift` are the layer's; the rest is computed below.
typedef struct {
  const float *scale, *shift, *mean, *variance;
} ck_batch_channels;

// Σ x and Σ x² of each chunk and channel: partial [chunks, 2, channels].
void ck_batch_sums(const ck_batch_shape *s, const float *x, double *partial, ptrdiff_t first_chunk,
                   ptrdiff_t end_chunk);
// The sums of all chunks as mean and biased variance.
void ck_batch_moments(const ck_batch_shape *s, const double *partial, float *mean, float *variance);
// y = scale·(x − mean) / √(variance + epsilon) + shift, then max(y, 0) if `rectifies`; y may be x.
void ck_batch_normalize(const ck_batch_shape *s, ck_batch_channels c, bool rectifies, const float *x, float *y,
                        ptrdiff_t first_row, ptrdiff_t end_row);

// Σ g and Σ g·(x − mean) of each chunk and channel; g is dy, or 0 where `rectifies` and the normalised x is not positive.
void ck_batch_gradient_sums(const ck_batch_shape *s, ck_batch_channels c, bool rectifies, const float *x,
                            const float *dy, double *partial, ptrdiff_t first_chunk, ptrdiff_t end_chunk);
// The sums of all chunks as gradients of scale and shift.
void ck_batch_gradient_moments(const ck_batch_shape *s, ck_batch_channels c, const double *partial, float *dscale,
                               float *dshift);
// dx = scale / √(variance + epsilon) · (g − dshift / rows − x̂·dscale / rows); dx may be dy.
void ck_batch_gradient(const ck_batch_shape *s, ck_batch_channels c, const float *dscale, const float *dshift,
                       bool rectifies, const float *x, const float *dy, float *dx, ptrdiff_t first_row,
                       ptrdiff_t end_row);

// ---- Batch normalisation, relu and max pooling at once --------------------------------------------------------

// Windows that tile the input from its beginning (stride = kernel, no padding, no dilation); pixels that are left over
// at the end belong to none. The largest tensor, the normalised one, is never written: what the gradient needs is which
// element of each window won (`place`, −1 where the relu gave 0) and what it was before the normalisation (`argument`).

// Per-channel constants repeated along a line of pixels. For a forward pass dscale and dshift are null, for the gradient
// `shift` may be.
ptrdiff_t ck_batch_pool_constants_count(const ck_window *window);
void ck_batch_pool_constants(const ck_window *window, const ck_batch_shape *s, ck_batch_channels c,
                             const float *dscale, const float *dshift, float *constants);
// Floats of scratch memory per thread.
ptrdiff_t ck_batch_pool_scratch_count(const ck_window *window);

// A row is one (sample, first, second output coordinate); y, argument and place have the pooled shape.
void ck_batch_normalize_pool(const ck_window *window, const float *constants, const float *x, float *y,
                             float *argument, float *place, float *scratch, ptrdiff_t first_row, ptrdiff_t end_row);

// As ck_batch_gradient_sums; `s` is the shape of the pooled tensors.
void ck_batch_pool_gradient_sums(const ck_batch_shape *s, ck_batch_channels c, const float *argument,
                                 const float *place, const float *dy, double *partial, ptrdiff_t first_chunk,
                                 ptrdiff_t end_chunk);
// A unit is a (sample, first, second coordinate of a window, or of the rest at an end); a sample has as many as said.
// dx may be x.
ptrdiff_t ck_batch_pool_unit_count(const ck_window *window);
void ck_batch_pool_gradient(const ck_window *window, const float *constants, const float *x, const float *place,
                            const float *dy, float *dx, float *scratch, ptrdiff_t first_unit, ptrdiff_t end_unit);

#endif
