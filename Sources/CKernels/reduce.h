#ifndef CHAFF_REDUCE_H
#define CHAFF_REDUCE_H
#include "vectormath.h"

// The sum of a contiguous row: sixteen sums in Double, folded in a fixed order.
CK_INLINE double ck_fold(const ck_double_lanes *lanes) {
  double sums[CK_LANES];
  for (int i = 0; i < CK_LANES; ++i) sums[i] = (*lanes)[i];
  for (int half = CK_LANES / 2; half > 0; half /= 2)
    for (int i = 0; i < half; ++i) sums[i] += sums[i + half];
  return sums[0];
}

CK_INLINE double ck_row_sum(const float *x, ptrdiff_t count) {
  double sum = 0;
  ptrdiff_t i = 0;
  if (count >= CK_LANES) {
    ck_double_lanes lanes = 0;
    for (; i + CK_LANES <= count; i += CK_LANES)
      lanes += __builtin_convertvector(*(const ck_lanes *)(x + i), ck_double_lanes);
    sum = ck_fold(&lanes);
  }
  for (; i < count; ++i) sum += x[i];
  return sum;
}

// sums[c] += Σ x[r·stride + c] for a block of columns.
CK_INLINE void ck_add_rows(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns, double *restrict sums) {
  for (ptrdiff_t r = 0; r < rows; ++r) {
    const float *restrict row = x + r * stride;
    for (ptrdiff_t c = 0; c < columns; ++c) sums[c] += row[c];
  }
}

#endif
