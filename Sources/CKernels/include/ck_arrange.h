#ifndef CHAFF_KERNELS_ARRANGE_H
#define CHAFF_KERNELS_ARRANGE_H
#include <stddef.h>

// ---- Moving elements -----------------------------------------------------------------------------------------

// y[r·y_row + c·y_column] = x[r·x_row + c·x_column]; strides may be negative or, for x, zero.
void ck_copy(const float *x, ptrdiff_t x_row, ptrdiff_t x_column, float *y, ptrdiff_t y_row, ptrdiff_t y_column,
             ptrdiff_t rows, ptrdiff_t columns);

// y[i] = value
void ck_fill(float *y, float value, ptrdiff_t count);

// y[c·y_stride + r] = x[r·x_stride + c]
void ck_transpose(const float *x, ptrdiff_t x_stride, float *y, ptrdiff_t y_stride, ptrdiff_t rows, ptrdiff_t columns);

// Weights [groups, outputs, inputs, taps] of a convolution turned into those of its stride-1 adjoint,
// [groups, inputs, outputs, taps] with the taps in reverse order.
void ck_mirror_weights(const float *weights, float *mirrored, ptrdiff_t groups, ptrdiff_t outputs, ptrdiff_t inputs,
                       ptrdiff_t taps);

#endif
