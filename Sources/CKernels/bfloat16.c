#include "bfloat16.h"

CK_CLONES void ck_bfloat16_narrow(const float *x, ck_bfloat16 *y, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; ++i) y[i] = ck_narrowed(x[i]);
}

CK_CLONES void ck_bfloat16_widen(const ck_bfloat16 *x, float *y, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; ++i) y[i] = ck_widened(x[i]);
}

CK_INLINE void split_rows(const float *restrict x, ck_bfloat16 *restrict y, ptrdiff_t rows, const ptrdiff_t channels) {
  for (ptrdiff_t r = 0; r < rows; ++r)
    for (ptrdiff_t c = 0; c < channels; ++c) {
      float whole = x[r * channels + c];
      ck_bfloat16 near = ck_narrowed(whole);
      y[2 * r * channels + c] = near;
      y[(2 * r + 1) * channels + c] = ck_narrowed(whole - ck_widened(near));
    }
}

CK_CLONES void ck_bfloat16_split(const float *x, ck_bfloat16 *y, ptrdiff_t rows, ptrdiff_t channels) {
  switch (channels) {
    case 1: split_rows(x, y, rows, 1); break;
    case 2: split_rows(x, y, rows, 2); break;
    case 3: split_rows(x, y, rows, 3); break;
    case 4: split_rows(x, y, rows, 4); break;
    default: split_rows(x, y, rows, channels); break;
  }
}

CK_CLONES void ck_bfloat16_unary_gradient(ck_unary_function function, float a, float b, const ck_bfloat16 *known,
                                          const ck_bfloat16 *dy, ck_bfloat16 *dx, ptrdiff_t count) {
  switch (function) {
    case CK_RELU:
      CK_ELEMENTWISE
      for (ptrdiff_t i = 0; i < count; ++i) dx[i] = (int16_t)known[i] > 0 ? dy[i] : 0;
      break;
    case CK_LEAKY_RELU:
      CK_ELEMENTWISE
      for (ptrdiff_t i = 0; i < count; ++i)
        dx[i] = (int16_t)known[i] > 0 ? dy[i] : ck_narrowed(a * ck_widened(dy[i]));
      break;
    default:
      CK_ELEMENTWISE
      for (ptrdiff_t i = 0; i < count; ++i) {
        float v = ck_widened(known[i]);
        dx[i] = ((v > a) & (v < b)) ? dy[i] : 0;
      }
      break;
  }
}

CK_CLONES void ck_bfloat16_add(const ck_bfloat16 *a, const ck_bfloat16 *b, ck_bfloat16 *y, ptrdiff_t count) {
  CK_ELEMENTWISE
  for (ptrdiff_t i = 0; i < count; ++i) y[i] = ck_narrowed(ck_widened(a[i]) + ck_widened(b[i]));
}
