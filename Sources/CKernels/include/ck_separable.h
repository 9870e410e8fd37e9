#ifndef CHAFF_KERNELS_SEPARABLE_H
#define CHAFF_KERNELS_SEPARABLE_H
#include <stddef.h>
#include <stdint.h>

// ---- Separable linear maps -----------------------------------------------------------------------------------

// A sparse matrix along one axis: output o is the sum of weights[k]·x[indices[k]] over starts[o] ≤ k < starts[o + 1].
typedef struct {
  const int32_t *starts, *indices;
  const float *weights;
  ptrdiff_t inputs, outputs;
} ck_axis_map;

// y[n, o0, o1, o2, c] = Σ w0·w1·w2·x[n, i0, i1, i2, c]; `fill` where an output has no term. Resampling, average pooling,
// padding, gathering, and the adjoints of all of them. A row is one (n, o0, o1). Single terms of weight 1 are copied.
void ck_separable(const ck_axis_map *first, const ck_axis_map *second, const ck_axis_map *third, ptrdiff_t channels,
                  float fill, const float *x, float *y, ptrdiff_t first_row, ptrdiff_t end_row);

#endif
