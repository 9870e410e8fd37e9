#include "CKernels.h"
#include "reduce.h"

// Columns are taken in blocks whose sums stay in the first-level cache; narrow rows several at a time.
#define BLOCK 512

CK_INLINE float better(ck_reduction function, float a, float b) {
  return function == CK_REDUCE_MAXIMUM ? ck_maximum(a, b) : ck_minimum(a, b);
}

CK_INLINE float worst(ck_reduction function) {
  return function == CK_REDUCE_MAXIMUM ? -__builtin_inff() : __builtin_inff();
}

CK_INLINE float best_of_row(const ck_reduction function, const float *x, ptrdiff_t count) {
  float lanes[CK_LANES];
  for (int l = 0; l < CK_LANES; ++l) lanes[l] = worst(function);
  ptrdiff_t i = 0;
  for (; i + CK_LANES <= count; i += CK_LANES)
    for (int l = 0; l < CK_LANES; ++l) lanes[l] = better(function, x[i + l], lanes[l]);
  for (int l = 0; i < count; ++i, ++l) lanes[l] = better(function, x[i], lanes[l]);
  for (int l = 1; l < CK_LANES; ++l) lanes[0] = better(function, lanes[l], lanes[0]);
  return lanes[0];
}

CK_INLINE void best_of_columns(const ck_reduction function, const float *x, ptrdiff_t stride, ptrdiff_t rows,
                               ptrdiff_t columns, float *restrict y) {
  for (ptrdiff_t c = 0; c < columns; ++c) y[c] = worst(function);
  for (ptrdiff_t r = 0; r < rows; ++r) {
    const float *restrict row = x + r * stride;
    for (ptrdiff_t c = 0; c < columns; ++c) y[c] = better(function, row[c], y[c]);
  }
}

CK_INLINE void sum_of_columns(const float *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t columns, double scale,
                              float *restrict y) {
  double sums[BLOCK] = {0};
  // Narrow contiguous rows: `together` of them count as one, and their sums are folded at the end.
  ptrdiff_t together = stride == columns ? ck_greatest(1, ck_least(64 / columns, rows)) : 1;
  ptrdiff_t width = columns * together, whole = rows / together;
  ck_add_rows(x, width == columns ? stride : width, whole, width, sums);
  ck_add_rows(x + whole * together * stride, stride, rows - whole * together, columns, sums);
  for (ptrdiff_t k = 1; k < together; ++k)
    for (ptrdiff_t c = 0; c < columns; ++c) sums[c] += sums[k * columns + c];
  for (ptrdiff_t c = 0; c < columns; ++c) y[c] = (float)(sums[c] * scale);
}

CK_INLINE ptrdiff_t column_blocks(ptrdiff_t inner) { return (inner + BLOCK - 1) / BLOCK; }

ptrdiff_t ck_reduction_units(const ck_reduction_step *step) { return step->chunks * column_blocks(step->inner); }

CK_CLONES void ck_reduce(const ck_reduction_step *step, const float *x, float *y, ptrdiff_t first_unit,
                         ptrdiff_t end_unit) {
  const ck_reduction_step s = *step;
  ptrdiff_t blocks = column_blocks(s.inner);
  for (ptrdiff_t unit = first_unit; unit < end_unit; ++unit) {
    ptrdiff_t column = unit % blocks * BLOCK, chunk = unit / blocks % s.chunks, outer = unit / blocks / s.chunks;
    ptrdiff_t first = chunk * s.chunk, rows = ck_least(s.chunk, s.reduced - first);
    ptrdiff_t columns = ck_least(BLOCK, s.inner - column);
    const float *from = x + (outer * s.reduced + first) * s.inner + column;
    float *to = y + (outer * s.chunks + chunk) * s.inner + column;
    if (s.inner == 1) {
      *to = s.function == CK_REDUCE_SUM       ? (float)(ck_row_sum(from, rows) * s.scale)
            : s.function == CK_REDUCE_MAXIMUM ? best_of_row(CK_REDUCE_MAXIMUM, from, rows)
                                              : best_of_row(CK_REDUCE_MINIMUM, from, rows);
    } else if (s.function == CK_REDUCE_SUM) {
      sum_of_columns(from, s.inner, rows, columns, s.scale, to);
    } else if (s.function == CK_REDUCE_MAXIMUM) {
      best_of_columns(CK_REDUCE_MAXIMUM, from, s.inner, rows, columns, to);
    } else {
      best_of_columns(CK_REDUCE_MINIMUM, from, s.inner, rows, columns, to);
    }
  }
}
