#ifndef CHAFF_KERNELS_POOL_H
#define CHAFF_KERNELS_POOL_H
#include <stdbool.h>
#include <stddef.h>

// ---- Largest elements of windows -----------------------------------------------------------------------------

// Three spatial axes, channels last; missing leading axes have extent 1 and a window of 1.
typedef struct {
  ptrdiff_t input[3], output[3], kernel[3], stride[3], pad[3], dilation[3];
  ptrdiff_t channels;
} ck_window;

// A row is one (sample, first, second output coordinate); NaN wins.
void ck_max_pool(const ck_window *window, const float *x, float *y, ptrdiff_t first_row, ptrdiff_t end_row);

// What is added to a gradient inside a part of it, first..<end along the spatial axes: elements that lie `stride` apart
// along the samples and these axes, channels side by side.
typedef struct {
  ptrdiff_t first[3], end[3], stride[4];
} ck_pool_addend;

// Windows that do not overlap: every element of dx that belongs to the rows is written exactly once.
// `masks`: cotangents where y ≤ 0 count as zero. `addend` says where `added`, of which the first element of the part is
// given, goes; with `masks` it counts as zero where x ≤ 0. Both may be null.
void ck_max_pool_gradient_disjoint(const ck_window *window, bool masks, const float *x, const float *y,
                                   const float *dy, const ck_pool_addend *addend, const float *added, float *dx,
                                   ptrdiff_t first_row, ptrdiff_t end_row);

// Windows that may overlap: channels first_channel..<end_channel of one sample, whose x, y, dy, dx are given.
void ck_max_pool_gradient_overlapping(const ck_window *window, bool masks, const float *x, const float *y,
                                      const float *dy, float *dx, ptrdiff_t first_channel, ptrdiff_t end_channel);

#endif
